import { beforeEach, describe, expect, it, vi } from 'vitest'
import { client, device, online, reload, server, socket, texts } from './running'
import { BOB, ME, TALK } from './world'

const log = () => client.conversations.get(TALK)!
const message = (text: string) => log().messages.find(({ body }) => body.text === text)!
const rows = (): unknown[] => [...(device.storage.tables.get('messages') ?? new Map())].filter(([key]) => key.startsWith(TALK)).map(([, value]) => value.body.text)
const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000)

beforeEach(async () => {
  server.notice({ event: 'welcome' })
  for (const text of ['one', 'two', 'three']) server.says(text)
  await online()
  await client.conversations.open(TALK)
  await soon()
})

describe('a hidden message', () => {
  it('is out of sight before the server has answered, and stays so', async () => {
    const hiding = client.conversations.hiding.hide(message('three'))
    expect(texts()).toEqual(['one', 'two'])
    expect(log().latest?.body.text).toBe('two')
    await hiding
    await soon()
    expect(texts()).toEqual(['one', 'two'])
    expect(rows()).toEqual(['one', 'two'])
    expect(server.logs.get(TALK)?.messages).toHaveLength(3)
  })

  it('stays out of sight after a reload, whatever comes once more', async () => {
    const late = message('two')
    await client.conversations.hiding.hide(late)
    await soon()
    await reload()
    await online()
    await client.conversations.open(TALK)
    server.tell(late)
    expect(texts()).toEqual(['one', 'three'])
    await soon()
    expect(rows()).toEqual(['one', 'three'])
  })

  it('is taken from what is kept with the next change, when that could not be written at once', async () => {
    const write = device.storage.write.bind(device.storage)
    device.storage.write = () => Promise.reject(new Error('no room'))
    await client.conversations.hiding.hide(message('two'))
    await soon()
    expect(rows()).toEqual(['one', 'two', 'three'])
    device.storage.write = write
    server.says('four')
    await soon()
    expect(rows()).toEqual(['one', 'three', 'four'])
  })

  it('is back where it was when the server refuses', async () => {
    server.refuses = 409
    const hiding = client.conversations.hiding.hide(message('two'))
    expect(texts()).toEqual(['one', 'three'])
    await expect(hiding).rejects.toMatchObject({ status: 409 })
    expect(texts()).toEqual(['one', 'two', 'three'])
    await soon()
    expect(rows()).toEqual(['one', 'two', 'three'])
  })

  it('is not forgotten by a page that goes before the answer', async () => {
    server.refuses = 503
    const answer = server.request.bind(server)
    server.request = async (request) => {
      if (request.method === 'DELETE') await new Promise((resolve) => setTimeout(resolve, 5000))
      return answer(request)
    }
    void client.conversations.hiding.hide(message('two')).catch(() => {})
    await soon()
    await reload()
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['one', 'two', 'three'])
    await vi.advanceTimersByTimeAsync(5000)
  })

  it('stays out of sight when the answer was lost and the notice came', async () => {
    const answer = server.request.bind(server)
    server.request = async (request) => {
      const answered = await answer(request)
      if (request.method === 'DELETE') throw new Error('no network')
      return answered
    }
    await expect(client.conversations.hiding.hide(message('two'))).rejects.toMatchObject({ status: 0 })
    expect(texts()).toEqual(['one', 'three'])
  })

  it('is asked for after the one before it, and does not wait to be out of sight', async () => {
    const answer = server.request.bind(server)
    let [open, most] = [0, 0]
    server.request = async (request) => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 10))
      open--
      return answer(request)
    }
    server.refuses = undefined
    const all = [...log().shown].map((one) => client.conversations.hiding.hide(one))
    expect(texts()).toEqual([])
    await vi.advanceTimersByTimeAsync(100)
    await Promise.all(all)
    expect(most).toBe(1)
    expect(server.gone.size).toBe(3)
  })

  it('is neither unread nor a mention any more', async () => {
    server.tell({ ...server.says('four', { silent: true }), mentions: [ME] })
    expect(log().info).toMatchObject({ unread: 4, mentioned: 4 })
    await client.conversations.hiding.hide(message('four'))
    expect(log().info).toMatchObject({ unread: 3, mentioned: null })
    await soon()
    expect(log().info).toMatchObject({ unread: 3, mentioned: null })
  })
})

