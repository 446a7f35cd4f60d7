import type { Message } from '@hongyan/sdk-core'
import { describe, expect, it, vi } from 'vitest'
import { cardOf, coordinates, fitsOne, historyOf, isForwardable, merge, placeOf } from '../src/lib/bodies'
import { clock, duration, fullTime } from '../src/lib/format'
import { preferences } from '../src/state/preferences'

vi.mock('../src/state/preferences', () => ({ preferences: { language: 'en', points: false, currency: 'CNY' } }))

const ID = '01900000-0000-7000-8000-000000000002'
const AT = '2026-11-21T08:00:00.000Z'
const message = (type: string, body: Record<string, unknown>): Message => ({ conversation: 'c', seq: 1, id: 'm', sender: ID, at: AT, type, body, replyTo: null, mentions: [] })

describe('a place', () => {
  it('is named as maps do, on every side of the earth', () => {
    expect(coordinates({ latitude: 31.230416, longitude: 121.473701, name: '' })).toBe('31.23042° N, 121.47370° E')
    expect(coordinates({ latitude: -33.9, longitude: -18.4, name: '' })).toBe('33.90000° S, 18.40000° W')
  })

  it('is one on earth, or none', () => {
    expect(placeOf(message('location', { latitude: 1, longitude: 2, name: ' a\nb ' }))).toEqual({ latitude: 1, longitude: 2, name: 'a b' })
    for (const body of [{}, { latitude: '1', longitude: 2 }, { latitude: 91, longitude: 2 }, { latitude: 1, longitude: NaN }, { latitude: 1, longitude: null }]) {
      expect(placeOf(message('location', body))).toBeUndefined()
    }
  })
})

describe('a card', () => {
  it('leads to an id and nowhere else', () => {
    expect(cardOf(message('card', { user: ID }))).toEqual({ kind: 'user', id: ID })
    expect(cardOf(message('card', { user: null, group: ID }))).toEqual({ kind: 'group', id: ID })
    for (const user of ['../settings', `${ID}/x`, '', 7, { id: ID }]) expect(cardOf(message('card', { user }))).toBeUndefined()
  })
})

describe('messages forwarded as one', () => {
  const one = { sender: ID, at: AT, type: 'text', body: { text: 'hi' } }

  it('are read whatever somebody has put there', () => {
    const odd = [one, null, 7, 'x', [], {}, { sender: 5, at: 'never', type: 3, body: 'x' }]
    expect(historyOf(message('merged', { title: '<b>x</b>', messages: odd }))).toMatchObject({
      title: '<b>x</b>',
      messages: [{ id: '0', ...one }, { sender: null, at: '', type: '', body: {} }, { sender: null, at: '', type: '', body: {} }],
    })
    expect(historyOf(message('merged', {}))).toEqual({ title: '', messages: [] })
  })

  it('do not hold such messages themselves, but what those hold', () => {
    const merged = message('merged', { title: 'inner', messages: [one, one] })
    const body = merge('x'.repeat(300), [message('text', { text: 'before' }), merged])
    expect(body.title).toHaveLength(200)
    expect(body.messages).toMatchObject([{ sender: ID, at: AT, type: 'text', body: { text: 'before' } }, one, one])
    expect(Object.keys((body.messages as object[])[0]!)).toEqual(['sender', 'at', 'type', 'body'])
  })

  it('fit one message up to a point', () => {
    const many = (count: number, text: string) => merge('x', Array.from({ length: count }, () => message('text', { text })))
    expect(fitsOne(many(100, 'x'))).toBe(true)
    expect(fitsOne(many(101, 'x'))).toBe(false)
    expect(fitsOne(many(20, '好'.repeat(10_000)))).toBe(false)
  })

  it('are of those that may go anywhere', () => {
    expect(['text', 'location', 'card', 'sticker', 'merged'].every((type) => isForwardable({ type }))).toBe(true)
    expect(['red-packet', 'transfer', 'notice', 'later'].some((type) => isForwardable({ type }))).toBe(false)
  })
})

describe('a time that the server sets', () => {
  it('is said in the unit that fits', () => {
    preferences.language = 'en'
    expect([86_400, 259_200, 3_600, 5_400, 90, 86_400.004].map(duration)).toEqual(['24 hours', '3 days', '1 hour', '90 minutes', '90 seconds', '24 hours'])
    preferences.language = 'zh-CN'
    expect(duration(86_400)).toBe('24小时')
  })
})

describe('a time of the day', () => {
  it('begins with zero hours, in both languages', () => {
    const midnight = new Date(2026, 10, 22, 0, 5).toISOString()
    for (const language of ['en', 'zh-CN'] as const) {
      preferences.language = language
      expect(clock(midnight)).toBe('00:05')
      expect(fullTime(midnight)).toMatch(/ 00:05$/)
    }
  })
})
