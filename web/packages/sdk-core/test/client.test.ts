import { describe, expect, it, vi } from 'vitest'
import { Client } from '../src'
import { client, device, online, resumes, server, socket, states, texts } from './running'
import { BOB, Device, ME, Server, TALK } from './world'

describe('connecting', () => {
  it('goes through its states and asks for what was missed', async () => {
    server.says('hello')
    await online()
    expect(states).toEqual(['connecting', 'resuming', 'online'])
    expect(texts()).toEqual(['hello'])
  })

  it('comes back after the socket was lost, and resumes from what it holds', async () => {
    server.says('one')
    await online()
    socket().end(1006)
    server.says('two')
    expect(client.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(31_000)
    expect(client.state).toBe('online')
    expect(resumes().at(-1)!.cursors).toEqual({ [TALK]: 1 })
    expect(texts()).toEqual(['one', 'two'])
  })

  it('waits longer each time, never longer than half a minute, and at once when woken', async () => {
    server.reachable = false
    device.jitter = 0.999
    await client.start()
    await vi.advanceTimersByTimeAsync(10_000)
    const early = server.requests.length
    expect(early).toBeGreaterThan(3)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(server.requests.length - early).toBeLessThan(10)
    expect(server.requests.length - early).toBeGreaterThanOrEqual(4)
    server.reachable = true
    device.wake()
    await vi.advanceTimersByTimeAsync(10)
    expect(client.state).toBe('online')
  })

  it('spreads clients that lost the same server', async () => {
    const delays = new Set<number>()
    for (const jitter of [0.1, 0.35, 0.6, 0.85]) {
      const one = new Device(new Server())
      one.jitter = jitter
      one.server.reachable = false
      const lost = new Client(one, ME, { mode: 'cookie' })
      await lost.start()
      await vi.advanceTimersByTimeAsync(0)
      one.server.reachable = true
      const from = Date.now()
      while (lost.state !== 'online') await vi.advanceTimersByTimeAsync(5)
      delays.add(Date.now() - from)
      await lost.stop()
    }
    expect(delays.size).toBe(4)
  })

  it('notices a dead socket by its silence', async () => {
    await online()
    const dead = socket()
    dead.silent = true
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.sockets.length).toBeGreaterThan(1)
    expect(dead.open).toBe(false)
    expect(client.state).toBe('online')
  })

  it('beats in time also where timers that follow timers run once a minute', async () => {
    let depth = 0
    device.setTimer = (action, ms) => {
      const own = depth
      const run = (): void => {
        depth = own + 1
        action()
        depth = 0
      }
      return setTimeout(run, own >= 5 ? Math.max(ms, 60_000) : ms)
    }
    // An answer is never there before the question was asked to the end.
    device.openSocket = (token, events) => {
      const opened = server.open(token, events)
      return { send: (text) => queueMicrotask(() => opened.send(text)), close: () => opened.close() }
    }
    await online()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(server.frames.filter(({ op }) => op === 'ping').length).toBeGreaterThan(20)
    expect(server.sockets).toHaveLength(1)
  })

  it('comes back when the server says so', async () => {
    await online()
    socket().push({ op: 'bye', reason: 'draining', retryAfterMs: 1700 })
    socket().end(1001)
    await vi.advanceTimersByTimeAsync(1600)
    expect(client.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(200)
    expect(client.state).toBe('online')
  })

  it('resumes on the same socket when its queue was dropped', async () => {
    await online()
    server.says('lost', { silent: true })
    socket().push({ op: 'lagged' })
    await vi.advanceTimersByTimeAsync(10)
    expect(texts()).toEqual(['lost'])
    expect(server.sockets).toHaveLength(1)
  })
})

describe('a resume', () => {
  it('that failed is asked again', async () => {
    await online()
    server.says('missed', { silent: true })
    socket().live = false
    socket().push({ op: 'error', problem: { type: '/problems/unavailable', status: 503 }, ref: 'resume' })
    await vi.advanceTimersByTimeAsync(5000)
    expect(resumes()).toHaveLength(2)
    expect(texts()).toEqual(['missed'])
  })
})

describe('tokens', () => {
  it('are renewed before they end, and shown to the open socket', async () => {
    await online()
    await vi.advanceTimersByTimeAsync(430_000)
    expect(server.refreshes).toBe(2)
    expect(server.frames).toContainEqual({ op: 'auth', token: 'token-2' })
    expect(server.sockets).toHaveLength(1)
  })

  it('do not mind a clock that is wrong by hours', async () => {
    device.wallOffset = -7 * 3_600_000
    await online()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.refreshes).toBe(1)
    expect(Math.abs(client.now() - Date.now())).toBeLessThan(1000)
  })

  it('that end with the session end the client', async () => {
    await online()
    const ended = vi.fn()
    client.events.on('ended', ended)
    server.sessionEnded = true
    socket().end(4401)
    await vi.advanceTimersByTimeAsync(31_000)
    expect(client.state).toBe('ended')
    expect(ended).toHaveBeenCalled()
    const attempts = server.sockets.length
    await vi.advanceTimersByTimeAsync(120_000)
    expect(server.sockets.length).toBe(attempts)
  })

  it('that are not there at all end it too', async () => {
    server.request = async () => ({ status: 400, text: JSON.stringify({ type: '/problems/malformed-request', status: 400 }) })
    await client.start()
    await vi.advanceTimersByTimeAsync(1000)
    expect(client.state).toBe('ended')
  })

  it('that no socket accepts are renewed after a few times', async () => {
    server.refused.add('token-1')
    await client.start()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(client.state).toBe('online')
    expect(server.refreshes).toBe(2)
  })

  it('of another user stop the client, and his session stays', async () => {
    server.says('secret')
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    client.events.on('foreign', () => void client.forget())
    server.user = BOB
    socket().end(1006)
    await vi.advanceTimersByTimeAsync(31_000)
    expect(client.state).toBe('stopped')
    expect(device.storage.tables.size).toBe(0)
    expect(resumes()).toHaveLength(1)
    expect(server.requests.some(({ path }) => path === '/api/auth/logout')).toBe(false)
    const asked = server.requests.length
    await expect(client.api.get('/api/friends')).rejects.toMatchObject({ status: 401 })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(server.requests.length).toBe(asked)
  })

  it('are renewed once, however many calls wait for it', async () => {
    await Promise.all([client.api.get('/api/friends'), client.api.get('/api/friends'), client.api.get('/api/conversations')])
    expect(server.refreshes).toBe(1)
  })
})

