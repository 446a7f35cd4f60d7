import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Client, type ConnectionState } from '../src'
import { BOB, Device, ME, Server, TALK, type SendFrame, type ServerSocket } from './world'

let server: Server
let device: Device
let client: Client
let states: ConnectionState[]

beforeEach(() => {
  vi.useFakeTimers()
  server = new Server()
  device = new Device(server)
  client = make()
})

afterEach(async () => {
  await client.stop()
  vi.useRealTimers()
})

function make(): Client {
  states = []
  const made = new Client(device, ME, { mode: 'cookie' })
  made.events.on('state', (state) => states.push(state))
  return made
}

async function online(): Promise<void> {
  await client.start()
  await vi.advanceTimersByTimeAsync(10)
  expect(client.state).toBe('online')
}

/** The page goes and comes again; what was stored stays. */
async function reload(): Promise<void> {
  await client.stop()
  client = make()
}

const texts = (): unknown[] => client.conversations.get(TALK)!.shown.map(({ body }) => body.text)
const sends = (): SendFrame[] => server.frames.filter(({ op }) => op === 'send') as unknown as SendFrame[]
const resumes = (): Record<string, unknown>[] => server.frames.filter(({ op }) => op === 'resume')
const socket = (): ServerSocket => server.sockets.at(-1)!

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

describe('messages', () => {
  it('stand in the order of their numbers and once, however they come', async () => {
    server.says('one')
    await online()
    const [two, three] = [server.says('two', { silent: true }), server.says('three', { silent: true })]
    server.tell(three)
    server.tell(two, three)
    server.tell(two)
    await vi.advanceTimersByTimeAsync(10)
    expect(texts()).toEqual(['one', 'two', 'three'])
    expect(client.conversations.get(TALK)!.info.unread).toBe(3)
  })

  it('that were jumped over are fetched', async () => {
    server.says('one')
    await online()
    server.says('two', { silent: true })
    server.says('three', { silent: true })
    server.says('four')
    await vi.advanceTimersByTimeAsync(10)
    expect(texts()).toEqual(['one', 'two', 'three', 'four'])
  })

  it('that are not for this reader are asked for once and then known to be none', async () => {
    server.says('one')
    await online()
    server.says('four', { seq: 4 })
    await vi.advanceTimersByTimeAsync(10)
    const asked = server.requests.length
    server.says('five', { seq: 5 })
    await vi.advanceTimersByTimeAsync(10)
    expect(texts()).toEqual(['one', 'four', 'five'])
    expect(server.requests.length).toBe(asked)
  })

  it('of a long absence come as the newest page, and the rest when it is shown', async () => {
    server.says('first')
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    await reload()
    for (let i = 0; i < 450; i++) server.says(`later ${i}`, { silent: true })
    await online()
    expect(texts()).toHaveLength(100)
    await client.conversations.open(TALK)
    while (await client.conversations.older(TALK));
    expect(texts()).toHaveLength(451)
    expect(texts()[0]).toBe('first')
    expect(new Set(texts()).size).toBe(451)
  })

  it('tell once of what is new, and not of what was missed or is our own', async () => {
    const heard: unknown[] = []
    client.events.on('incoming', ({ body }) => heard.push(body.text))
    server.says('missed')
    await online()
    const live = server.says('live')
    server.tell(live)
    client.send(TALK, { text: 'mine' })
    await vi.advanceTimersByTimeAsync(10)
    expect(heard).toEqual(['live'])
  })

  it('of a conversation that begins while we are listening bring it into the list', async () => {
    await online()
    expect(client.conversations.list().map(({ info }) => info.id)).toEqual([TALK])
    const other = '01900000-0000-8000-8000-0000000000bb'
    server.tell({ ...server.says('x', { silent: true }), conversation: other, seq: 1 })
    await vi.advanceTimersByTimeAsync(10)
    expect(server.requests.some(({ path }) => path === `/api/conversations/${other}`)).toBe(true)
  })

  it('do not make a group a talk with who wrote first', async () => {
    const group = '01900000-0000-8000-8000-0000000000cc'
    server.groups.add(group)
    server.says('hello')
    await online()
    server.tell({ ...server.says('x', { silent: true }), conversation: group, seq: 1 })
    await vi.advanceTimersByTimeAsync(10)
    expect(client.conversations.get(group)).toMatchObject({ peer: undefined, info: { kind: 'group' } })
    expect(client.conversations.directWith(BOB)?.info.id).toBe(TALK)
  })

  it('are readable without a network after a reload', async () => {
    for (let i = 1; i <= 130; i++) server.says(`m${i}`)
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    server.reachable = false
    await reload()
    await client.start()
    await client.conversations.open(TALK)
    expect(texts()).toHaveLength(100)
    expect(texts().at(-1)).toBe('m130')
  })
})