describe('another device', () => {
  it('that hides a message takes it from this one too, and from what is kept', async () => {
    server.hides(2)
    expect(texts()).toEqual(['one', 'three'])
    await soon()
    expect(rows()).toEqual(['one', 'three'])
    expect(log().info.unread).toBe(2)
  })

  it('is followed also in a conversation that was not opened in this run', async () => {
    await reload()
    await online()
    server.hides(3)
    await soon()
    expect(rows()).toEqual(['one', 'two'])
    expect(log().latest?.body.text).toBe('two')
  })

  it('is followed in what was missed, however much that was', async () => {
    await client.stop()
    server.hides(2)
    for (let i = 0; i < 1500; i++) server.notice({ event: 'settings-changed', conversation: TALK })
    await reload()
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['one', 'three'])
    await soon()
    expect(rows()).toEqual(['one', 'three'])
  })

  it('is followed when the first try to read what was missed failed', async () => {
    await client.stop()
    server.hides(2)
    for (let i = 0; i < 300; i++) server.notice({ event: 'settings-changed', conversation: TALK })
    const answer = server.request.bind(server)
    server.request = async (request) => (request.path.startsWith(`/api/conversations/${ME}/messages`) ? { status: 503, text: '' } : answer(request))
    await reload()
    await online()
    await soon()
    await reload()
    server.request = answer
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['one', 'three'])
  })

  it('shows nothing of it in the list', async () => {
    server.hides(2)
    expect(client.conversations.get(ME)?.latest?.body.event).toBe('welcome')
  })
})

describe('a cleared history', () => {
  it('is gone at once, and nobody looks for what was before', async () => {
    const clearing = client.conversations.hiding.clear(TALK)
    expect(texts()).toEqual([])
    expect(log().info.unread).toBe(0)
    await clearing
    await soon()
    expect(log()).toMatchObject({ latest: null, hasAll: true })
    expect(rows()).toEqual([])
    server.says('four')
    expect(texts()).toEqual(['four'])
    expect(log().info).toMatchObject({ unread: 1 })
    const asked = server.requests.length
    expect(await client.conversations.older(TALK)).toBe(false)
    expect(server.requests.length).toBe(asked)
  })

  it('stays gone after a reload', async () => {
    await client.conversations.hiding.clear(TALK)
    server.says('four')
    await soon()
    await reload()
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['four'])
    expect(log().hasAll).toBe(true)
  })

  it('is back when the server refuses, with what came meanwhile', async () => {
    server.refuses = 403
    const clearing = client.conversations.hiding.clear(TALK)
    server.says('four')
    expect(texts()).toEqual(['four'])
    await expect(clearing).rejects.toMatchObject({ status: 403 })
    expect(texts()).toEqual(['one', 'two', 'three', 'four'])
    expect(log().info.unread).toBe(4)
  })

  it('of another device is gone here, and what came after it stays', async () => {
    server.says('four')
    server.clears(3)
    expect(texts()).toEqual(['four'])
    expect(log().info.unread).toBe(1)
    await soon()
    expect(rows()).toEqual(['four'])
  })

  it('is empty also when it was cleared before it was opened here', async () => {
    await reload()
    await online()
    server.clears(3)
    expect(log().info.unread).toBe(0)
    await client.conversations.open(TALK)
    expect(texts()).toEqual([])
    socket().push({ op: 'read', conversation: TALK, user: BOB, seq: 3 })
    expect(texts()).toEqual([])
  })
})

describe('a server that was restored from a backup', () => {
  it('makes devices forget what was written behind the backup, and go on without a hole', async () => {
    server.restores(2, 'anew')
    expect(texts()).toEqual(['one', 'two', undefined, 'anew'])
    expect(log()).toMatchObject({ latest: { body: { text: 'anew' } } })
    const asked = server.requests.length
    await soon()
    expect(server.requests.length).toBe(asked)
    expect(rows()).toEqual(['one', 'two', undefined, 'anew'])
    await reload()
    await online()
    await client.conversations.open(TALK)
    expect(texts()).toEqual(['one', 'two', undefined, 'anew'])
  })
})
