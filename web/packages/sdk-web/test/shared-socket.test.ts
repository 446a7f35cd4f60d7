import type { Socket, SocketEvents } from '@hongyan/sdk-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { SharedSocket } from '../src/shared-socket'

/** Locks as browsers have them: the first holder keeps it until his tab goes. */
class Locks {
  private readonly queue: (() => void)[] = []
  private held = false

  request(_: string, action: () => Promise<void>): Promise<void> {
    const take = (): void => void action()
    if (this.held) this.queue.push(take)
    else queueMicrotask(take)
    this.held = true
    return new Promise(() => {})
  }

  /** The tab that holds it is gone. */
  release(): void {
    const next = this.queue.shift()
    this.held = !!next
    next?.()
  }
}

let opened: { events: SocketEvents; sent: string[]; closed: boolean }[]
let locks: Locks
let name = 0

beforeEach(() => {
  opened = []
  locks = new Locks()
  name++
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true })
})

const open = (_: string, events: SocketEvents): Socket => {
  const socket = { events, sent: [] as string[], closed: false }
  opened.push(socket)
  return { send: (text) => void socket.sent.push(text), close: () => ((socket.closed = true), events.onClose(1000)) }
}

function tab() {
  const heard: string[] = []
  const closes: number[] = []
  const shared = new SharedSocket(`test-${name}`, open)
  const connect = (): Socket => shared.connect('token', { onText: (text) => heard.push(text), onClose: (code) => closes.push(code) })
  return { heard, closes, connect }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))
const WELCOME = '{"op":"welcome","user":"u"}'

describe('the shared socket', () => {
  it('is opened once for all tabs, and each is welcomed', async () => {
    const [one, two] = [tab(), tab()]
    one.connect()
    await settle()
    opened[0]!.events.onText(WELCOME)
    two.connect()
    await settle()
    expect(opened).toHaveLength(1)
    expect([one.heard, two.heard]).toEqual([[WELCOME], [WELCOME]])
  })

  it('brings what comes to all, and answers to a resume to the tab that asked', async () => {
    const [one, two] = [tab(), tab()]
    const first = one.connect()
    await settle()
    opened[0]!.events.onText(WELCOME)
    const second = two.connect()
    await settle()
    first.send('{"op":"resume","cursors":{"a":1}}')
    second.send('{"op":"resume","cursors":{"a":2}}')
    await settle()
    expect(opened[0]!.sent).toEqual(['{"op":"resume","cursors":{"a":1}}'])
    opened[0]!.events.onText('{"op":"resumed","conversations":{}}')
    await settle()
    expect(opened[0]!.sent).toHaveLength(2)
    opened[0]!.events.onText('{"op":"messages","messages":[]}')
    opened[0]!.events.onText('{"op":"resumed","conversations":{"a":3}}')
    await settle()
    expect(one.heard).toEqual([WELCOME, '{"op":"resumed","conversations":{}}', '{"op":"messages","messages":[]}'])
    expect(two.heard).toEqual([WELCOME, '{"op":"messages","messages":[]}', '{"op":"resumed","conversations":{"a":3}}'])
  })

  it('begins all resumes anew when what was under way was dropped', async () => {
    const [one, two] = [tab(), tab()]
    const [first, second] = [one.connect(), two.connect()]
    await settle()
    opened[0]!.events.onText(WELCOME)
    first.send('{"op":"resume","cursors":{"a":1}}')
    second.send('{"op":"resume","cursors":{"a":2}}')
    await settle()
    opened[0]!.events.onText('{"op":"lagged"}')
    await settle()
    expect([one.heard.at(-1), two.heard.at(-1)]).toEqual(['{"op":"lagged"}', '{"op":"lagged"}'])
    first.send('{"op":"resume","cursors":{"a":3}}')
    second.send('{"op":"resume","cursors":{"a":4}}')
    await settle()
    opened[0]!.events.onText('{"op":"resumed","conversations":{}}')
    await settle()
    expect(opened[0]!.sent).toEqual(['{"op":"resume","cursors":{"a":1}}', '{"op":"resume","cursors":{"a":3}}', '{"op":"resume","cursors":{"a":4}}'])
  })

  it('goes on with the next resume when one failed, and tells who had asked', async () => {
    const [one, two] = [tab(), tab()]
    const [first, second] = [one.connect(), two.connect()]
    await settle()
    opened[0]!.events.onText(WELCOME)
    first.send('{"op":"resume","cursors":{"a":1}}')
    second.send('{"op":"resume","cursors":{"a":2}}')
    await settle()
    const failed = '{"op":"error","problem":{"status":503},"ref":"resume"}'
    opened[0]!.events.onText(failed)
    await settle()
    expect([one.heard, two.heard]).toEqual([[WELCOME, failed], [WELCOME]])
    expect(opened[0]!.sent.at(-1)).toBe('{"op":"resume","cursors":{"a":2}}')
  })

  it('tells the other tabs what one has read', async () => {
    const [one, two] = [tab(), tab()]
    const first = one.connect()
    two.connect()
    await settle()
    opened[0]!.events.onText(WELCOME)
    first.send('{"op":"read","conversation":"c","seq":4}')
    await settle()
    expect(opened[0]!.sent).toEqual(['{"op":"read","conversation":"c","seq":4}'])
    expect(one.heard).toEqual([WELCOME])
    expect(JSON.parse(two.heard.at(-1)!)).toEqual({ op: 'read', conversation: 'c', user: 'u', seq: 4 })
  })

  it('asks for the presence that any tab wants', async () => {
    const [one, two] = [tab(), tab()]
    const [first, second] = [one.connect(), two.connect()]
    await settle()
    first.send('{"op":"presence","state":"away","watch":["a"]}')
    second.send('{"op":"presence","state":"online","watch":["b"]}')
    await settle()
    expect(JSON.parse(opened[0]!.sent.at(-1)!)).toEqual({ op: 'presence', state: 'online', watch: ['a', 'b'] })
  })

  it('is lost to all when it closes, and opened anew by the next who comes', async () => {
    const [one, two] = [tab(), tab()]
    one.connect()
    two.connect()
    await settle()
    opened[0]!.events.onClose(1006)
    await settle()
    expect([one.closes, two.closes]).toEqual([[1006], [1006]])
    two.connect()
    await settle()
    expect(opened).toHaveLength(2)
  })

  it('passes to another tab when its own goes', async () => {
    const [one, two] = [tab(), tab()]
    one.connect()
    two.connect()
    await settle()
    opened[0]!.events.onText(WELCOME)
    await settle()
    locks.release()
    await settle()
    expect(two.closes).toEqual([1006])
    two.connect()
    await settle()
    expect(opened.at(-1)!.closed).toBe(false)
    expect(opened.length).toBeGreaterThan(1)
  })

  it('is asked for again by who came before anybody held it', async () => {
    locks.request('', async () => {})
    const one = tab()
    one.connect()
    await settle()
    expect(opened).toHaveLength(0)
    locks.release()
    await settle()
    opened[0]!.events.onText(WELCOME)
    await settle()
    expect([one.heard, one.closes]).toEqual([[WELCOME], []])
  })

  it('stays open until the last tab leaves', async () => {
    const [one, two] = [tab(), tab()]
    const [first, second] = [one.connect(), two.connect()]
    await settle()
    first.close(1000)
    await settle()
    expect(opened[0]!.closed).toBe(false)
    second.close(1000)
    await settle()
    expect(opened[0]!.closed).toBe(true)
  })
})
