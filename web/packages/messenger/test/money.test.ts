import type { Message, RedPacketDetails } from '@hongyan/sdk-core'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { amountField, amountSpoken, amountText, currencySign, parseAmount } from '../src/lib/amount'
import { isOfMoney, noticeText, preview } from '../src/lib/format'
import { judge, judgeAmount, type Bounds, type PacketForm } from '../src/lib/packet-form'
import { explainFault } from '../src/lib/payment'
import { isSpent, lookOf } from '../src/lib/packets'
import { preferences } from '../src/state/preferences'
import { i18n, t, withWords } from '../src/text'

vi.mock('../src/state/preferences', () => ({ preferences: { language: 'zh-CN', points: false, currency: 'CNY' } }))

function speak(language: 'zh-CN' | 'en'): void {
  preferences.language = language
  i18n.global.locale.value = language
}

beforeAll(async () => {
  for (const language of ['en', 'zh-CN'] as const) {
    preferences.language = language
    await withWords('messenger', Promise.resolve())
    await withWords('money', Promise.resolve())
  }
})
beforeEach(() => {
  speak('zh-CN')
  preferences.points = false
  preferences.currency = 'CNY'
})

describe('amounts', () => {
  it('are fen without a rounding error, however they are typed', () => {
    const typed = { '12.34': 1234, '0.29': 29, '1.1': 110, '.5': 50, '7': 700, '7.': 700, ' 20 ': 2000, '１２。３４': 1234, '0': 0, '1234567.89': 123456789 }
    for (const [text, fen] of Object.entries(typed)) expect(parseAmount(text), text).toBe(fen)
    for (const text of ['', '.', '1.234', '-1', '1,000', '1e3', 'abc', '1.2.3', '٣', '12 34']) expect(parseAmount(text), text).toBeUndefined()
  })

  it('come back from a field as they went in', () => {
    for (const fen of [1, 10, 99, 100, 101, 123456]) expect(parseAmount(amountField(fen))).toBe(fen)
  })

  it('are shown with their sign', () => {
    expect(amountText(1234)).toBe('¥12.34')
    expect(amountText(-5)).toBe('-¥0.05')
    speak('en')
    expect(amountText(123456)).toBe('¥1,234.56')
  })

  it('are said as people say them', () => {
    const zh = { 1234: '12元3角4分', 1230: '12元3角', 1205: '12元零5分', 1200: '12元', 30: '3角', 5: '5分', 0: '0元', [-1250]: '减12元5角' }
    for (const [fen, words] of Object.entries(zh)) expect(amountSpoken(Number(fen)), fen).toBe(words)
    speak('en')
    const en = { 1234: '12 yuan 34 fen', 1200: '12 yuan', 34: '34 fen', 0: '0 yuan', [-5]: 'minus 5 fen' }
    for (const [fen, words] of Object.entries(en)) expect(amountSpoken(Number(fen)), fen).toBe(words)
  })

  it('are of the currency that the wallet has, also while they are typed', () => {
    preferences.currency = 'USD'
    expect(currencySign()).toBe('$')
    expect(amountText(1234)).toContain('$12.34')
    expect(amountSpoken(1234)).toContain('美元')
    expect(explainFault({ key: 'money.faultBalance', amounts: { balance: 500 } })).toContain('$5.00')
    expect(amountText(1234, 'CNY')).toBe('¥12.34')
  })

  it('are whole numbers where the server counts points', () => {
    preferences.points = true
    expect(parseAmount('12')).toBe(12)
    expect(parseAmount('12.5')).toBeUndefined()
    expect(amountText(1200)).toBe('1200 积分')
  })
})

