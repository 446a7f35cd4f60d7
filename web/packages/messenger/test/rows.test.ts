import type { Message, Pending } from '@hongyan/sdk-core'
import { expect, it, vi } from 'vitest'
import { Rows } from '../src/lib/rows'

// Dates are put in the language of the page.
vi.mock('../src/lib/format', () => ({ day: (at: string) => at.slice(0, 10) }))

const message = (seq: number): Message => {
  return { conversation: 'c', seq, id: `m${seq}`, sender: 'bob', at: '2026-11-21T00:00:00Z', type: 'text', body: {}, replyTo: null, mentions: [] }
}
const facts = { me: 'me', divider: undefined, atStart: false }
const divided = (divider: number | undefined): string[] =>
  new Rows().of([1, 2, 3].map(message), [], { ...facts, divider }).filter(({ unread }) => unread).map(({ key }) => key)

it('marks where the unread ones begin, also when nothing has been read yet', () => {
  expect(divided(1)).toEqual(['m2'])
  expect(divided(0)).toEqual(['m1'])
  expect(divided(undefined)).toEqual([])
})

it('names each day once, at its first message, by the clock of the place', () => {
  const at = (hours: number): string => new Date(2026, 10, 21, hours, 30).toISOString()
  const all = [1, 23, 24, 25, 47].map((hours, index) => ({ ...message(index + 1), at: at(hours) }))
  const named = new Rows().of(all, [], facts).filter((row) => row.day)
  expect(named.map(({ key }) => key)).toEqual(['m1', 'm3'])
})

it('leaves rows as they are which nothing has happened to', () => {
  const all = [1, 2, 3].map(message)
  const rows = new Rows()
  const before = rows.of(all, [], facts)
  const after = rows.of([...all, message(4)], [], facts)
  expect(after.slice(0, 2).every((row, index) => row === before[index])).toBe(true)
  // The third one is not the last of what was written in one go any more.
  expect([before[2]?.last, after[2]?.last]).toEqual([true, false])
})

it('come out the same, however the messages came', () => {
  const types = ['text', 'notice', 'text', 'text', 'text']
  const all = Array.from({ length: 40 }, (_, index): Message => ({
    ...message(index + 1),
    type: types[index % 5]!,
    sender: ['bob', 'me', 'carol'][Math.floor(index / 4) % 3]!,
    at: new Date(2026, 10, 20, 22, index * 7).toISOString(),
  }))
  const waits = { ...message(50), id: 'waits', state: 'waiting' } as unknown as Pending
  const asked = { ...facts, divider: 21 }
  const parts = new Rows()
  const steps: [Message[], Pending[], boolean][] = [
    [all.slice(20, 30), [], false],
    [all.slice(20, 31), [], false],
    [all.slice(20, 31), [waits], false],
    [all.slice(20, 36), [], false],
    [all.slice(10, 36), [waits], false],
    [all.slice(0, 38), [], true],
    [all.filter((_, index) => index !== 25), [], true],
    [all, [{ ...waits, id: 'm40' }], true],
  ]
  for (const [messages, pending, atStart] of steps) {
    expect(parts.of(messages, pending, { ...asked, atStart })).toEqual(new Rows().of(messages, pending, { ...asked, atStart }))
  }
  expect(parts.of(all, [], asked)).toHaveLength(40)
})
