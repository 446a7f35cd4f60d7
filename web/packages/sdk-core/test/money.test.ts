import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Client, ProblemError, Wallet, type HttpAnswer, type HttpRequest, type NewRedPacket, type RedPacketDetails, type Transfer } from '../src'
import { BOB, Device, ME, Server, TALK } from './world'

const PACKET = '01900000-0000-7000-8000-0000000000b1'
const TRANSFER = '01900000-0000-7000-8000-0000000000b2'

/** A server with money. */
class Bank extends Server {
  packet = packetOf({})
  transfer: Transfer = { id: TRANSFER, conversation: TALK, from: BOB, to: ME, amount: 500, currency: 'CNY', note: '', state: 'waiting', createdAt: '', expiresAt: '', endedAt: null }
  /** What becomes of the next calls that move money; then they work. */
  next: (HttpAnswer | 'lost' | 'unheard')[] = []
  readonly made = new Map<string, string>()
  readonly reads: string[] = []

  override async request(request: HttpRequest): Promise<HttpAnswer> {
    if (request.path === '/api/red-packets') return this.send(request)
    if (request.path === `/api/red-packets/${PACKET}/claims`) return answer(201, this.claim())
    if (!request.path.startsWith('/api/red-packets/') && !request.path.startsWith('/api/transfers/')) return super.request(request)
    this.reads.push(request.path)
    if (request.path === `/api/red-packets/${PACKET}`) return answer(200, this.packet)
    if (request.path === `/api/transfers/${TRANSFER}`) return answer(200, this.transfer)
    if (request.path === `/api/transfers/${TRANSFER}/accept`) return answer(200, (this.transfer = { ...this.transfer, state: 'accepted' }))
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

function packetOf(more: Partial<RedPacketDetails>): RedPacketDetails {
  return { id: PACKET, conversation: TALK, sender: BOB, kind: 'lucky', total: 500, count: 3, currency: 'CNY', greeting: '', recipient: null, state: 'active', claimedCount: 0, claimedTotal: 0, refunded: 0, commitment: 'c0', createdAt: '', expiresAt: '', claims: [], seed: null, ...more }
}

const answer = (status: number, body: object): HttpAnswer => ({ status, text: JSON.stringify(body) })
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10)

let bank: Bank
let device: Device
let client: Client

beforeEach(async () => {
  vi.useFakeTimers()
  bank = new Bank()
  device = new Device(bank)
  client = new Client(device, ME, { mode: 'cookie' })
  await client.start()
  await settled()
})
afterEach(async () => {
  await client.stop()
  vi.useRealTimers()
})

describe('a red packet', () => {
  it('is read when it is shown, and once', async () => {
    expect(client.packets.get(PACKET)).toBeUndefined()
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.state).toBe('active')
    expect(bank.reads).toHaveLength(1)
  })

  it('follows its frames, and never goes back', async () => {
    client.packets.get(PACKET)
    await settled()
    const told: string[] = []
    client.events.on('packet', (id) => told.push(id))
    bank.progress('active', 2)
    expect(client.packets.get(PACKET)?.claimedCount).toBe(2)
    bank.progress('active', 1)
    expect(client.packets.get(PACKET)?.claimedCount).toBe(2)
    bank.progress('refunded', 2)
    bank.progress('active', 2)
    expect(client.packets.get(PACKET)?.state).toBe('refunded')
    expect(told).toContain(PACKET)
  })

  it('is not put back by an answer that is older than a frame', async () => {
    client.packets.get(PACKET)
    await settled()
    const reading = client.packets.load(PACKET)
    bank.progress('finished', 3)
    await reading
    expect(client.packets.get(PACKET)).toMatchObject({ state: 'finished', claimedCount: 3 })
  })

  it('is read again when a frame came before the answer', async () => {
    client.packets.get(PACKET)
    const old = bank.packet
    bank.request = async (request) => (request.path.endsWith(PACKET) ? answer(200, old) : Bank.prototype.request.call(bank, request))
    bank.progress('finished', 3)
    await settled()
    bank.request = Bank.prototype.request
    for (const user of [BOB, ME, 'carol']) bank.claim(user)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.state).toBe('finished')
  })

