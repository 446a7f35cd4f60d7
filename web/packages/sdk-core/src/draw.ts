import type { Platform } from './platform'
import type { RedPacketDetails } from './protocol'

const LEAST = 1
/** The most fen in a share. No setting: whoever recomputes a draw takes this number. */
export const LARGEST_SHARE = 20_000
const WORDS = 2n ** 64n

type Hashes = Pick<Platform, 'sha256' | 'hmacSha256'>

/** What recomputing a draw has shown. */
export interface Proof {
  /** The seed and the id give the commitment that was shown from the start. */
  commitment: boolean
  /** What every share was to be, in the order of the claims. */
  shares: number[]
  /** Of each claim, whether it got just that. */
  claims: boolean[]
  /** Whether all claims are there, and make up the total together with what went back. */
  complete: boolean
}

/** Recomputes the draw of a lucky packet that is over from what the server has told of it, and from nothing else. */
export async function prove(hashes: Hashes, packet: RedPacketDetails): Promise<Proof> {
  const seed = bytesOf(packet.seed ?? '')
  const id = bytesOf(packet.id)
  const drawn = sharesOf(hashes, seed, id, packet.total, packet.count).catch(none)
  const [commitment, shares] = await Promise.all([commitmentOf(hashes, seed, id), drawn])
  const claims = packet.claims.map(({ amount }, index) => amount === shares[index])
  return { commitment: commitment === packet.commitment, shares, claims, complete: shares.length === packet.count && addsUp(packet) }
}

/** A total that cannot be shared out so is no reason to stop: then no claim is right. */
function none(failure: unknown): number[] {
  if (failure instanceof RangeError) return []
  throw failure
}

function addsUp({ claims, claimedCount, claimedTotal, refunded, total }: RedPacketDetails): boolean {
  const sum = claims.reduce((all, { amount }) => all + amount, 0)
  return claims.length === claimedCount && sum === claimedTotal && claimedTotal + refunded === total
}

/** Binds a draw before anybody has claimed: hex of the SHA-256 of the seed and the packet's id. */
export async function commitmentOf(hashes: Hashes, seed: Uint8Array, id: Uint8Array): Promise<string> {
  return hexOf(await hashes.sha256(joined(seed, id)))
}

/** The shares in the order in which they are claimed. Each is within 1 and `most`, their sum is `total`. */
export async function sharesOf(hashes: Hashes, seed: Uint8Array, id: Uint8Array, total: number, count: number, most = LARGEST_SHARE): Promise<number[]> {
  if (count < 1 || total < count * LEAST || total > count * most) throw new RangeError('no such shares')
  const uniform = below(words(hashes, seed, id))
  const shares: number[] = []
  let rest = total
  for (let left = count; left >= 2; left--) {
    const low = Math.max(LEAST, rest - (left - 1) * most)
    const high = Math.min(most, rest - (left - 1) * LEAST)
    const part = (2 * rest) % left
    let sum = (2 * rest - part) / left
    if (part > 0 && (await uniform(left)) < part) sum++
    const from = Math.max(low, sum - high)
    const share = from + (await uniform(sum - 2 * from + 1))
    shares.push(share)
    rest -= share
  }
  shares.push(rest)
  for (let i = count - 1; i >= 1; i--) {
    const other = await uniform(i + 1)
    const moved = shares[i] as number
    shares[i] = shares[other] as number
    shares[other] = moved
  }
  return shares
}

/** Numbers below n, each as likely as the others; for n = 1 nothing is read. */
function below(next: () => Promise<bigint>): (n: number) => Promise<number> {
  return async (n) => {
    if (n === 1) return 0
    const size = BigInt(n)
    const end = (WORDS / size) * size
    for (;;) {
      const word = await next()
      if (word < end) return Number(word % size)
    }
  }
}

/** HMAC-SHA-256 of the id and a counter, read as unsigned words of 64 bits. */
function words(hashes: Hashes, seed: Uint8Array, id: Uint8Array): () => Promise<bigint> {
  let held: bigint[] = []
  let counter = 0
  return async () => {
    if (!held.length) {
      const block = await hashes.hmacSha256(seed, joined(id, eightBytes(counter++)))
      held = [0, 8, 16, 24].map((at) => BigInt(`0x${hexOf(block.subarray(at, at + 8))}`))
    }
    return held.shift() as bigint
  }
}

function eightBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  for (let at = 7, rest = value; rest > 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256
  return bytes
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

/** Of hex digits; the hyphens of a UUID count for nothing. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replace(/-/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