describe('what was kept', () => {
  it('is not believed further than its messages reach', async () => {
    for (let i = 1; i <= 5; i++) server.says(`m${i}`)
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    await reload()
    // Gone by another tab, or for want of room, while the range is remembered.
    await device.storage.write([{ table: 'messages', from: `${TALK}/`, below: `${TALK}0` }])
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('is not believed below the oldest message that is left', async () => {
    for (let i = 1; i <= 5; i++) server.says(`m${i}`)
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    await reload()
    await device.storage.write([{ table: 'messages', from: `${TALK}/`, below: `${TALK}/000000000004` }])
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['m4', 'm5'])
    expect(await client.conversations.older(TALK)).toBe(true)
    expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('is read also when a hole was filled before', async () => {
    for (let i = 1; i <= 3; i++) server.says(`m${i}`)
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    await reload()
    await online()
    server.says('m4', { silent: true })
    server.says('m5')
    await vi.advanceTimersByTimeAsync(10)
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })
})

describe('the list', () => {
  const other = '01900000-0000-8000-8000-0000000000bb'

  it('does not forget what began while it was read', async () => {
    server.groups.add(other)
    const answer = server.request.bind(server)
    let begun = false
    server.request = async (request) => {
      const answered = await answer(request)
      if (request.path.startsWith('/api/conversations?') && !begun) {
        begun = true
        server.tell({ ...server.says('x', { silent: true }), conversation: other, seq: 1 })
      }
      return answered
    }
    await online()
    await vi.advanceTimersByTimeAsync(10)
    expect(begun).toBe(true)
    expect(client.conversations.get(other)?.info.kind).toBe('group')
  })

  it('forgets what is not on it', async () => {
    await online()
    client.conversations.adopt({ ...client.conversations.get(TALK)!.info, id: other })
    const told = vi.fn()
    client.events.on('messages', told)
    await client.refresh()
    expect(client.conversations.get(other)).toBeUndefined()
    expect(told).toHaveBeenCalledWith(other)
  })

  it('that could not be read is read a little later', async () => {
    const answer = server.request.bind(server)
    let failing = true
    server.request = async (request) =>
      failing && request.path.startsWith('/api/conversations?') ? { status: 503, text: '' } : answer(request)
    await online()
    await vi.advanceTimersByTimeAsync(100)
    expect(client.conversations.loaded).toBe(false)
    failing = false
    await vi.advanceTimersByTimeAsync(5000)
    expect(client.conversations.loaded).toBe(true)
  })
})

describe('sending', () => {
  it('shows a message at once, and as sent only when the server says so', async () => {
    await online()
    server.onSend = () => {}
    client.send(TALK, { text: 'hi' })
    expect(client.outbox.of(TALK)[0]!.state).toBe('sending')
    server.store(sends()[0]!, socket())
    expect(client.outbox.of(TALK)).toEqual([])
    expect(texts()).toEqual(['hi'])
  })

  it('waits for a network and then goes once, in order', async () => {
    await online()
    server.reachable = false
    socket().end(1006)
    for (const text of ['a', 'b', 'c']) client.send(TALK, { text })
    expect(client.outbox.of(TALK).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
    server.reachable = true
    await vi.advanceTimersByTimeAsync(31_000)
    expect(sends().map(({ body }) => body.text)).toEqual(['a', 'b', 'c'])
    expect(texts()).toEqual(['a', 'b', 'c'])
  })

  it('keeps the order of what was written at once over a restart', async () => {
    server.reachable = false
    await client.start()
    const written = Array.from({ length: 20 }, (_, i) => `m${i}`)
    for (const text of written) {
      device.jitter = Math.abs(Math.sin(text.length + Number(text.slice(1))))
      client.send(TALK, { text })
    }
    await reload()
    server.reachable = true
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    expect(sends().map(({ body }) => body.text)).toEqual(written)
  })

  it('survives a reload in mid-send and is stored once', async () => {
    await online()
    server.onSend = (frame) => server.store(frame, { push: () => {} } as unknown as ServerSocket)
    socket().live = false
    client.send(TALK, { text: 'only once' })
    await vi.advanceTimersByTimeAsync(10)
    await reload()
    server.onSend = (frame, to) => server.store(frame, to)
    await online()
    expect(server.log().messages.map(({ body }) => body.text)).toEqual(['only once'])
    expect(texts()).toEqual(['only once'])
    expect(client.outbox.of(TALK)).toEqual([])
  })

  it('repeats with the same id when told to, and keeps the next behind it', async () => {
    await online()
    let refusals = 2
    server.onSend = (frame, to) => (refusals-- > 0 ? to.push({ op: 'retry', id: frame.id, afterMs: 300 }) : server.store(frame, to))
    client.send(TALK, { text: 'first' })
    client.send(TALK, { text: 'second' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(sends().map(({ body }) => body.text)).toEqual(['first', 'first', 'first', 'second'])
    expect(new Set(sends().slice(0, 3).map(({ id }) => id)).size).toBe(1)
    expect(texts()).toEqual(['first', 'second'])
  })

  it('repeats when no answer comes', async () => {
    await online()
    server.onSend = () => {}
    client.send(TALK, { text: 'hello?' })
    await vi.advanceTimersByTimeAsync(21_000)
    expect(sends()).toHaveLength(2)
    expect(sends()[0]!.id).toBe(sends()[1]!.id)
  })

  it('keeps what was refused until it is tried again or thrown away', async () => {
    await online()
    const problem = { type: '/problems/blocked', title: 'Blocked', status: 403, detail: 'No.', retryable: false }
    server.onSend = (frame, to) => to.push({ op: 'refused', id: frame.id, problem })
    const { id } = client.send(TALK, { text: 'no' })
    expect(client.outbox.find(id)).toMatchObject({ state: 'failed', problem })
    server.onSend = (frame, to) => server.store(frame, to)
    client.outbox.retry(id)
    expect(texts()).toEqual(['no'])
    server.onSend = (frame, to) => to.push({ op: 'refused', id: frame.id, problem })
    client.outbox.discard(client.send(TALK, { text: 'gone' }).id)
    expect(client.outbox.of(TALK)).toEqual([])
  })

  it('counts a message of the log as the answer', async () => {
    await online()
    server.onSend = (frame) => server.store(frame, { push: () => {} } as unknown as ServerSocket)
    client.send(TALK, { text: 'seen' })
    await vi.advanceTimersByTimeAsync(10)
    expect(client.outbox.of(TALK)).toEqual([])
    expect(texts()).toEqual(['seen'])
  })
})

describe('positions', () => {
  it('move forward only, and are told to the server', async () => {
    for (const text of ['a', 'b', 'c']) server.says(text)
    await online()
    client.markRead(TALK, 2)
    client.markRead(TALK, 1)
    expect(client.conversations.get(TALK)!.info).toMatchObject({ readSeq: 2, unread: 1 })
    expect(server.frames.filter(({ op }) => op === 'read')).toEqual([{ op: 'read', conversation: TALK, seq: 2 }])
  })

  it('that the server has missed are told again', async () => {
    server.says('a')
    await online()
    server.reachable = false
    socket().end(1006)
    client.markRead(TALK, 1)
    server.reachable = true
    await vi.advanceTimersByTimeAsync(31_000)
    expect(server.frames).toContainEqual({ op: 'read', conversation: TALK, seq: 1 })
  })

  it('of this device are acknowledged together', async () => {
    for (const text of ['a', 'b', 'c']) server.says(text)
    await online()
    server.says('d')
    await vi.advanceTimersByTimeAsync(1100)
    expect(server.frames.filter(({ op }) => op === 'received')).toEqual([{ op: 'received', cursors: { [TALK]: 4 } }])
  })

  it('of the other one become ticks', async () => {
    await online()
    client.send(TALK, { text: 'read me' })
    socket().push({ op: 'received', conversation: TALK, user: BOB, seq: 1 })
    expect(client.conversations.get(TALK)!.positions.get(BOB)).toEqual({ read: 0, received: 1 })
    socket().push({ op: 'read', conversation: TALK, user: BOB, seq: 1 })
    expect(client.conversations.get(TALK)!.positions.get(BOB)).toEqual({ read: 1, received: 1 })
  })
})

describe('a draft', () => {
  const draft = (): unknown => client.conversations.get(TALK)!.info.settings.draft

  it('goes to the server when the typing pauses, and when the program may end', async () => {
    await online()
    client.conversations.draft(TALK, 'hel')
    client.conversations.draft(TALK, 'hello')
    expect(server.draft).toBeNull()
    await vi.advanceTimersByTimeAsync(2001)
    expect(server.draft).toBe('hello')
    client.conversations.draft(TALK, 'hello, B')
    device.pause()
    await vi.advanceTimersByTimeAsync(1)
    expect(server.draft).toBe('hello, B')
  })

  it('that was sent is gone at once, and stays so', async () => {
    await online()
    client.conversations.draft(TALK, 'hello')
    await vi.advanceTimersByTimeAsync(2001)
    client.send(TALK, { text: 'hello' })
    await client.refresh()
    expect(draft()).toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    expect(server.draft).toBeNull()
  })

  it('that was sent without a network does not come back after a reload', async () => {
    await online()
    client.conversations.draft(TALK, 'hello')
    await vi.advanceTimersByTimeAsync(2001)
    server.reachable = false
    socket().end(1006)
    client.send(TALK, { text: 'hello' })
    await vi.advanceTimersByTimeAsync(1000)
    await reload()
    server.reachable = true
    await online()
    expect(draft()).toBeNull()
    expect(server.draft).toBeNull()
  })

  it('that was sent before the typing paused costs no call', async () => {
    await online()
    client.conversations.draft(TALK, 'hello')
    client.send(TALK, { text: 'hello' })
    await vi.advanceTimersByTimeAsync(5000)
    await client.refresh()
    expect(server.requests.some(({ method }) => method === 'PATCH')).toBe(false)
    expect(draft()).toBeNull()
  })

  it('is not overtaken by an older text', async () => {
    await online()
    const answer = server.request.bind(server)
    let delay = 1000
    server.request = async (request) => {
      if (request.method !== 'PATCH') return answer(request)
      await new Promise((resolve) => setTimeout(resolve, delay))
      return answer(request)
    }
    client.conversations.draft(TALK, 'hello')
    await vi.advanceTimersByTimeAsync(2001)
    delay = 1
    client.send(TALK, { text: 'hello' })
    await vi.advanceTimersByTimeAsync(5000)
    expect(server.draft).toBeNull()
    expect(draft()).toBeNull()
  })
})

describe('what is unread', () => {
  const unread = (): number => client.conversations.get(TALK)!.info.unread

  it('is counted once when the list knew it before the socket', async () => {
    server.says('one')
    await online()
    await vi.advanceTimersByTimeAsync(10)
    const late = [server.says('two', { silent: true }), server.says('three', { silent: true })]
    await client.refresh()
    expect(unread()).toBe(3)
    server.tell(...late)
    expect(unread()).toBe(3)
    server.says('four')
    expect(unread()).toBe(4)
  })

  it('is counted on after a reload', async () => {
    server.says('one')
    await online()
    await vi.advanceTimersByTimeAsync(1000)
    await reload()
    server.says('two', { silent: true })
    const answer = server.request.bind(server)
    server.request = async (request) =>
      request.path.startsWith('/api/conversations') ? { status: 503, text: '' } : answer(request)
    await online()
    expect(unread()).toBe(2)
  })

  it('is counted on after it was read here', async () => {
    server.says('one')
    await online()
    const late = server.says('two', { silent: true })
    await client.refresh()
    await client.conversations.open(TALK)
    client.markRead(TALK, 1)
    expect(unread()).toBe(0)
    server.tell(late)
    expect(unread()).toBe(1)
  })
})

describe('what passes', () => {
  it('shows who is typing, until he stops or is forgotten', async () => {
    await online()
    const typing = { op: 'typing', conversation: TALK, user: BOB, active: true }
    socket().push(typing)
    expect(client.typists(TALK)).toEqual([BOB])
    await vi.advanceTimersByTimeAsync(6001)
    expect(client.typists(TALK)).toEqual([])
    socket().push(typing)
    server.says('done')
    expect(client.typists(TALK)).toEqual([])
  })

  it('tells of typing every three seconds at most', async () => {
    await online()
    for (let i = 0; i < 10; i++) {
      client.tellTyping(TALK, true)
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

describe('the list', () => {
  it('shows the same line of the system after a restart, whatever devices have told each other since', async () => {
    await online()
    const line = (seq: number, event: string) => ({ conversation: ME, seq, id: `n${seq}`, sender: null, at: '2026-11-21T00:00:00.000Z', type: 'notice', body: { event, conversation: TALK }, replyTo: null, mentions: [] })
    server.tell(line(1, 'red-packet-claimed'), line(2, 'settings-changed'))
    await vi.advanceTimersByTimeAsync(500)
    server.reachable = false
    await reload()
    await client.start()
    expect(client.conversations.get(ME)?.latest?.body.event).toBe('red-packet-claimed')
  })
})
