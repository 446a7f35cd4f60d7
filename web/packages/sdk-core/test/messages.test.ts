import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message } from '../src'
import { client, device, online, reload, sends, server, socket, texts } from './running'
import { BOB, ME, Server, TALK, type ServerSocket } from './world'

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

  describe('of a group that the server has not told of yet', () => {
    const group = '01900000-0000-8000-8000-0000000000cc'
    const created = (): Message => ({ ...server.says('x', { silent: true }), conversation: group, seq: 1, type: 'notice', body: { event: 'group-created', members: [ME, BOB] } })
    let heard: () => void

    beforeEach(async () => {
      server.says('hello')
      await online()
      const plain = server.request.bind(server)
      const silent = new Promise<void>((resolve) => (heard = resolve))
      server.request = async (request) => {
        if (request.path === `/api/conversations/${group}`) throw new Error('no network')
        if (request.path.startsWith(`/api/conversations/${group}/messages`)) await silent
        return request.path.startsWith(`/api/conversations/${group}/messages`) ? { status: 200, text: JSON.stringify({ items: [created()], from: 1, to: 1, next: null }) } : plain(request)
      }
      server.tell({ ...created(), type: 'text', body: { text: 'x' } })
      await vi.advanceTimersByTimeAsync(1000)
    })

    const tellsOfIt = (): void => {
      server.request = Server.prototype.request
      server.groups.add(group)
    }

    it('do not make it a talk with who wrote first, over a restart', async () => {
      expect(client.conversations.get(group)).toMatchObject({ peer: undefined, kind: undefined })
      await reload()
      server.reachable = false
      await client.start()
      expect(client.conversations.get(group)?.peer).toBeUndefined()
      expect(client.conversations.directWith(BOB)?.info.id).toBe(TALK)
      server.reachable = true
      tellsOfIt()
      device.wake()
      await vi.advanceTimersByTimeAsync(1000)
      expect(client.conversations.get(group)).toMatchObject({ peer: undefined, info: { kind: 'group' } })
      expect(client.conversations.directWith(BOB)?.info.id).toBe(TALK)
    })

    it('make it what it is as soon as it is opened', async () => {
      tellsOfIt()
      await client.conversations.open(group)
      expect(client.conversations.get(group)?.info.kind).toBe('group')
    })

    it('do not make it a talk with one of those whom its first message names', async () => {
      client.conversations.get(group)!.restored = false
      const opening = client.conversations.open(group)
      await vi.advanceTimersByTimeAsync(10)
      tellsOfIt()
      await client.refresh()
      heard()
      await opening
      expect(client.conversations.get(group)).toMatchObject({ peer: undefined, info: { kind: 'group' } })
      await client.conversations.keeper.save()
      expect(await device.storage.load('conversations', group)).toMatchObject([{ peer: undefined }])
    })
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

describe('what is no typed text', () => {
  const post = () => server.requests.find(({ method, path }) => method === 'POST' && path === `/api/conversations/${TALK}/messages`)
  const large = { title: 'x', messages: [{ text: 'y'.repeat(30_000) }] }
  const answering = (status: number, body?: object): void => {
    const answer = server.request.bind(server)
    server.request = async (request) => {
      if (request.method !== 'POST' || !request.path.endsWith('/messages')) return answer(request)
      server.requests.push(request)
      const sent = JSON.parse(request.body ?? '{}') as Record<string, unknown>
      const stored = { conversation: TALK, seq: server.head() + 1, sender: ME, at: '2026-11-21T00:00:00.000Z', replyTo: null, mentions: [], ...sent }
      return { status, text: JSON.stringify(body ?? stored) }
    }
  }

  it('goes out as it is, and leaves the draft alone', async () => {
    await online()
    client.conversations.drafts.keep(TALK, 'still typing')
    client.sendAs(TALK, 'location', { latitude: 1, longitude: 2, name: 'here' })
    expect(sends()).toMatchObject([{ type: 'location', body: { latitude: 1, longitude: 2, name: 'here' } }])
    expect(client.conversations.get(TALK)!.info.settings.draft).toBe('still typing')
  })

  it('and is too large for a frame goes by a call', async () => {
    await online()
    answering(201)
    const { id } = client.sendAs(TALK, 'merged', large)
    await vi.advanceTimersByTimeAsync(10)
    expect(sends()).toEqual([])
    expect(JSON.parse(post()?.body ?? '{}')).toEqual({ id, type: 'merged', body: large })
    expect(client.outbox.of(TALK)).toEqual([])
    expect(client.conversations.get(TALK)!.shown.at(-1)).toMatchObject({ id, type: 'merged' })
  })

  it('and was refused so stays as failed', async () => {
    await online()
    answering(413, { type: '/problems/too-large', title: 'Too large', status: 413 })
    client.sendAs(TALK, 'merged', large)
    await vi.advanceTimersByTimeAsync(10)
    expect(client.outbox.of(TALK)).toMatchObject([{ state: 'failed', problem: { title: 'Too large' } }])
  })

  it('and got no answer is repeated under its id', async () => {
    await online()
    answering(503)
    const { id } = client.sendAs(TALK, 'merged', large)
    await vi.advanceTimersByTimeAsync(10)
    answering(200)
    await vi.advanceTimersByTimeAsync(4000)
    const ids = server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).map(({ body }) => JSON.parse(body ?? '{}').id)
    expect(ids.length).toBeGreaterThan(1)
    expect(new Set(ids)).toEqual(new Set([id]))
    expect(client.outbox.of(TALK)).toEqual([])
  })

  it('are written to the storage once, and all of them when that has failed', async () => {
    for (const text of ['one', 'two']) server.says(text)
    await online()
    await client.conversations.open(TALK)
    await vi.advanceTimersByTimeAsync(1000)
    const write = device.storage.write.bind(device.storage)
    const written: unknown[][] = []
    let fails = true
    device.storage.write = (writes) => {
      written.push(writes.flatMap((one) => (one.table === 'messages' && 'value' in one ? [(one.value as Message).body.text] : [])))
      return fails ? Promise.reject(new Error('no room')) : write(writes)
    }
    server.says('three')
    await vi.advanceTimersByTimeAsync(1000)
    fails = false
    server.says('four')
    await vi.advanceTimersByTimeAsync(1000)
    server.says('five')
    await vi.advanceTimersByTimeAsync(1000)
    expect(written.filter(({ length }) => length)).toEqual([['three'], ['one', 'two', 'three', 'four'], ['five']])
    await reload()
    await client.start()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['one', 'two', 'three', 'four', 'five'])
  })

  it('come and go where nothing can be kept', async () => {
    device.storage.load = device.storage.write = () => Promise.reject(new Error('no storage'))
    server.says('one')
    await online()
    await client.conversations.open(TALK)
    client.send(TALK, { text: 'mine' })
    await vi.advanceTimersByTimeAsync(1000)
    server.says('two')
    await vi.advanceTimersByTimeAsync(1000)
    expect(texts()).toEqual(['one', 'mine', 'two'])
    expect(client.outbox.of(TALK)).toEqual([])
  })

  it('that were read by the other one have another position than before', async () => {
    server.says('one')
    await online()
    const log = client.conversations.get(TALK)!
    expect(log.moved(BOB, 'received', 1)).toBe(true)
    const before = log.positions.get(BOB)
    expect(log.moved(BOB, 'read', 1)).toBe(true)
    expect([before, log.positions.get(BOB)]).toEqual([{ read: 0, received: 1 }, { read: 1, received: 1 }])
  })
})
