import type { Noted, Proof, RedPacketDetails } from '@hongyan/sdk-core'
import { beforeAll, expect, it, vi } from 'vitest'
import { findingsOf, verdictOf } from '../src/lib/proof'
import { withWords } from '../src/text'

vi.mock('../src/state/preferences', () => ({ preferences: { language: 'en', points: false, currency: 'CNY' } }))
beforeAll(() => withWords('money', Promise.resolve()))

const packet = { id: 'p', commitment: 'c', total: 300, count: 3, currency: 'CNY' } as RedPacketDetails
const proof: Proof = { commitment: true, shares: [1, 2, 297], claims: [true, true, true], complete: true }
const noted: Noted = { id: 'p', commitment: 'c', at: '2026-11-21T00:00:00Z', claimedCount: 0, total: 300, count: 3 }
const verdict = (note: Noted | undefined, more: Partial<Proof> = {}): string => verdictOf(findingsOf(packet, { ...proof, ...more }, note), note)

it('proves all only where the commitment was noted before the first share was opened', () => {
  expect(verdict(noted)).toBe('money.provesFull')
  expect(verdict({ ...noted, claimedCount: 2 })).toBe('money.provesPart')
  expect(verdict({ id: 'p', commitment: 'c', at: noted.at })).toBe('money.provesPart')
})

it('proves nothing to who saw it when it was over', () => {
  expect(verdict(undefined)).toBe('money.agrees')
  expect(findingsOf(packet, proof, undefined).at(-1)).toMatchObject({ good: undefined })
})

it('says how much was open when it was noted', () => {
  expect(findingsOf(packet, proof, { ...noted, claimedCount: 2 }).at(-1)?.text).toContain('2 of 3 were opened')
})

it('is disproved by each thing that does not fit', () => {
  for (const wrong of [{ commitment: false }, { claims: [true, false, true] }, { complete: false }]) expect(verdict(noted, wrong), JSON.stringify(wrong)).toBe('money.disproves')
  for (const other of [{ commitment: 'd' }, { total: 299 }, { count: 4 }]) expect(verdict({ ...noted, ...other }), JSON.stringify(other)).toBe('money.disproves')
})

it('counts in English', () => {
  const texts = findingsOf(packet, { ...proof, claims: [true] }, noted).map(({ text }) => text)
  expect(texts[1]).toBe('The opened share is what the draw gives')
  expect(findingsOf(packet, { ...proof, claims: [false, true] }, noted)[1]?.text).toBe('1 share is not what the draw gives')
})
