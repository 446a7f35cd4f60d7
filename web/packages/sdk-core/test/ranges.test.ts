import { describe, expect, it } from 'vitest'
import { Backoff } from '../src/backoff'
import { newId } from '../src/ids'
import { Ranges } from '../src/ranges'

describe('ranges', () => {
  it('join what touches and stay apart otherwise', () => {
    const ranges = new Ranges()
    for (const [from, to] of [[5, 5], [1, 2], [6, 9], [20, 30], [3, 3]] as const) ranges.add(from, to)
    expect(ranges.all).toEqual([[1, 3], [5, 9], [20, 30]])
    expect(ranges.hole).toEqual([10, 19])
    ranges.add(4, 19)
    expect(ranges.all).toEqual([[1, 30]])
    expect(ranges.hole).toBeUndefined()
  })

  it('hold exactly what was put in, in whatever order', () => {
    let seed = 20261121
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below
    for (let round = 0; round < 200; round++) {
      const ranges = new Ranges()
      const held = new Set<number>()
      for (let i = 0; i < 12; i++) {
        const from = 1 + random(60)
        const to = from + random(8)
        ranges.add(from, to)
        for (let seq = from; seq <= to; seq++) held.add(seq)
      }
      const seqs = Array.from({ length: 81 }, (_, seq) => seq)
      expect(seqs.filter((seq) => ranges.has(seq)), `round ${round}`).toEqual(seqs.filter((seq) => held.has(seq)))
      expect(ranges.top).toBe(Math.max(...held))
    }
  })
})

describe('ids', () => {
  it('are UUIDs of version 7 that sort by time', () => {
    const one = newId(1_700_000_000_000, new Uint8Array(10).fill(255))
    const other = newId(1_700_000_000_001, new Uint8Array(10))
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(one < other).toBe(true)
  })
})

describe('back-off', () => {
  it('grows to half a minute and begins anew', () => {
    const backoff = new Backoff(() => 1)
    const delays = Array.from({ length: 9 }, () => backoff.next())
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
    backoff.reset()
    expect(backoff.next()).toBe(500)
  })
})
