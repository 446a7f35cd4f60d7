// People, groups and talk for the browser runs, made through the public API of a running stack.
import { vi } from 'vitest'

/** In a browser it is where the page came from. */
export const base = globalThis.location?.origin ?? process.env.HONGYAN_URL ?? 'http://localhost:8080'
const PASSWORD = 'wild-geese-2026'

async function call(method, path, token, body, more = {}) {
  const headers = { 'Content-Type': 'application/json', ...more, ...(token ? { Authorization: `Bearer ${token}` } : {}) }
  const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }
  const attempt = async () => {
    const answer = await fetch(base + path, request)
    return answer.status !== 429 && answer
  }
  // Suites are faster than people: what comes too fast is asked again.
  const answer = await vi.waitUntil(attempt, { timeout: 90_000, interval: 250 })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}

export class Person {
  constructor(signIn, username) {
    this.id = signIn.user.id
    this.token = signIn.accessToken
    this.username = username
    this.password = PASSWORD
    this.displayName = signIn.user.displayName
  }

  static async register(displayName, username = `u${crypto.randomUUID().slice(0, 12).replace('-', '')}`) {
    const body = { username, displayName, password: PASSWORD, device: { name: 'Phone', platform: 'android' } }
    return new Person(await call('POST', '/api/auth/register', undefined, body), username)
  }

  call(method, path, body) {
    return call(method, path, this.token, body)
  }

  async befriend(other) {
    const request = await this.call('POST', '/api/friend-requests', { to: other.id, message: `你好，我是${this.displayName}` })
    await other.call('POST', `/api/friend-requests/${request.id}/accept`)
  }

  async directWith(other) {
    return (await this.call('PUT', `/api/conversations/direct/${other.id}`)).id
  }

  send(conversation, text, more = {}) {
    return this.call('POST', `/api/conversations/${conversation}/messages`, { id: crypto.randomUUID(), type: 'text', body: { text }, ...more })
  }

  /** Moves money, once. */
  pay(path, body) {
    return call('POST', path, this.token, body, { 'Idempotency-Key': crypto.randomUUID() })
  }

  /** A wallet is opened soon after its owner has registered. */
  topUp(amount) {
    return this.pay('/api/wallet/top-ups', { amount })
  }

  packet(conversation, more) {
    return this.pay('/api/red-packets', { conversation, kind: 'lucky', ...more })
  }

  claim({ id }) {
    return this.call('POST', `/api/red-packets/${id}/claims`)
  }

  read(conversation, seq) {
    return this.call('PUT', `/api/conversations/${conversation}/read`, { seq })
  }

  group(name, members) {
    return this.call('POST', '/api/groups', { name, members: members.map(({ id }) => id) })
  }
}

/** Its message may still be on its way. */
async function accepted(who, { id }) {
  await vi.waitUntil(async () => (await who.call('GET', `/api/transfers/${id}`)).state !== 'pending', { timeout: 10_000, interval: 50 })
  return who.call('POST', `/api/transfers/${id}/accept`)
}