describe('what passes', () => {
  it('shows who is typing, until he stops or is forgotten', async () => {
    await online()
    const typing = { op: 'typing', conversation: TALK, user: BOB, active: true }
    socket().push(typing)
    expect(client.signs.typists(TALK)).toEqual([BOB])
    await vi.advanceTimersByTimeAsync(6001)
    expect(client.signs.typists(TALK)).toEqual([])
    socket().push(typing)
    server.says('done')
    expect(client.signs.typists(TALK)).toEqual([])
  })

  it('tells of typing every three seconds at most', async () => {
    await online()
    for (let i = 0; i < 10; i++) {
      client.signs.tellTyping(TALK, true)
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(server.frames.filter(({ op }) => op === 'typing')).toHaveLength(2)
  })

  it('forgets everything at sign-out', async () => {
    server.says('secret')
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    expect(device.storage.tables.size).toBeGreaterThan(0)
    expect(await client.signOut()).toBe(true)
    await vi.advanceTimersByTimeAsync(5000)
    expect(device.storage.tables.size).toBe(0)
    expect(server.requests.some(({ path }) => path === '/api/auth/logout')).toBe(true)
  })

  it('says so when the server has not heard of the sign-out', async () => {
    await online()
    server.reachable = false
    expect(await client.signOut()).toBe(false)
    expect(device.storage.tables.size).toBe(0)
  })
})
