import type { Message } from '@hongyan/sdk-core'
import { expect, it, vi } from 'vitest'
import { rowsOf } from '../src/lib/rows'

// Dates are put in the language of the page.
vi.mock('../src/lib/format', () => ({ day: (at: string) => at.slice(0, 10) }))

const message = (seq: number): Message => {
  return { conversation: 'c', seq, id: `m${seq}`, sender: 'bob', at: '2026-11-21T00:00:00Z', type: 'text', body: {}, replyTo: null, mentions: [] }
}
const divided = (divider: number | undefined): string[] =>
  rowsOf([1, 2, 3].map(message), [], 'me', divider, true).filter(({ unread }) => unread).map(({ key }) => key)

it('marks where the unread ones begin, also when nothing has been read yet', () => {
  expect(divided(1)).toEqual(['m2'])
  expect(divided(0)).toEqual(['m1'])
  expect(divided(undefined)).toEqual([])
})

it('names each day once, at its first message, by the clock of the place', () => {
  const at = (hours: number): string => new Date(2026, 10, 21, hours, 30).toISOString()
  const all = [1, 23, 24, 25, 47].map((hours, index) => ({ ...message(index + 1), at: at(hours) }))
  const named = rowsOf(all, [], 'me', undefined, true).filter((row) => row.day)
  expect(named.map(({ key }) => key)).toEqual(['m1', 'm3'])
})

it('leaves rows as they are which nothing has happened to', () => {
  const all = [1, 2, 3].map(message)
  const before = rowsOf(all, [], 'me', undefined, false)
  const after = rowsOf([...all, message(4)], [], 'me', undefined, false)
  expect(after.slice(0, 2).every((row, index) => row === before[index])).toBe(true)
  // The third one is not the last of what was written in one go any more.
  expect([before[2]?.last, after[2]?.last]).toEqual([true, false])
})
