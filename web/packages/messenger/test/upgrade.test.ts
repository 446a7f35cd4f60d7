import { beforeEach, expect, it, vi } from 'vitest'
import type { Router } from 'vue-router'
import { followUpgrades } from '../src/lib/upgrade'

const assign = vi.fn()
let own = 404
let missing = (): void => {}
let failed = (_failure: unknown, _to: { fullPath: string }): void => {}

beforeEach(() => {
  assign.mockClear()
  own = 404
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.stubGlobal('location', { href: 'https://hongyan.example/chats', assign })
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('document', { querySelector: () => ({ src: '/assets/index-1.js' }) })
  vi.stubGlobal('fetch', (path: string, { method }: RequestInit) => {
    expect([path, method]).toEqual(['/assets/index-1.js', 'HEAD'])
    return own ? Promise.resolve(new Response(null, { status: own })) : Promise.reject(new TypeError('no network'))
  })
  vi.stubGlobal('addEventListener', (_: string, handler: () => void) => (missing = handler))
  followUpgrades({ onError: (handler: typeof failed) => (failed = handler) } as unknown as Router)
  return () => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }
})

const settled = (): Promise<unknown> => vi.runAllTimersAsync()

it('loads the messenger anew where it was to lead when a file of it is gone', async () => {
  vi.advanceTimersByTime(60_000)
  missing()
  failed(new TypeError('no such file'), { fullPath: '/settings/devices' })
  await settled()
  expect(assign.mock.calls).toEqual([['/settings/devices']])
})

it('loads it where it is when no way leads elsewhere', async () => {
  vi.advanceTimersByTime(60_000)
  failed(new TypeError('another time'), { fullPath: '/settings' })
  missing()
  await settled()
  expect(assign.mock.calls).toEqual([['https://hongyan.example/chats']])
})

it('does not load again and again, nor without a network', async () => {
  missing()
  vi.stubGlobal('navigator', { onLine: false })
  vi.advanceTimersByTime(60_000)
  missing()
  await settled()
  expect(assign).not.toHaveBeenCalled()
})

it.each([200, 502, 0])('stays where it is when the server still has its version, or is away: %d', async (status) => {
  own = status
  vi.advanceTimersByTime(60_000)
  missing()
  failed(new TypeError('lost on the way'), { fullPath: '/settings' })
  await settled()
  expect(assign).not.toHaveBeenCalled()
})
