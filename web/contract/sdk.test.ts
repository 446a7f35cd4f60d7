import { Client, prove, Wallet, type SignIn } from '@hongyan/sdk-core'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { base, Person } from '../e2e/people.mjs'
import { newDevice, type TestedPlatform } from './platform'

interface Someone {
  id: string
  username: string
  password: string
  send(conversation: string, text: string): Promise<{ seq: number; id: string }>
  call(method: string, path: string, body?: unknown): Promise<unknown>
  topUp(amount: number): Promise<unknown>
  group(name: string, members: Someone[]): Promise<{ id: string }>
}

let alice: Someone
let bob: Someone
let talk: string
const running: Client[] = []

beforeAll(async () => {
  const [a, b] = [await Person.register('Alice Contract'), await Person.register('Bob Contract')]
  await a.befriend(b)
  alice = a
  bob = b
  talk = await a.directWith(b)
  await b.send(talk, 'first')
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((client) => client.stop()))
})

async function device(person = alice, made?: TestedPlatform) {
  const platform = made ?? (await newDevice())
  const body = { login: person.username, password: person.password, device: { name: 'contract', platform: 'node' } }
  const answer = await fetch(`${base}/api/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  const signIn = (await answer.json()) as SignIn
  return { ...make(platform, person.id, signIn), signIn }
}

function make(platform: TestedPlatform, user: string, signIn: SignIn) {
  let refreshToken = signIn.refreshToken
  const client = new Client(platform, user, { mode: 'body', read: () => refreshToken, keep: (token) => (refreshToken = token) })
  client.session.adopt(signIn)
  running.push(client)
  return { client, platform }
}

const state = (client: Client, wanted: string) => vi.waitFor(() => expect(client.state).toBe(wanted), { timeout: 20_000, interval: 20 })
const texts = (client: Client): unknown[] =>
  (client.conversations.get(talk)?.shown ?? []).filter(({ type }) => type === 'text').map(({ body }) => body.text)
const shows = (client: Client, text: string) => vi.waitFor(() => expect(texts(client)).toContain(text), { timeout: 20_000, interval: 20 })

describe('the SDK on a real system', () => {
  it('connects, and holds what was there', async () => {
    const { client } = await device()
    await client.start()
    await state(client, 'online')
    expect(texts(client)).toContain('first')
    await vi.waitFor(() => expect(client.conversations.get(talk)?.peer).toBe(bob.id))
  })

  it('ends with a bad token that cannot be renewed', async () => {
    const { client } = make(await newDevice(), alice.id, { accessToken: 'x.y.z', refreshToken: 'nothing', expiresIn: 600 } as SignIn)
    await client.start()
    await state(client, 'ended')
  })

  it('brings a message to the other and to every device of the sender, in order and once', async () => {
    const [one, two, other] = [await device(), await device(), await device(bob)]
    for (const { client } of [one, two, other]) {
      await client.start()
      await state(client, 'online')
    }
    const mark = crypto.randomUUID()
    for (let i = 0; i < 20; i++) one.client.send(talk, { text: `${mark} ${i}` })
    await Promise.all([one, two, other].map(({ client }) => shows(client, `${mark} 19`)))
    const wanted = Array.from({ length: 20 }, (_, i) => `${mark} ${i}`)
    for (const { client } of [one, two, other]) expect(texts(client).filter((text) => String(text).startsWith(mark))).toEqual(wanted)
    expect(one.client.outbox.of(talk)).toEqual([])
  })

  it('stores once what is sent twice', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const mark = crypto.randomUUID()
    const { id } = client.send(talk, { text: mark })
    await shows(client, mark)
    // The answer got lost: the same entry lies in the storage again, as after a crash.
    const entry = { id, conversation: talk, type: 'text', body: { text: mark }, replyTo: null, mentions: [], at: '', state: 'sending' }
    await platform.storage.write([{ table: 'outbox', key: id, value: entry }])
    await client.outbox.restore()
    client.outbox.flush()
    await vi.waitFor(() => expect(client.outbox.of(talk)).toEqual([]), { timeout: 10_000 })
    const page = (await alice.call('GET', `/api/conversations/${talk}/messages?limit=200`)) as { items: { body: { text?: string } }[] }
    expect(page.items.filter(({ body }) => body.text === mark)).toHaveLength(1)
  })

  it('keeps what is written without a network, and sends it once and in order when there is one, also after a restart', async () => {
    const { client, platform, signIn } = await device()
    await client.start()
    await state(client, 'online')
    platform.cut()
    await vi.waitFor(() => expect(client.state).not.toBe('online'))
    const mark = crypto.randomUUID()
    for (let i = 0; i < 5; i++) client.send(talk, { text: `${mark} ${i}` })
    await client.stop()
    platform.offline = false
    const again = make(platform, alice.id, signIn)
    await again.client.start()
    await shows(again.client, `${mark} 4`)
    await vi.waitFor(() => expect(again.client.outbox.of(talk)).toEqual([]), { timeout: 10_000 })
    const page = (await bob.call('GET', `/api/conversations/${talk}/messages?limit=200`)) as { items: { body: { text?: string } }[] }
    const stored = page.items.map(({ body }) => body.text).filter((text) => text?.startsWith(mark))
    expect(stored).toEqual(Array.from({ length: 5 }, (_, i) => `${mark} ${i}`))
  })

  it('comes back after a long absence to the newest page, and reads the rest when it is shown', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const before = client.conversations.get(talk)!.ranges.top
    platform.cut()
    await vi.waitFor(() => expect(client.state).not.toBe('online'))
    const mark = crypto.randomUUID()
    for (let i = 0; i < 130; i++) await bob.send(talk, `${mark} ${i}`)
    platform.mend()
    await state(client, 'online')
    expect(client.conversations.get(talk)!.shown.length).toBeLessThanOrEqual(101)
    await client.conversations.open(talk)
    while (await client.conversations.older(talk));
    const seqs = client.conversations.get(talk)!.shown.map(({ seq }) => seq)
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
    expect(texts(client).filter((text) => String(text).startsWith(mark))).toHaveLength(130)
    expect(before).toBeGreaterThan(0)
    expect(client.conversations.get(talk)!.hasAll).toBe(true)
  })

  it('fetches what a lost frame has left out', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const lost = crypto.randomUUID()
    platform.passes = (text) => (text.includes(lost) ? [] : [text])
    await bob.send(talk, lost)
    await vi.waitFor(() => expect(platform.frames.some((frame) => frame.includes(lost))).toBe(true))
    const next = crypto.randomUUID()
    await bob.send(talk, next)
    await shows(client, next)
    await shows(client, lost)
    expect(texts(client).indexOf(lost)).toBe(texts(client).indexOf(next) - 1)
  })

  it('puts in order what comes out of order, and takes once what comes twice', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const mark = crypto.randomUUID()
    let held: string | undefined
    platform.passes = (text) => {
      if (text.includes(`${mark} early`)) held = text
      if (text.includes(`${mark} early`)) return []
      return held && text.includes(`${mark} late`) ? [text, held, text, held] : [text]
    }
    await bob.send(talk, `${mark} early`)
    await vi.waitFor(() => expect(held).toBeDefined())
    await bob.send(talk, `${mark} late`)
    await shows(client, `${mark} late`)
    await shows(client, `${mark} early`)
    expect(texts(client).filter((text) => String(text).startsWith(mark))).toEqual([`${mark} early`, `${mark} late`])
  })

  it('sends once what is acknowledged twice', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    platform.passes = (text) => (text.startsWith('{"op":"sent"') ? [text, text] : [text])
    const mark = crypto.randomUUID()
    for (let i = 0; i < 3; i++) client.send(talk, { text: `${mark} ${i}` })
    await shows(client, `${mark} 2`)
    await vi.waitFor(() => expect(client.outbox.of(talk)).toEqual([]), { timeout: 10_000 })
    expect(texts(client).filter((text) => String(text).startsWith(mark))).toEqual([0, 1, 2].map((i) => `${mark} ${i}`))
  })

  it('is one device in two tabs, which show the same and both send', async () => {
    const first = await device()
    const second = make(first.platform.tab(), alice.id, first.signIn)
    const tabs = [first, second]
    for (const { client } of tabs) {
      await client.start()
      await state(client, 'online')
    }
    expect(first.platform.opened + second.platform.opened).toBe(first.platform.sharesSocket ? 1 : 2)
    const mark = crypto.randomUUID()
    for (const [i, { client }] of tabs.entries()) client.send(talk, { text: `${mark} ${i}` })
    await bob.send(talk, `${mark} bob`)
    const wanted = [`${mark} 0`, `${mark} 1`, `${mark} bob`]
    for (const { client } of tabs) {
      await vi.waitFor(() => expect(client.outbox.of(talk)).toEqual([]), { timeout: 10_000 })
      for (const text of wanted) await shows(client, text)
    }
    const [one, other] = tabs.map(({ client }) => texts(client).filter((text) => String(text).startsWith(mark)))
    expect(one).toEqual(other)
    expect(one!.slice().sort()).toEqual(wanted)
    // Who holds the socket loses it: both come back, and nothing was missed.
    first.platform.cut()
    await vi.waitFor(() => expect(first.client.state).not.toBe('online'))
    await bob.send(talk, `${mark} meanwhile`)
    first.platform.mend()
    for (const { client } of tabs) {
      await state(client, 'online')
      await shows(client, `${mark} meanwhile`)
    }
  })

  it('bears a storm of reconnects', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const mark = crypto.randomUUID()
    for (let i = 0; i < 8; i++) {
      platform.cut()
      client.send(talk, { text: `${mark} ${i}` })
      await bob.send(talk, `${mark} bob ${i}`)
      await vi.waitFor(() => expect(client.state).toBe('waiting'))
      platform.mend()
      await state(client, 'online')
    }
    await vi.waitFor(() => expect(client.outbox.of(talk)).toEqual([]), { timeout: 20_000 })
    await shows(client, `${mark} bob 7`)
    const mine = texts(client).filter((text) => String(text).startsWith(mark))
    expect(new Set(mine).size).toBe(16)
    expect(mine).toHaveLength(16)
  })

  it('renews its token on the open socket', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const first = await client.session.token()
    expect(await client.session.renew()).not.toBe(first)
    const mark = crypto.randomUUID()
    client.send(talk, { text: mark })
    await shows(client, mark)
    expect(platform.opened).toBe(1)
    expect(platform.frames.some((frame) => frame.includes('"op":"error"'))).toBe(false)
  })

  it('renews a token that the server takes no longer', async () => {
    const { signIn } = await device()
    const { client } = make(await newDevice(), alice.id, { ...signIn, accessToken: `${signIn.accessToken.slice(0, -4)}AAAA` })
    await client.start()
    await state(client, 'online')
    const mark = crypto.randomUUID()
    client.send(talk, { text: mark })
    await shows(client, mark)
  })

  it('comes back from a sleep that was longer than its token lives', async () => {
    const { client, platform } = await device()
    await client.start()
    await state(client, 'online')
    const first = await client.session.token()
    platform.cut()
    await vi.waitFor(() => expect(client.state).toBe('waiting'))
    platform.slept = 3_600_000
    const mark = crypto.randomUUID()
    await bob.send(talk, mark)
    platform.mend()
    await shows(client, mark)
    expect(await client.session.token()).not.toBe(first)
  })

  it('ends when its session is ended elsewhere', async () => {
    const { client, signIn } = await device()
    await client.start()
    await state(client, 'online')
    const claims = signIn.accessToken.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const { sid } = JSON.parse(atob(claims)) as { sid: string }
    await alice.call('DELETE', `/api/auth/sessions/${sid}`)
    await state(client, 'ended')
  })

  it('works with a clock that is wrong by a day', async () => {
    const platform = await newDevice()
    platform.wallOffset = 86_400_000
    const { client } = await device(alice, platform)
    await client.start()
    await state(client, 'online')
    const mark = crypto.randomUUID()
    client.send(talk, { text: mark })
    await shows(client, mark)
    expect(Math.abs(client.now() - Date.now())).toBeLessThan(5_000)
  })

  it('tells positions, typing and presence', async () => {
    const [mine, his] = [await device(), await device(bob)]
    for (const { client } of [mine, his]) {
      await client.start()
      await state(client, 'online')
    }
    mine.client.signs.watch([bob.id])
    await vi.waitFor(() => expect(mine.client.signs.presenceOf(bob.id)).toBe('online'), { timeout: 10_000 })
    his.client.signs.tellTyping(talk, true)
    await vi.waitFor(() => expect(mine.client.signs.typists(talk)).toEqual([bob.id]), { timeout: 10_000 })
    const mark = crypto.randomUUID()
    mine.client.send(talk, { text: mark })
    await shows(his.client, mark)
    const seq = mine.client.conversations.get(talk)!.info.seq
    his.client.markRead(talk, seq)
    await vi.waitFor(() => expect(mine.client.conversations.get(talk)!.positions.get(bob.id)?.read).toBeGreaterThanOrEqual(seq), { timeout: 10_000 })
  })

  it('hears of settings that another device has changed', async () => {
    const [one, two] = [await device(), await device()]
    for (const { client } of [one, two]) {
      await client.start()
      await state(client, 'online')
      await vi.waitFor(() => expect(client.conversations.loaded).toBe(true))
    }
    const pinned = !one.client.conversations.get(talk)!.info.settings.pinned
    await one.client.conversations.change(talk, { pinned })
    await vi.waitFor(() => expect(two.client.conversations.get(talk)!.info.settings.pinned).toBe(pinned), { timeout: 10_000 })
  })

  it('follows a red packet to its end, and proves its draw', async () => {
    await alice.topUp(10_000)
    const [mine, his] = [await device(), await device(bob)]
    for (const { client } of [mine, his]) {
      await client.start()
      await state(client, 'online')
    }
    const { id } = await alice.group('contract', [bob])
    const wallet = new Wallet(mine.platform, mine.client.api)
    const before = (await wallet.read()).balance
    const packet = await wallet.sendPacket({ conversation: id, kind: 'lucky', total: 777, count: 2, greeting: '' })
    expect(packet.state).toMatch(/active|pending/)
    await vi.waitFor(() => expect(his.client.conversations.get(id)?.shown.at(-1)?.body.redPacket).toBe(packet.id), { timeout: 20_000 })
    await mine.client.packets.load(packet.id)
    await his.client.packets.claim(packet.id)
    // By the frame alone: nothing is asked for.
    await vi.waitFor(() => expect(mine.client.packets.get(packet.id)?.claimedCount).toBe(1), { timeout: 20_000 })
    const { amount } = await mine.client.packets.claim(packet.id)
    expect(await mine.client.packets.claim(packet.id)).toMatchObject({ amount })
    const over = await mine.client.packets.load(packet.id)
    expect(over.state).toBe('finished')
    expect(over.claims.filter(({ luckiest }) => luckiest)).toHaveLength(1)
    const proof = await prove(mine.platform, over)
    expect(proof).toMatchObject({ commitment: true, claims: [true, true] })
    expect(mine.client.packets.notedOf(packet.id)?.commitment).toBe(over.commitment)
    expect((await wallet.read()).balance).toBe(before - 777 + amount)
    expect((await wallet.entries({ direction: 'out' })).items[0]).toMatchObject({ amount: -777, subject: packet.id })
  })
})
