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

const waiting = (id: string, at: string): Pending => {
  return { id, conversation: 'c', type: 'text', body: {}, replyTo: null, mentions: [], at, state: 'waiting' }
}

it('leaves rows as they are while something waits behind them', () => {
  const all = [1, 2, 3].map((seq) => ({ ...message(seq), sender: 'me' }))
  const waits = waiting('waits', all[0]!.at)
  const rows = new Rows()
  const alone = rows.of(all, [], facts)
  const before = rows.of(all, [waits], facts)
  const after = rows.of(all, [waits], facts)
  expect(before.map(({ last }) => last)).toEqual([false, false, false, true])
  expect(after.every((row, index) => row === before[index])).toBe(true)
  // What waits is given up: the row before it is the last one again, as it was.
  expect(rows.of(all, [], facts).map(({ last }) => last)).toEqual(alone.map(({ last }) => last))
})

it('shows what has come, and waits only for the rest', () => {
  const entries = ['m2', 'later'].map((id) => waiting(id, message(2).at))
  const made = new Rows().of([1, 2, 3].map(message), entries, facts)
  expect(made.map(({ key, pending }) => [key, !!pending])).toEqual([['m1', false], ['m2', false], ['m3', false], ['later', true]])
})

it('come out the same, however the messages came', () => {
  const types = ['text', 'notice', 'text', 'text', 'text']
  const at = (index: number): string => new Date(2026, 10, 20, 23, index * 3).toISOString()
  const all = Array.from({ length: 40 }, (_, index): Message => ({
    ...message(index + 1),
    type: types[index % 5]!,
    body: index === 26 ? { event: 'settings-changed' } : {},
    sender: ['bob', 'me', 'carol'][Math.floor(index / 4) % 3]!,
    at: at(index),
  }))
  const waits = waiting('waits', at(40))
  const asked = { ...facts, divider: 21 }
  const parts = new Rows()
  const steps: [Message[], Pending[], boolean][] = [
    [all.slice(5, 20), [], false],
    [all.slice(5, 24), [waits], false],
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
  const rows = parts.of(all, [], asked)
  expect(rows).toHaveLength(39)
  expect([rows.some(({ first }) => !first), rows.some(({ last }) => !last)]).toEqual([true, true])
  expect(rows.filter((row) => row.day)).toHaveLength(2)
})
