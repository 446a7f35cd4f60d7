import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Client, ProblemError, Wallet, type HttpAnswer, type NewRedPacket } from '../src'
import { answer, Bank } from './bank'
import { Device, ME, TALK } from './world'

let bank: Bank
let device: Device
let client: Client

beforeEach(async () => {
  vi.useFakeTimers()
  bank = new Bank()
  device = new Device(bank)
  client = new Client(device, ME, { mode: 'cookie' })
  await client.start()
  await vi.advanceTimersByTimeAsync(10)
})
afterEach(async () => {
  await client.stop()
  vi.useRealTimers()
})

const packet: NewRedPacket = { conversation: TALK, kind: 'lucky', total: 500, count: 3, greeting: '' }
const purpose = `packet/${TALK}` as const
const refusal = (status: number, code: string): HttpAnswer => answer(status, { type: `/problems/${code}`, status })
/** As each tab has one. */
const tab = (): Wallet => new Wallet(device, client.api)

describe('sending money', () => {
  it('goes under the same key until it has an answer', async () => {
    const wallet = tab()
    bank.next = ['lost', 'unheard', { status: 503, text: '{}' }]
    for (let i = 0; i < 3; i++) await expect(wallet.sendPacket(packet)).rejects.toThrow()
    expect(await wallet.unanswered(purpose)).toEqual(packet)
    await wallet.sendPacket(packet)
    expect(bank.made.size).toBe(1)
    expect(await wallet.unanswered(purpose)).toBeUndefined()
    await wallet.sendPacket(packet)
    expect(bank.made.size).toBe(2)
  })

  it('keeps its key over a restart', async () => {
    bank.next = ['lost']
    await expect(tab().sendPacket(packet)).rejects.toThrow()
    const wallet = tab()
    expect(await wallet.unanswered(purpose)).toEqual(packet)
    await wallet.sendPacket(packet)
    expect(bank.made.size).toBe(1)
  })

  it('sends nothing else before that answer', async () => {
    const wallet = tab()
    bank.next = ['lost']
    await expect(wallet.sendPacket(packet)).rejects.toThrow()
    await expect(wallet.sendPacket({ ...packet, total: 900 })).rejects.toMatchObject({ code: 'unanswered' })
    expect(bank.made.size).toBe(1)
  })

  it('begins anew after a refusal', async () => {
    const wallet = tab()
    bank.next = [refusal(409, 'insufficient-funds')]
    await expect(wallet.sendPacket(packet)).rejects.toBeInstanceOf(ProblemError)
    await wallet.sendPacket({ ...packet, total: 900 })
    expect([...bank.made.values()]).toEqual([JSON.stringify({ ...packet, total: 900 })])
  })

  it('begins anew after a pay password was asked for, unless an earlier try may be under way', async () => {
    const needed = refusal(403, 'pay-password-needed')
    const wallet = tab()
    bank.next = [needed]
    await expect(wallet.sendPacket(packet)).rejects.toThrow()
    expect(await wallet.unanswered(purpose)).toBeUndefined()
    bank.next = ['lost', needed]
    await expect(wallet.sendPacket(packet)).rejects.toThrow()
    await expect(wallet.sendPacket(packet)).rejects.toThrow()
    await wallet.sendPacket(packet, 'secret')
    expect(bank.made.size).toBe(1)
  })

  for (const [what, turned] of Object.entries({
    'a session that is over': refusal(401, 'unauthorized'),
    'a crowd': refusal(429, 'too-many-requests'),
    'a wall before the server': { status: 403, text: '<html>' },
  })) {
    it(`goes under the same key when a repeat was turned away by ${what}`, async () => {
      const wallet = tab()
      bank.next = ['lost', turned, ...(turned.status === 401 ? [turned] : [])]
      await expect(wallet.sendPacket(packet)).rejects.toThrow()
      await expect(wallet.sendPacket(packet)).rejects.toThrow()
      expect(await wallet.unanswered(purpose)).toEqual(packet)
      await wallet.sendPacket(packet)
      expect(bank.made.size).toBe(1)
    })
  }

  it('begins anew when a first call was turned away', async () => {
    bank.next = [refusal(429, 'too-many-requests')]
    await expect(tab().sendPacket(packet)).rejects.toThrow()
    expect(await tab().unanswered(purpose)).toBeUndefined()
  })

  it('ends a repeat with the refusal of the service', async () => {
    bank.next = ['unheard', refusal(409, 'insufficient-funds')]
    await expect(tab().sendPacket(packet)).rejects.toThrow()
    await expect(tab().sendPacket(packet)).rejects.toThrow()
    expect(await tab().unanswered(purpose)).toBeUndefined()
  })

  it('is one attempt for all tabs, also for those that were open before', async () => {
    const [one, other] = [tab(), tab()]
    expect(await Promise.all([one.unanswered(purpose), other.unanswered(purpose)])).toEqual([undefined, undefined])
    bank.next = ['lost']
    await expect(one.sendPacket(packet)).rejects.toThrow()
    expect(await other.unanswered(purpose)).toEqual(packet)
    await expect(other.sendPacket({ ...packet, total: 900 })).rejects.toMatchObject({ code: 'unanswered' })
    await other.sendPacket(packet)
    expect(bank.made.size).toBe(1)
    expect(await one.unanswered(purpose)).toBeUndefined()
  })

  it('is paid once when two tabs repeat what both know to be unanswered', async () => {
    const [one, other] = [tab(), tab()]
    bank.next = ['lost']
    await expect(one.sendPacket(packet)).rejects.toThrow()
    await Promise.all([one.unanswered(purpose), other.unanswered(purpose)])
    await one.sendPacket(packet)
    await other.sendPacket(packet)
    expect(bank.made.size).toBe(1)
    await other.sendPacket(packet)
    expect(bank.made.size).toBe(2)
  })

  it('takes one key when two tabs send the same at once', async () => {
    await Promise.all([tab().sendPacket(packet), tab().sendPacket(packet)])
    expect(bank.made.size).toBe(1)
  })

  it('does not forget the attempt of another tab', async () => {
    const [one, other] = [tab(), tab()]
    let refuse: (() => void) | undefined
    const held = new Promise<void>((resolve) => (refuse = resolve))
    const plain = bank.request.bind(bank)
    bank.request = async (request) => (request.path === '/api/red-packets' ? held.then(() => refusal(409, 'insufficient-funds')) : plain(request))
    const sending = one.sendPacket(packet)
    await vi.advanceTimersByTimeAsync(1)
    bank.request = plain
    await other.unanswered(purpose)
    await other.abandon(purpose)
    bank.next = ['lost']
    await expect(other.sendPacket({ ...packet, total: 900 })).rejects.toThrow()
    refuse?.()
    await expect(sending).rejects.toThrow()
    expect(await one.unanswered(purpose)).toEqual({ ...packet, total: 900 })
  })

  it('can be let go of, and something else sent', async () => {
    const wallet = tab()
    bank.next = ['unheard']
    await expect(wallet.sendPacket({ ...packet, total: 200_000 })).rejects.toThrow()
    await wallet.abandon(purpose)
    expect(await tab().unanswered(purpose)).toBeUndefined()
    await wallet.sendPacket(packet)
    expect([...bank.made.values()]).toEqual([JSON.stringify(packet)])
  })

  it('sends nothing that it cannot remember', async () => {
    device.storage.write = () => Promise.reject(new Error('full'))
    await expect(tab().sendPacket(packet)).rejects.toMatchObject({ code: 'cannot-keep' })
    device.storage.load = () => Promise.reject(new Error('closed'))
    await expect(tab().sendPacket(packet)).rejects.toMatchObject({ code: 'cannot-keep' })
    expect(bank.made.size).toBe(0)
  })
})
