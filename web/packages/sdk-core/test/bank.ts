import type { HttpAnswer, HttpRequest, RedPacketDetails, Transfer } from '../src'
import { BOB, ME, Server, TALK } from './world'

export const PACKET = '01900000-0000-7000-8000-0000000000b1'
export const TRANSFER = '01900000-0000-7000-8000-0000000000b2'

/** A server with money. */
export class Bank extends Server {
  packet = packetOf({})
  transfer: Transfer = { id: TRANSFER, conversation: TALK, from: BOB, to: ME, amount: 500, currency: 'CNY', note: '', state: 'waiting', createdAt: '', expiresAt: '', endedAt: null }
  /** What becomes of the next calls that move money; then they work. */
  next: (HttpAnswer | 'lost' | 'unheard')[] = []
  /** What the next reads of packets and transfers get instead of an answer. */
  trouble: HttpAnswer[] = []
  readonly made = new Map<string, string>()
  readonly reads: string[] = []

  override async request(request: HttpRequest): Promise<HttpAnswer> {
    if (request.path === '/api/red-packets') return this.send(request)
    if (request.path === `/api/red-packets/${PACKET}/claims`) return answer(201, this.claim())
    if (!request.path.startsWith('/api/red-packets/') && !request.path.startsWith('/api/transfers/')) return super.request(request)
    this.reads.push(request.path)
    if (!this.reachable) throw new Error('no network')
    const trouble = this.trouble.shift()
    if (trouble) return trouble
    if (request.path === `/api/red-packets/${PACKET}`) return answer(200, this.packet)
    if (request.path === `/api/transfers/${TRANSFER}`) return answer(200, this.transfer)
    if (request.path === `/api/transfers/${TRANSFER}/accept`) return answer(200, (this.transfer = { ...this.transfer, state: 'accepted' }))
    if (request.path === `/api/transfers/${TRANSFER}/return`) return answer(200, (this.transfer = { ...this.transfer, state: 'returned' }))
    return answer(404, { type: '/problems/not-a-member', status: 404 })
  }

  private send({ headers, body = '' }: HttpRequest): HttpAnswer {
    const outcome = this.next.shift()
    if (outcome === 'unheard') throw new Error('no network')
    if (outcome && outcome !== 'lost') return outcome
    const key = headers['Idempotency-Key'] ?? ''
    if (this.made.has(key) && this.made.get(key) !== body) return answer(409, { type: '/problems/idempotency-conflict', status: 409 })
    this.made.set(key, body)
    if (outcome === 'lost') throw new Error('no network')
    return answer(201, this.packet)
  }

  claim(user = ME, amount = 120): object {
    const claims = [...this.packet.claims, { user, amount, claimedAt: '', luckiest: false }]
    const state = claims.length === this.packet.count ? 'finished' : 'active'
    this.packet = { ...this.packet, claims, state, claimedCount: claims.length, claimedTotal: this.packet.claimedTotal + amount, seed: state === 'finished' ? '00' : null }
    return { redPacket: PACKET, user, amount, claimedAt: '' }
  }

  progress(state = this.packet.state, claimedCount = this.packet.claimedCount): void {
    this.sockets.at(-1)!.push({ op: 'packet', redPacket: PACKET, conversation: TALK, state, claimedCount })
  }
}

export function packetOf(more: Partial<RedPacketDetails>): RedPacketDetails {
  return { id: PACKET, conversation: TALK, sender: BOB, kind: 'lucky', total: 500, count: 3, currency: 'CNY', greeting: '', recipient: null, state: 'active', claimedCount: 0, claimedTotal: 0, refunded: 0, commitment: 'c0', createdAt: '', expiresAt: '', claims: [], seed: null, ...more }
}

export const answer = (status: number, body: object): HttpAnswer => ({ status, text: JSON.stringify(body) })