  it('is read again at its end, for the seed and the badge', async () => {
    client.packets.get(PACKET)
    await settled()
    for (const user of [BOB, ME, 'carol']) bank.claim(user)
    bank.progress()
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)).toMatchObject({ state: 'finished', seed: '00' })
    expect(client.packets.get(PACKET)?.claims).toHaveLength(3)
  })

  it('is mine as soon as it has been opened, and when another device has opened it', async () => {
    client.packets.get(PACKET)
    await settled()
    expect(await client.packets.claim(PACKET)).toMatchObject({ amount: 120 })
    expect(client.packets.get(PACKET)?.claims).toMatchObject([{ user: ME, amount: 120 }])
    await settled()
    bank.claim('carol')
    bank.tell({ conversation: ME, seq: 1, id: 'n', sender: null, at: '', type: 'notice', body: { event: 'red-packet-claimed', redPacket: PACKET }, replyTo: null, mentions: [] })
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.claims).toHaveLength(2)
  })

  it('is read again after frames may have been missed, unless it is over', async () => {
    client.packets.get(PACKET)
    await settled()
    bank.sockets.at(-1)!.end(1006)
    bank.claim('carol')
    await vi.advanceTimersByTimeAsync(31_000)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.claimedCount).toBe(1)
  })

  it('that may not be seen is not asked for again', async () => {
    client.packets.get('01900000-0000-7000-8000-0000000000ff')
    await settled()
    client.packets.get('01900000-0000-7000-8000-0000000000ff')
    await settled()
    expect(client.packets.isMissing('01900000-0000-7000-8000-0000000000ff')).toBe(true)
    expect(bank.reads).toHaveLength(1)
  })

  it('leaves its commitment with this device while nobody can know the outcome, over a restart', async () => {
    client.packets.get(PACKET)
    await settled()
    bank.packet = packetOf({ state: 'finished', commitment: 'another', seed: '00' })
    await client.stop()
    client = new Client(device, ME, { mode: 'cookie' })
    await client.start()
    await client.packets.load(PACKET)
    expect(client.packets.notedOf(PACKET)?.commitment).toBe('c0')
  })

  it('that was over when it was first seen leaves none', async () => {
    bank.packet = packetOf({ state: 'finished', seed: '00' })
    await client.packets.load(PACKET)
    expect(client.packets.notedOf(PACKET)).toBeUndefined()
  })
})

describe('a transfer', () => {
  it('is accepted, and a late answer does not open it again', async () => {
    client.transfers.get(TRANSFER)
    await settled()
    const old = { ...bank.transfer }
    await client.transfers.accept(TRANSFER)
    bank.transfer = old
    await client.transfers.load(TRANSFER)
    expect(client.transfers.get(TRANSFER)?.state).toBe('accepted')
  })
})

describe('sending money', () => {
  const packet: NewRedPacket = { conversation: TALK, kind: 'lucky', total: 500, count: 3, greeting: '' }
  const wallet = (): Wallet => new Wallet(device, client.api)

  it('goes under the same key until it has an answer', async () => {
    const desk = wallet()
    bank.next = ['lost', 'unheard', { status: 503, text: '{}' }]
    for (let i = 0; i < 3; i++) await expect(desk.sendPacket(packet)).rejects.toThrow()
    expect(await desk.unanswered(`packet/${TALK}`)).toEqual(packet)
    await desk.sendPacket(packet)
    expect(bank.made.size).toBe(1)
    expect(await desk.unanswered(`packet/${TALK}`)).toBeUndefined()
    await desk.sendPacket(packet)
    expect(bank.made.size).toBe(2)
  })

  it('keeps its key over a restart', async () => {
    bank.next = ['lost']
    await expect(wallet().sendPacket(packet)).rejects.toThrow()
    const desk = wallet()
    expect(await desk.unanswered(`packet/${TALK}`)).toEqual(packet)
    await desk.sendPacket(packet)
    expect(bank.made.size).toBe(1)
  })

  it('sends nothing else before that answer', async () => {
    const desk = wallet()
    bank.next = ['lost']
    await expect(desk.sendPacket(packet)).rejects.toThrow()
    await expect(desk.sendPacket({ ...packet, total: 900 })).rejects.toMatchObject({ code: 'unanswered' })
    expect(bank.made.size).toBe(1)
  })

  it('begins anew after a refusal', async () => {
    const desk = wallet()
    bank.next = [answer(409, { type: '/problems/insufficient-funds', status: 409 })]
    await expect(desk.sendPacket(packet)).rejects.toBeInstanceOf(ProblemError)
    await desk.sendPacket({ ...packet, total: 900 })
    expect([...bank.made.values()]).toEqual([JSON.stringify({ ...packet, total: 900 })])
  })

  it('begins anew after a pay password was asked for, unless an earlier try may be under way', async () => {
    const needed = answer(403, { type: '/problems/pay-password-needed', status: 403 })
    const desk = wallet()
    bank.next = [needed]
    await expect(desk.sendPacket(packet)).rejects.toThrow()
    expect(await desk.unanswered(`packet/${TALK}`)).toBeUndefined()
    bank.next = ['lost', needed]
    await expect(desk.sendPacket(packet)).rejects.toThrow()
    await expect(desk.sendPacket(packet)).rejects.toThrow()
    await desk.sendPacket(packet, 'secret')
    expect(bank.made.size).toBe(1)
  })
})
