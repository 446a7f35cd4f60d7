import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Client } from '../src'
import { answer, Bank, PACKET, packetOf, TRANSFER } from './bank'
import { BOB, Device, ME } from './world'

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

  it('that is over is not read again then', async () => {
    bank.packet = packetOf({ state: 'refunded', seed: '00' })
    client.packets.get(PACKET)
    await settled()
    bank.sockets.at(-1)!.end(1006)
    await vi.advanceTimersByTimeAsync(31_000)
    client.packets.get(PACKET)
    await settled()
    expect(bank.reads).toHaveLength(1)
  })

  it('that could not be read without a network is read when there is one', async () => {
    const told: string[] = []
    client.events.on('packet', (id) => told.push(id))
    bank.reachable = false
    bank.sockets.at(-1)!.end(1006)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)).toBeUndefined()
    bank.reachable = true
    told.length = 0
    device.wake()
    await settled()
    expect(told).toContain(PACKET)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.state).toBe('active')
  })

  it('that was over before its last read failed is read again, for the seed', async () => {
    client.packets.get(PACKET)
    await settled()
    bank.trouble = [answer(503, {})]
    bank.progress('finished', 3)
    client.packets.get(PACKET)
    await settled()
    bank.packet = packetOf({ state: 'finished', seed: '00' })
    bank.sockets.at(-1)!.end(1006)
    await vi.advanceTimersByTimeAsync(31_000)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.seed).toBe('00')
  })

  it('is asked for less and less often while the server is in trouble, and not before it wants', async () => {
    bank.trouble = [answer(503, {}), answer(503, {}), { ...answer(429, {}), retryAfterSeconds: 100 }]
    client.events.on('packet', (id) => void client.packets.get(id))
    client.packets.get(PACKET)
    await settled()
    client.packets.get(PACKET)
    await vi.advanceTimersByTimeAsync(5_500)
    expect(bank.reads).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(5_500)
    expect(bank.reads).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(5_500)
    expect(bank.reads).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(95_000)
    expect(bank.reads).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(client.packets.get(PACKET)?.state).toBe('active')
  })

  it('that is refused is asked for again only over a new connection', async () => {
    bank.trouble = [answer(403, { type: '/problems/forbidden', status: 403 })]
    client.packets.get(PACKET)
    await vi.advanceTimersByTimeAsync(300_000)
    client.packets.get(PACKET)
    await settled()
    expect(bank.reads).toHaveLength(1)
    bank.sockets.at(-1)!.end(1006)
    await vi.advanceTimersByTimeAsync(31_000)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.state).toBe('active')
  })

  it('whose frame overtook its answer is read once more, with all claims', async () => {
    await client.packets.load(PACKET)
    bank.claim(BOB)
    const loading = client.packets.load(PACKET)
    bank.claim('carol')
    bank.progress('active', 2)
    expect((await loading).claims).toHaveLength(2)
  })

  it('that may not be seen is not asked for again', async () => {
    client.packets.get('01900000-0000-7000-8000-0000000000ff')
    await settled()
    client.packets.get('01900000-0000-7000-8000-0000000000ff')
    await settled()
    expect(client.packets.isMissing('01900000-0000-7000-8000-0000000000ff')).toBe(true)
    expect(bank.reads).toHaveLength(1)
  })

  it('is asked for again over a new connection: its reader may have been let in again', async () => {
    bank.trouble = [answer(404, { type: '/problems/not-a-member', status: 404 })]
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.isMissing(PACKET)).toBe(true)
    bank.sockets.at(-1)!.end(1006)
    await vi.advanceTimersByTimeAsync(31_000)
    client.packets.get(PACKET)
    await settled()
    expect(client.packets.get(PACKET)?.state).toBe('active')
  })

  it('leaves its commitment with this device while nobody can know the outcome, over a restart', async () => {
    client.packets.get(PACKET)
    await settled()
    bank.packet = packetOf({ state: 'finished', commitment: 'another', seed: '00' })
    await client.stop()
    client = new Client(device, ME, { mode: 'cookie' })
    await client.start()
    await client.packets.load(PACKET)
    expect(client.packets.notedOf(PACKET)).toMatchObject({ commitment: 'c0', claimedCount: 0, total: 500, count: 3 })
  })

  it('is noted with how much of it had been opened by then', async () => {
    bank.claim(BOB)
    bank.claim('carol')
    await client.packets.load(PACKET)
    expect(client.packets.notedOf(PACKET)?.claimedCount).toBe(2)
  })

  it('is noted for three months', async () => {
    await client.packets.load(PACKET)
    await client.stop()
    vi.setSystemTime(Date.now() + 91 * 86_400_000)
    client = new Client(device, ME, { mode: 'cookie' })
    await client.start()
    expect(client.packets.notedOf(PACKET)).toBeUndefined()
    expect(await device.storage.load('meta', 'commitment/')).toEqual([])
  })

  it('that was over when it was first seen leaves none', async () => {
    bank.packet = packetOf({ state: 'finished', seed: '00' })
    await client.packets.load(PACKET)
    expect(client.packets.notedOf(PACKET)).toBeUndefined()
  })
})

describe('a transfer', () => {
  it('is given back', async () => {
    client.transfers.get(TRANSFER)
    await settled()
    await client.transfers.giveBack(TRANSFER)
    expect(client.transfers.get(TRANSFER)?.state).toBe('returned')
  })

  it('is read again when a line of the system tells that it has ended', async () => {
    client.transfers.get(TRANSFER)
    await settled()
    bank.transfer = { ...bank.transfer, state: 'expired' }
    bank.tell({ conversation: ME, seq: 1, id: 'n', sender: null, at: '', type: 'notice', body: { event: 'transfer-ended', transfer: TRANSFER, state: 'expired' }, replyTo: null, mentions: [] })
    client.transfers.get(TRANSFER)
    await settled()
    expect(client.transfers.get(TRANSFER)?.state).toBe('expired')
  })

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
