import { createHash, createHmac, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesOf, commitmentOf, prove, sharesOf, type RedPacketDetails } from '../src'

interface Vector {
  id: string
  seed: string
  commitment: string
  total: number
  count: number
  shares: number[]
}

const published = new URL('../../../../docs/reference/draw-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(published, 'utf8')) as Vector[]

const hashes = {
  sha256: async (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()),
  hmacSha256: async (key: Uint8Array, data: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(data).digest()),
}

function over({ id, seed, commitment, total, count, shares }: Vector): RedPacketDetails {
  const claims = shares.map((amount, k) => ({ user: `user-${k}`, amount, claimedAt: '2026-11-21T00:00:00Z', luckiest: false }))
  const times = { createdAt: '2026-11-21T00:00:00Z', expiresAt: '2026-11-22T00:00:00Z' }
  return { id, seed, commitment, total, count, claims, conversation: 'c', sender: 's', kind: 'lucky', currency: 'CNY', greeting: '', recipient: null, state: 'finished', claimedCount: count, claimedTotal: total, refunded: 0, ...times }
}

describe('the draw', () => {
  it('is the published one, to the fen', async () => {
    expect(vectors.length).toBeGreaterThan(10)
    for (const { id, seed, commitment, total, count, shares } of vectors) {
      expect(await commitmentOf(hashes, bytesOf(seed), bytesOf(id)), id).toBe(commitment)
      expect(await sharesOf(hashes, bytesOf(seed), bytesOf(id), total, count), id).toEqual(shares)
    }
  })

  it('keeps sum and bounds for any total and count', async () => {
    for (let i = 0; i < 300; i++) {
      const [seed, id] = [webcrypto.getRandomValues(new Uint8Array(32)), webcrypto.getRandomValues(new Uint8Array(16))]
      const count = 1 + (i % 100)
      const most = i % 3 ? 20_000 : 7
      const total = count + Math.floor(Math.random() * (count * (most - 1) + 1))
      const shares = await sharesOf(hashes, seed, id, total, count, most)
      expect(shares).toHaveLength(count)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total)
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(1)
      expect(Math.max(...shares)).toBeLessThanOrEqual(most)
    }
  })

  it('has no shares that cannot be', async () => {
    for (const [total, count] of [[1, 2], [20_001, 1], [5, 0]] as const) {
      await expect(sharesOf(hashes, new Uint8Array(32), new Uint8Array(16), total, count)).rejects.toThrow(RangeError)
    }
  })
})

describe('the proof', () => {
  const packet = over(vectors.find(({ count }) => count === 20)!)

  it('holds for what the server has told', async () => {
    const { commitment, claims, complete } = await prove(hashes, packet)
    expect([commitment, complete]).toEqual([true, true])
    expect(claims).toEqual(packet.claims.map(() => true))
  })

  it('holds for a packet of which some shares went back', async () => {
    const left = packet.claims.slice(0, 3)
    const claimedTotal = left.reduce((sum, { amount }) => sum + amount, 0)
    const refunded = { ...packet, state: 'refunded' as const, claims: left, claimedCount: 3, claimedTotal, refunded: packet.total - claimedTotal }
    expect(await prove(hashes, refunded)).toMatchObject({ claims: [true, true, true], complete: true })
  })

  it('finds a share that was changed, even by a fen between two', async () => {
    const [first, second, ...rest] = packet.claims
    const moved = [{ ...first!, amount: first!.amount + 1 }, { ...second!, amount: second!.amount - 1 }, ...rest]
    expect((await prove(hashes, { ...packet, claims: moved })).claims.slice(0, 3)).toEqual([false, false, true])
  })

  it('finds claims that were left out, and money that is nowhere', async () => {
    for (const wrong of [{ claims: packet.claims.slice(0, -1) }, { claimedTotal: packet.total - 1 }, { refunded: 1 }]) {
      expect((await prove(hashes, { ...packet, ...wrong })).complete).toBe(false)
    }
  })

  it('finds a packet whose shares cannot be', async () => {
    expect(await prove(hashes, { ...packet, total: 20_000 * packet.count + 1 })).toMatchObject({ shares: [], complete: false, claims: packet.claims.map(() => false) })
  })

  it('finds another seed, another id and another commitment', async () => {
    const seed = packet.seed!.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect((await prove(hashes, { ...packet, seed })).commitment).toBe(false)
    expect((await prove(hashes, { ...packet, id: crypto.randomUUID() })).commitment).toBe(false)
    expect((await prove(hashes, { ...packet, commitment: '0'.repeat(64) })).commitment).toBe(false)
  })
})