describe('the form of a red packet', () => {
  const bounds: Bounds = { conversation: 'c', direct: false, members: 30, balance: 100_000_000, points: false, limits: { maxCount: 100, minShare: 1, maxShare: 20_000, maxTotal: 2_000_000, expiresAfter: 86_400 } }
  const form = (more: Partial<PacketForm>): PacketForm => ({ kind: 'lucky', amount: '20', count: '5', recipient: '', greeting: '', ...more })
  const fault = (more: Partial<PacketForm>, other: Partial<Bounds> = {}) => judge(form(more), { ...bounds, ...other }).faults

  it('makes what the server asks for', () => {
    expect(judge(form({ greeting: ' hi ' }), bounds).packet).toEqual({ conversation: 'c', kind: 'lucky', total: 2000, count: 5, greeting: 'hi' })
    expect(judge(form({ kind: 'equal', amount: '1.50' }), bounds).packet).toMatchObject({ kind: 'equal', total: 750, count: 5 })
    expect(judge(form({ kind: 'exclusive', recipient: 'bob', count: '' }), bounds).packet).toMatchObject({ kind: 'exclusive', total: 2000, count: 1, recipient: 'bob' })
    expect(judge(form({ count: '' }), { ...bounds, direct: true }).packet).toEqual({ conversation: 'c', kind: 'equal', total: 2000, count: 1, greeting: '' })
  })

  it('knows the bounds of shares, count and total', () => {
    expect(fault({ amount: '0.04' }).amount?.key).toBe('money.faultShares')
    expect(fault({ amount: '0.05' })).toEqual({})
    expect(fault({ amount: '1000' })).toEqual({})
    expect(fault({ amount: '1000.01' }).amount?.key).toBe('money.faultMost')
    expect(fault({ count: '1', amount: '200' })).toEqual({})
    expect(fault({ count: '1', amount: '200.01' }).amount?.key).toBe('money.faultEach')
    expect(fault({ kind: 'equal', amount: '200.01' }).amount?.key).toBe('money.faultEach')
    expect(fault({ count: '0' }).count?.key).toBe('money.faultCount')
    expect(fault({ count: '30' })).toEqual({})
    expect(fault({ count: '31' }).count?.counts).toEqual({ n: 30 })
    expect(fault({ count: '100' }, { members: undefined })).toEqual({})
    expect(fault({ count: '101' }, { members: undefined }).count?.counts).toEqual({ n: 100 })
    expect(fault({ count: '101' }, { members: 500 }).count?.counts).toEqual({ n: 100 })
    expect(fault({ count: '100', amount: '20000' }, { members: 500 })).toEqual({})
    expect(fault({ count: '100', amount: '20000.01' }, { members: 500 }).amount?.key).toBe('money.faultTotal')
    expect(fault({ count: '1.5' }).count).toBeDefined()
    expect(fault({ amount: 'x' }).amount?.key).toBe('money.faultAmount')
    expect(fault({ amount: '0' }).amount?.key).toBe('money.faultZero')
    expect(fault({ greeting: '好'.repeat(101) }).greeting).toBeDefined()
    expect(fault({ greeting: '🧧'.repeat(100) })).toEqual({})
    expect(fault({ kind: 'exclusive' }).recipient).toBeDefined()
  })

  it('leaves to the server what it has not told yet', () => {
    expect(fault({ count: '500', amount: '999999' }, { members: undefined, limits: undefined, balance: undefined })).toEqual({})
    expect(fault({ count: '0' }, { members: undefined, limits: undefined }).count?.key).toBe('money.faultNumber')
    expect(judgeAmount('999999', undefined, { points: false })).toEqual({ amount: 99_999_900 })
  })

  it('keeps to the least share that the server allows', () => {
    expect(fault({ amount: '0.49' }, { limits: { ...bounds.limits!, minShare: 10 } }).amount).toMatchObject({ key: 'money.faultShares', amounts: { least: 50, share: 10 } })
  })

  it('compares with the balance once that is known', () => {
    expect(fault({}, { balance: 1999 }).amount).toEqual({ key: 'money.faultBalance', amounts: { balance: 1999 } })
    expect(fault({}, { balance: 2000 })).toEqual({})
    expect(fault({}, { balance: undefined })).toEqual({})
    expect(judgeAmount('5', 50_000, { balance: 400, points: false }).fault?.key).toBe('money.faultBalance')
    expect(judgeAmount('500.01', 50_000, { points: false }).fault?.key).toBe('money.faultTotal')
    expect(judgeAmount('5', 50_000, { balance: 500, points: false })).toEqual({ amount: 500 })
  })
})

