import type { HttpAnswer, NewTransfer } from '@hongyan/sdk-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { answer, type Bank } from '../../sdk-core/test/bank'
import { BOB } from '../../sdk-core/test/world'
import { question } from '../src/lib/ask'
import { usePayment } from '../src/lib/payment'
import { toasts } from '../src/lib/toast'
import { useWallet } from '../src/state/wallet'
import { withWords } from '../src/text'
import { answers, mounted, signIn } from './signed-in'

vi.mock('../src/state/preferences', () => ({ preferences: { language: 'en', points: false, currency: 'CNY' } }))
vi.mock('../src/state/account', async () => {
  const { shallowReactive } = await import('vue')
  const account = shallowReactive({ client: undefined, me: undefined })
  return { useAccount: () => account }
})

let bank: Bank
let leave: () => Promise<void>
let sent: NewTransfer[]
let outcomes: (HttpAnswer | 'lost')[]

beforeAll(async () => {
  await withWords('start', Promise.resolve())
  await withWords('money', Promise.resolve())
})
beforeEach(async () => {
  vi.useFakeTimers()
  ;({ bank, leave } = await signIn())
  sent = []
  outcomes = []
  toasts.length = 0
  const plain = bank.request.bind(bank)
  bank.request = async (request) => {
    if (request.path !== '/api/transfers') return plain(request)
    sent.push(JSON.parse(request.body ?? '') as NewTransfer)
    await Promise.resolve()
    const outcome = outcomes.shift() ?? answer(201, { id: 't' })
    if (outcome === 'lost') throw new Error('no network')
    return outcome
  }
})
afterEach(async () => {
  await leave()
  vi.useRealTimers()
})

/** The dialogue of a transfer without its pictures. */
function dialogue() {
  const typed = ref(5000)
  const done = vi.fn()
  const { made: payment, leave } = mounted(() =>
    usePayment<NewTransfer, unknown>({
      purpose: `transfer/${BOB}`,
      body: () => ({ to: BOB, amount: typed.value, note: '' }),
      call: (body, payPassword) => useWallet().client().sendTransfer(body, payPassword),
      fill: ({ amount }) => (typed.value = amount),
      done,
    }),
  )
  return { typed, done, payment, leave }
}
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10)

describe('a payment', () => {
  it('is what was typed when it was sent, also when somebody typed on', async () => {
    outcomes = ['lost']
    const { typed, payment, done } = dialogue()
    await settled()
    const sending = payment.send()
    expect(payment.fixed).toBe(true)
    typed.value = 500
    await sending
    expect(payment.unsure).toBe(true)
    expect(typed.value).toBe(5000)
    expect(payment.what).toMatchObject({ amount: 5000 })
    await payment.send()
    expect(sent.map(({ amount }) => amount)).toEqual([5000, 5000])
    expect(done).toHaveBeenCalledOnce()
    expect(payment.fixed).toBe(false)
  })

  it('without an outcome stands in the form when it is opened again', async () => {
    outcomes = ['lost']
    const first = dialogue()
    await settled()
    await first.payment.send()
    first.leave()
    const { typed, payment } = dialogue()
    typed.value = 1
    await settled()
    expect(typed.value).toBe(5000)
    expect(payment.unsure).toBe(true)
  })

  it('without an outcome stays so when the repeat is turned away', async () => {
    outcomes = ['lost', answer(429, { type: '/problems/too-many-requests', status: 429 })]
    const { payment } = dialogue()
    await settled()
    await payment.send()
    await payment.send()
    expect(payment.unsure).toBe(true)
    expect(payment.fault).toMatch(/cannot be charged twice/)
  })

  it('can be let go of, once that was asked', async () => {
    outcomes = ['lost']
    const { typed, payment } = dialogue()
    await settled()
    await payment.send()
    const staying = payment.abandon()
    question.value?.answer(false)
    await staying
    expect(payment.unsure).toBe(true)
    const leaving = payment.abandon()
    expect(question.value?.text).toMatch(/history/)
    question.value?.answer(true)
    await leaving
    expect([payment.unsure, payment.fixed, payment.fault]).toEqual([false, false, ''])
    typed.value = 500
    await payment.send()
    expect(sent.at(-1)?.amount).toBe(500)
  })

  it('that is refused says so also to who has closed its dialogue', async () => {
    outcomes = [answer(409, { type: '/problems/insufficient-funds', status: 409, detail: 'Not enough money.' })]
    const { payment, leave } = dialogue()
    await settled()
    const sending = payment.send()
    leave()
    await sending
    expect(toasts).toMatchObject([{ text: 'Not enough money.', kind: 'fault' }])
  })

  it('that is refused in front of somebody does not say it twice', async () => {
    outcomes = [answer(409, { type: '/problems/insufficient-funds', status: 409, detail: 'Not enough money.' })]
    const { payment } = dialogue()
    await settled()
    await payment.send()
    expect(payment.fault).toBe('Not enough money.')
    expect(toasts).toEqual([])
  })

  it('asks for the pay password where the server wants one, and says how many tries are left', async () => {
    outcomes = [answer(403, { type: '/problems/pay-password-needed', status: 403 }), answer(403, { type: '/problems/pay-password-wrong', status: 403, attemptsLeft: 4 })]
    const { payment } = dialogue()
    await settled()
    await payment.send()
    expect([payment.asking, payment.fault]).toEqual([true, ''])
    await payment.send('wrong')
    expect(payment.fault).toBe('Wrong pay password, attempts left: 4')
    await payment.send('right')
    expect(payment.asking).toBe(false)
  })
})

describe('the wallet', () => {
  it('keeps the newest balance when an older answer comes late', async () => {
    const held: ((answer: HttpAnswer) => void)[] = []
    const plain = bank.request.bind(bank)
    bank.request = (request) => (request.path === '/api/wallet' ? new Promise((resolve) => held.push(resolve)) : plain(request))
    const wallet = useWallet()
    const [first, second] = [wallet.load(), wallet.load()]
    await settled()
    const view = (balance: number): HttpAnswer => answer(200, { balance, currency: 'CNY', mode: 'cash', frozen: false, payPassword: false })
    held.at(-1)?.(view(200))
    await second
    held.forEach((resolve) => resolve(view(100)))
    await first
    expect(wallet.view?.balance).toBe(200)
  })

  it('answers why it could not be read', async () => {
    answers(bank, { '/api/wallet': () => answer(503, { type: '/problems/unavailable', status: 503 }) })
    expect(await useWallet().load()).toMatchObject({ status: 503 })
  })

  it('asks after a payment until it has ended', async () => {
    const states = ['pending', 'pending', 'failed']
    answers(bank, { '/api/wallet/payments/p': () => answer(200, { id: 'p', state: states.shift() }) })
    const ended = useWallet().settled({ id: 'p' } as never)
    await vi.advanceTimersByTimeAsync(9_000)
    expect(await ended).toMatchObject({ state: 'failed' })
  })
})
