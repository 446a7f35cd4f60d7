import { describe, expect, it, vi } from 'vitest'
import { client, device, online, reload, server, socket } from './running'
import { BOB, ME, TALK } from './world'

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

  it('says of what it does not know whether it could be asked', async () => {
    await online()
    const answer = server.request.bind(server)
    server.request = async () => ({ status: 503, text: '' })
    await expect(client.conversations.open(other)).rejects.toMatchObject({ status: 503 })
    server.request = async (request) => (request.path.endsWith(other) ? { status: 404, text: '' } : answer(request))
    await expect(client.conversations.open(other)).resolves.toBeUndefined()
    expect(client.conversations.get(other)).toBeUndefined()
  })

  it('of messages that could not be read is asked for again when it is opened again', async () => {
    await online()
    client.conversations.adopt({ ...client.conversations.get(TALK)!.info, id: other, seq: 3 })
    const answer = server.request.bind(server)
    const asked: string[] = []
    server.request = async (request) => {
      asked.push(request.path)
      return request.path.includes('/messages') ? { status: 503, text: '' } : answer(request)
    }
    await expect(client.conversations.open(other)).rejects.toMatchObject({ status: 503 })
    await expect(client.conversations.open(other)).rejects.toMatchObject({ status: 503 })
    expect(asked.filter((path) => path.includes(`${other}/messages`))).toHaveLength(2)
  })

  it('of friends is not known before it was read, is read again a little later, and is kept', async () => {
    const answer = server.request.bind(server)
    let failing = true
    server.request = async (request) =>
      failing && request.path.startsWith('/api/friends?') ? { status: 503, text: '' } : answer(request)
    await online()
    await vi.advanceTimersByTimeAsync(100)
    expect(client.conversations.loaded).toBe(true)
    expect(client.people.friendsKnown).toBe(false)
    failing = false
    await vi.advanceTimersByTimeAsync(5000)
    expect(client.people.friendsKnown).toBe(true)
    await reload()
    server.reachable = false
    await client.start()
    expect(client.people.friendsKnown).toBe(true)
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
    client.conversations.drafts.keep(TALK, 'hel')
    client.conversations.drafts.keep(TALK, 'hello')
    expect(server.draft).toBeNull()
    await vi.advanceTimersByTimeAsync(2001)
    expect(server.draft).toBe('hello')
    client.conversations.drafts.keep(TALK, 'hello, B')
    device.pause()
    await vi.advanceTimersByTimeAsync(1)
    expect(server.draft).toBe('hello, B')
  })

  it('that was sent is gone at once, and stays so', async () => {
    await online()
    client.conversations.drafts.keep(TALK, 'hello')
    await vi.advanceTimersByTimeAsync(2001)
    client.send(TALK, { text: 'hello' })
    await client.refresh()
    expect(draft()).toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    expect(server.draft).toBeNull()
  })

  it('that was sent without a network does not come back after a reload', async () => {
    await online()
    client.conversations.drafts.keep(TALK, 'hello')
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
    client.conversations.drafts.keep(TALK, 'hello')
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
    client.conversations.drafts.keep(TALK, 'hello')
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