describe('a red packet looks', () => {
  const packet = (more: Partial<RedPacketDetails>) => ({ state: 'active', sender: 'bob', kind: 'lucky', recipient: null, claims: [], ...more }) as unknown as RedPacketDetails
  const claim = { user: 'me', amount: 1, claimedAt: '', luckiest: false }

  it('as its reader stands to it', () => {
    expect(lookOf(packet({}), 'me', false)).toBe('open')
    expect(lookOf(packet({ state: 'pending' }), 'me', true)).toBe('open')
    expect(lookOf(packet({ sender: 'me' }), 'me', false)).toBe('open')
    expect(lookOf(packet({ sender: 'me' }), 'me', true)).toBe('waiting')
    expect(lookOf(packet({ kind: 'exclusive', recipient: 'me' }), 'me', false)).toBe('open')
    expect(lookOf(packet({ kind: 'exclusive', recipient: 'carol' }), 'me', false)).toBe('other')
    expect(lookOf(packet({ kind: 'exclusive', recipient: 'carol', sender: 'me' }), 'me', false)).toBe('waiting')
    for (const state of ['active', 'finished', 'expired', 'refunded'] as const) expect(lookOf(packet({ state, claims: [claim] }), 'me', false)).toBe('opened')
    for (const state of ['finished', 'expired', 'refunded', 'void'] as const) expect(lookOf(packet({ state }), 'me', false)).toBe(state)
  })

  it('spent once there is nothing in it for him', () => {
    expect(['open', 'waiting', 'other', 'opened', 'finished', 'expired', 'refunded', 'void'].filter((look) => isSpent(look as 'open'))).toEqual(['opened', 'finished', 'expired', 'refunded', 'void'])
    expect(isSpent(undefined)).toBe(false)
  })
})

describe('in words', () => {
  const nameOf = (id: string | null): string => id ?? ''
  const message = (type: string, body: Record<string, unknown>): Message => ({ conversation: 'me', seq: 1, id: 'm', sender: 'bob', at: '', type, body, replyTo: null, mentions: [] })

  it('a list says what came', () => {
    expect(preview(message('red-packet', { redPacket: 'p', kind: 'lucky', greeting: '' }), nameOf)).toBe('[红包] 恭喜发财，大吉大利')
    expect(preview(message('red-packet', { redPacket: 'p', kind: 'lucky', greeting: '<b>新年\n好' }), nameOf)).toBe('[红包] <b>新年 好')
    expect(preview(message('transfer', { transfer: 't', amount: 1234, currency: 'CNY' }), nameOf)).toBe('[转账] ¥12.34')
    expect(preview(message('transfer', { transfer: 't', amount: 1234, currency: 'CNY' }), nameOf, amountSpoken)).toBe('[转账] 12元3角4分')
  })

  it('one is not many', () => {
    speak('en')
    expect(noticeText(message('notice', { event: 'red-packet-ended', redPacket: 'p', state: 'finished', count: 1, claimedCount: 1, claimedTotal: 300, currency: 'CNY' }), nameOf)).toBe('All of your red packet was opened: 1 share, ¥3.00')
    expect(explainFault({ key: 'money.faultCount', counts: { n: 1 } })).toBe('There can be 1 share only')
    expect(explainFault({ key: 'money.faultCount', counts: { n: 3 } })).toBe('Choose between 1 and 3 shares')
    expect(t('money.members', { n: 1 })).toBe('The group has 1 member')
    preferences.points = true
    expect([amountText(1), amountText(2), amountText(0)]).toEqual(['1 point', '2 points', '0 points'])
  })

  it('what a newer server tells of is no raw key', () => {
    expect(noticeText(message('notice', { event: 'red-packet-ended', redPacket: 'p', state: 'frozen' }), nameOf)).toBe('系统消息')
    expect(noticeText(message('notice', { event: 'transfer-ended', transfer: 't', state: 'split' }), nameOf)).toBe('系统消息')
  })

  it('every line of the wallet has its own sentence, in both languages', () => {
    const lines = [
      { event: 'red-packet-claimed', redPacket: 'p', sender: 'bob', amount: 120, currency: 'CNY' },
      ...['finished', 'refunded', 'void'].map((state) => ({ event: 'red-packet-ended', redPacket: 'p', state, count: 5, claimedCount: 3, claimedTotal: 300, refunded: 200, currency: 'CNY' })),
      ...['accepted', 'returned', 'expired'].flatMap((state) => [
        { event: 'transfer-ended', transfer: 't', state, from: 'me', to: 'bob', amount: 500, currency: 'CNY' },
        { event: 'transfer-ended', transfer: 't', state, from: 'bob', to: 'me', amount: 500, currency: 'CNY' },
      ]),
      { event: 'transfer-ended', transfer: 't', state: 'void', from: 'me', to: 'bob', amount: 500, currency: 'CNY' },
    ]
    for (const language of ['zh-CN', 'en'] as const) {
      speak(language)
      const said = lines.map((body) => noticeText(message('notice', body), nameOf))
      expect(new Set(said).size).toBe(lines.length)
      for (const text of said) expect(text).toMatch(/¥/)
      for (const text of said) expect(text).not.toMatch(/notice\.|undefined|NaN|\{/)
    }
    expect(isOfMoney(message('notice', lines[0]!))).toBe(true)
    expect(isOfMoney(message('notice', { event: 'welcome' }))).toBe(false)
  })
})
