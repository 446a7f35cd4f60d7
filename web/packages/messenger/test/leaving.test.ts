import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { beginLeaving, endLeaving, finishLeaving } from '../src/state/leaving'

const kept = new Map<string, string>()
const asked: string[] = []
let answer: (path: string, headers: Record<string, string>) => Response

beforeEach(() => {
  kept.clear()
  asked.length = 0
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  vi.stubGlobal('fetch', async (path: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(path)
    return answer(path, headers)
  })
})
afterEach(() => vi.unstubAllGlobals())

const unreachable = (): Response => {
  throw new TypeError('no network')
}

it('ends the session as soon as the server can be reached, and once', async () => {
  beginLeaving()
  answer = unreachable
  await finishLeaving()
  const tokens: (string | undefined)[] = []
  answer = (path, headers) => {
    tokens.push(headers.Authorization)
    return path === '/api/auth/refresh' ? Response.json({ accessToken: 'a', expiresIn: 600 }) : new Response(null, { status: 204 })
  }
  await finishLeaving()
  await finishLeaving()
  expect(asked).toEqual(['/api/auth/refresh', '/api/auth/refresh', '/api/auth/logout'])
  expect(tokens).toEqual([undefined, 'Bearer a'])
})

it('is content when the session is over already', async () => {
  beginLeaving()
  answer = () => new Response('{}', { status: 401 })
  await finishLeaving()
  await finishLeaving()
  expect(asked).toHaveLength(1)
})

it('leaves the session of whoever signed in since alone', async () => {
  beginLeaving()
  endLeaving()
  await finishLeaving()
  expect(asked).toEqual([])
})
