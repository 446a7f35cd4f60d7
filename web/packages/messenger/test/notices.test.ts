import type { Message } from '@hongyan/sdk-core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answer, type Bank } from '../../sdk-core/test/bank'
import { ME } from '../../sdk-core/test/world'
import { useContacts } from '../src/state/contacts'
import { useGroups } from '../src/state/groups'
import { useMoney } from '../src/state/money'
import { preferences } from '../src/state/preferences'
import { useWallet } from '../src/state/wallet'
import { answers, signIn } from './signed-in'

vi.mock('../src/state/preferences', () => ({ preferences: { language: 'en', points: false, currency: 'CNY' } }))
vi.mock('../src/state/account', async () => {
  const { shallowReactive } = await import('vue')
  const account = shallowReactive({ client: undefined, me: undefined })
  return { useAccount: () => account }
})

let bank: Bank
let leave: () => Promise<void>
const asked = new Map<string, number>()
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10)

function count(path: string, body: object): Record<string, () => ReturnType<typeof answer>> {
  return {
    [path]: () => {
      asked.set(path, (asked.get(path) ?? 0) + 1)
      return answer(200, body)
    },
  }
}

beforeEach(async () => {
  vi.useFakeTimers()
  preferences.points = false
  preferences.currency = 'CNY'
  ;({ bank, leave } = await signIn())
  answers(bank, {
    ...count('/api/wallet', { balance: 5, currency: 'USD', mode: 'points', frozen: false, payPassword: false }),
    ...count('/api/groups/a', { id: 'a' }),
    ...count('/api/groups/a/members', { items: [], next: null }),
    ...count('/api/groups', { items: [], next: null }),
    ...count('/api/friend-requests', { items: [], next: null }),
  })
})
afterEach(async () => {
  await leave()
  vi.useRealTimers()
})

let seq = 0
const notice = (conversation: string, body: Record<string, unknown>): Message => ({ conversation, seq: ++seq, id: `n${seq}`, sender: null, at: '', type: 'notice', body, replyTo: null, mentions: [] })

it('are all heeded when they come in one frame, and what they ask for is read once', async () => {
  const [wallet, groups] = [useWallet(), useGroups()]
  useContacts()
  await wallet.load()
  await groups.load('a')
  await settled()
  asked.clear()
  bank.tell(
    notice(ME, { event: 'red-packet-claimed', redPacket: 'p' }),
    notice('a', { event: 'everyone-muted' }),
    notice('a', { event: 'member-left', members: [] }),
    notice(ME, { event: 'friend-requested' }),
    notice('b', { event: 'announcement-changed' }),
  )
  await settled()
  expect(Object.fromEntries(asked)).toEqual({ '/api/wallet': 1, '/api/groups/a': 1, '/api/groups/a/members': 1, '/api/groups': 1, '/api/friend-requests': 2 })
})

it('are not needed to know what amounts are amounts of', async () => {
  useMoney()
  await settled()
  expect([preferences.points, preferences.currency]).toEqual([true, 'USD'])
  expect(asked.get('/api/wallet')).toBeGreaterThan(0)
})
