import { beforeEach, expect, it, vi } from 'vitest'
import type { Router } from 'vue-router'
import { followUpgrades } from '../src/lib/upgrade'

const assign = vi.fn()
let missing = (): void => {}
let failed = (_failure: unknown, _to: { fullPath: string }): void => {}

beforeEach(() => {
  assign.mockClear()
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.stubGlobal('location', { href: 'https://hongyan.example/chats', assign })
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('addEventListener', (_: string, handler: () => void) => (missing = handler))
  followUpgrades({ onError: (handler: typeof failed) => (failed = handler) } as unknown as Router)
  return () => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }
})

it('loads the messenger anew where it was to lead when a file of it is gone', () => {
  vi.advanceTimersByTime(60_000)
  missing()
  failed(new TypeError('no such file'), { fullPath: '/settings/devices' })
  vi.runAllTimers()
  expect(assign.mock.calls).toEqual([['/settings/devices']])
})

it('loads it where it is when no way leads elsewhere', () => {
  vi.advanceTimersByTime(60_000)
  failed(new TypeError('another time'), { fullPath: '/settings' })
  missing()
  vi.runAllTimers()
  expect(assign.mock.calls).toEqual([['https://hongyan.example/chats']])
})

it('does not load again and again, nor without a network', () => {
  missing()
  vi.stubGlobal('navigator', { onLine: false })
  vi.advanceTimersByTime(60_000)
  missing()
  vi.runAllTimers()
  expect(assign).not.toHaveBeenCalled()
})
