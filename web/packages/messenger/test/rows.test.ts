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