/** A small team in the middle of its work, as the pictures show it. Answers the one who looks at it. */
export async function team(tag = crypto.randomUUID().slice(0, 6)) {
  const names = ['雁儿', '明明', '红红', '刚子', '丽丽', '华华', 'Alice', 'Bob', '军军', '芳芳']
  const logins = ['yan', 'ming', 'hong', 'gang', 'li', 'hua', 'alice', 'bob', 'jun', 'fang']
  const people = []
  for (const [i, name] of names.entries()) people.push(await Person.register(name, `${logins[i]}-${tag}`))
  const [me, ming, hong, gang, li, hua, alice, bob, jun, fang] = people
  for (const one of [ming, hong, gang, li, hua, alice, bob]) await one.befriend(me)
  await jun.call('POST', '/api/friend-requests', { to: me.id, message: '你好，我是新来的设计师军军' })
  await fang.call('POST', '/api/friend-requests', { to: me.id, message: '上次在杭州见过，加个好友吧' })
  await ming.call('PATCH', '/api/users/me', { bio: '山中何所有，岭上多白云。' })
  await me.call('PATCH', `/api/friends/${hong.id}`, { alias: '红红（后端）', tags: ['同事', '杭州'] })
  await me.call('PATCH', `/api/friends/${ming.id}`, { tags: ['同事', '产品'] })

  const weekend = await alice.group('Weekend hikes 周末徒步', [me, bob, hua])
  await bob.send(weekend.id, 'Trail map is ready: https://example.org/trails/moganshan')
  await hua.send(weekend.id, '周六早上七点，地铁口见')
  await hua.send(weekend.id, '', { type: 'location', body: { latitude: 30.60742, longitude: 119.87168, name: '莫干山 · 剑池' } })
  await bob.send(weekend.id, '', { type: 'card', body: { user: ming.id } })
  const said = (who, text, minute) => ({ sender: who.id, at: `2026-11-20T09:0${minute}:00.000Z`, type: 'text', body: { text } })
  const lines = [said(bob, 'Sunny until four, wind from the east.', 1), said(alice, 'Then let us turn back at two.', 3), said(hua, '好，我带雨衣以防万一。', 4)]
  await bob.send(weekend.id, '', { type: 'merged', body: { title: 'Weather for Saturday', messages: lines } })
  await hua.send(weekend.id, '', { type: 'sticker', body: { pack: 'goose', name: 'laugh' } })
  await alice.send(weekend.id, 'Bringing tea for everyone 🍵')

  for (const one of [me, ming, hong, gang, li, hua, alice]) await one.topUp(88_800)
  const festival = await hong.group('除夕夜', [me, ming, gang, li, hua, alice])
  await hong.send(festival.id, '大家新年快乐！红包接好 🧧')
  const finished = await hong.packet(festival.id, { total: 6_666, count: 6, greeting: '六六大顺' })
  for (const one of [ming, me, hua, li, gang, hong]) await one.claim(finished)
  await li.send(festival.id, '谢谢红红！')
  await ming.packet(festival.id, { kind: 'exclusive', total: 5_200, count: 1, recipient: li.id, greeting: '丽丽辛苦了' })
  const unopened = await gang.packet(festival.id, { total: 8_888, count: 5, greeting: '恭喜发财，万事如意' })
  for (const one of [hua, alice]) await one.claim(unopened)
  await alice.send(festival.id, 'Happy New Year, everyone! 🎉')

  const d6 = await me.directWith(bob)
  await me.send(d6, 'Could you review the release notes?')
  await bob.send(d6, 'Done. Two small remarks, otherwise it reads well.')
  const last = await me.send(d6, 'Thanks a lot!')
  for (const one of [me, bob]) await one.read(d6, last.seq)

  const d4 = await li.directWith(me)
  await li.send(d4, '合同已经发到你邮箱了')
  await li.pay('/api/transfers', { to: me.id, amount: 12_800, note: '合同打印费' })
  const taxi = await me.pay('/api/transfers', { to: li.id, amount: 3_550, note: '打车' })
  await accepted(li, taxi)
  const seen = await li.send(d4, '有空看一下')
  await me.read(d4, seen.seq)

  const design = await gang.group('设计评审', [me, ming, li, hua])
  await gang.send(design.id, '新版图标我放在共享盘了')
  await li.send(design.id, '深色模式下对比度够吗？')
  await gang.send(design.id, '够的，都过了 AA')
  await hua.send(design.id, `@雁儿 你再看一眼首页？`, { mentions: [me.id] })

  const d3 = await gang.directWith(me)
  await gang.send(d3, '明天的分享我来准备')
  await gang.send(d3, '你只管带上耳朵就好 😄')
  await me.call('PATCH', `/api/conversations/${d3}/settings`, { draft: '太好了，那我' })

  const ops = await hong.group('线上值班', [me, li, ming])
  for (const text of ['今晚扩容，预计十分钟', '已完成，一切正常', '没有告警，大家放心休息']) await hong.send(ops.id, text)
  await me.call('PATCH', `/api/conversations/${ops.id}/settings`, { muted: true })

  const project = await me.group('鸿雁项目组', [ming, hong, gang, li, hua, alice])
  await me.call('PUT', `/api/groups/${project.id}/announcement`, { text: '本周五 18:00 发布 1.0，请在周四前合并所有改动。' })
  await me.call('PUT', `/api/groups/${project.id}/members/${ming.id}/role`, { role: 'admin' })
  const p = project.id
  await ming.send(p, '早上好！今天的计划：上午走一遍发布清单，下午联调移动端。')
  await hong.send(p, '网关的灰度已经放到 20%，目前一切正常。')
  await hong.send(p, '日志也看过了，没有异常。')
  await me.send(p, '太好了 👏')
  const question = await alice.send(p, 'Should the English docs go out on the same day?')
  await me.send(p, 'Yes, both languages together. I will do the last pass tonight.', { replyTo: question.id })
  await gang.send(p, '封面图也准备好了，用的是“云中谁寄锦书来”那一版。')
  await li.send(p, '收到，发布文案我来写。')
  await me.send(p, '那就这么定，大家辛苦了！')
  const cheer = await hua.send(p, '🎉')
  await me.read(p, cheer.seq)
  await me.call('PATCH', `/api/conversations/${p}/settings`, { pinned: true })

  const d1 = await me.directWith(ming)
  await ming.send(d1, '首页的文案我又改了一版，你看看语气合适吗？')
  await me.send(d1, '比上一版好多了，简洁。')
  await me.send(d1, '“消息不丢、不重、不乱序”这句可以放到最前面。')
  const reply = await ming.send(d1, '好，我调整一下顺序。')
  await me.send(d1, '不着急，下班前给我就行', { replyTo: reply.id })
  await ming.send(d1, '另外周五的评审改到三点，会议室在七楼。')
  await ming.send(d1, '记得带上电脑 💻')
  const mine = await me.send(d1, '好的，到时候见！')
  for (const one of [me, ming]) await one.read(d1, mine.seq)
  return { me, ming, hong, gang, li, hua, alice, bob, festival, finished, unopened, withLi: d4, project, design, direct: d1, weekend, ops, people }
}
