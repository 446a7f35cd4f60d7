// People, groups and talk for the browser runs, made through the public API of a running stack.
import { randomUUID } from 'node:crypto'

export const base = process.env.HONGYAN_URL ?? 'http://localhost:8080'
const PASSWORD = 'wild-geese-2026'

async function call(method, path, token, body) {
  for (;;) {
    const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) }
    const answer = await fetch(base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    if (answer.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(answer.headers.get('Retry-After') ?? 1)))
      continue
    }
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
}

export class Person {
  constructor(signIn, username) {
    this.id = signIn.user.id
    this.token = signIn.accessToken
    this.username = username
    this.password = PASSWORD
    this.displayName = signIn.user.displayName
  }

  static async register(displayName, username = `u${randomUUID().slice(0, 12).replace('-', '')}`) {
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
    return this.call('POST', `/api/conversations/${conversation}/messages`, { id: randomUUID(), type: 'text', body: { text }, ...more })
  }

  read(conversation, seq) {
    return this.call('PUT', `/api/conversations/${conversation}/read`, { seq })
  }

  group(name, members) {
    return this.call('POST', '/api/groups', { name, members: members.map(({ id }) => id) })
  }
}

/** A small team in the middle of its work, as the pictures show it. Answers the one who looks at it. */
export async function team(tag = randomUUID().slice(0, 6)) {
  const names = ['林晚舟', '沈知秋', '顾长风', '苏青禾', '陆一鸣', '周明月', 'Emma Larsen', 'Daniel Okafor', '江听雨', '许南乔']
  const logins = ['lin', 'shen', 'gu', 'su', 'lu', 'zhou', 'emma', 'daniel', 'jiang', 'xu']
  const people = []
  for (const [i, name] of names.entries()) people.push(await Person.register(name, `${logins[i]}-${tag}`))
  const [me, shen, gu, su, lu, zhou, emma, daniel, jiang, xu] = people
  for (const one of [shen, gu, su, lu, zhou, emma, daniel]) await one.befriend(me)
  await jiang.call('POST', '/api/friend-requests', { to: me.id, message: '你好，我是新来的设计师江听雨' })
  await xu.call('POST', '/api/friend-requests', { to: me.id, message: '上次在杭州见过，加个好友吧' })
  await shen.call('PATCH', '/api/users/me', { bio: '山中何所有，岭上多白云。' })
  await me.call('PATCH', `/api/friends/${gu.id}`, { alias: '长风（后端）', tags: ['同事', '杭州'] })
  await me.call('PATCH', `/api/friends/${shen.id}`, { tags: ['同事', '产品'] })

  const weekend = await emma.group('Weekend hikes 周末徒步', [me, daniel, zhou])
  await daniel.send(weekend.id, 'Trail map is ready: https://example.org/trails/moganshan')
  await zhou.send(weekend.id, '周六早上七点，地铁口见')
  await emma.send(weekend.id, 'Bringing tea for everyone 🍵')

  const d6 = await me.directWith(daniel)
  await me.send(d6, 'Could you review the release notes?')
  await daniel.send(d6, 'Done. Two small remarks, otherwise it reads well.')
  const last = await me.send(d6, 'Thanks a lot!')
  await daniel.read(d6, last.seq)

  const d4 = await lu.directWith(me)
  await lu.send(d4, '合同已经发到你邮箱了')
  const seen = await lu.send(d4, '有空看一下')
  await me.read(d4, seen.seq)

  const design = await su.group('设计评审', [me, shen, lu, zhou])
  await su.send(design.id, '新版图标我放在共享盘了')
  await lu.send(design.id, '深色模式下对比度够吗？')
  await su.send(design.id, '够的，都过了 AA')
  await zhou.send(design.id, `@林晚舟 你再看一眼首页？`, { mentions: [me.id] })

  const d3 = await su.directWith(me)
  await su.send(d3, '明天的分享我来准备')
  await su.send(d3, '你只管带上耳朵就好 😄')
  await me.call('PATCH', `/api/conversations/${d3}/settings`, { draft: '太好了，那我' })

  const ops = await gu.group('线上值班', [me, lu, shen])
  for (const text of ['今晚扩容，预计十分钟', '已完成，延迟 P99 下降到 18 ms', '没有告警，大家放心休息']) await gu.send(ops.id, text)
  await me.call('PATCH', `/api/conversations/${ops.id}/settings`, { muted: true })

  const project = await me.group('鸿雁项目组', [shen, gu, su, lu, zhou, emma])
  await me.call('PUT', `/api/groups/${project.id}/announcement`, { text: '本周五 18:00 发布 1.0，请在周四前合并所有改动。' })
  await me.call('PUT', `/api/groups/${project.id}/members/${shen.id}/role`, { role: 'admin' })
  const p = project.id
  await shen.send(p, '早上好！今天的计划：上午走一遍发布清单，下午联调移动端。')
  await gu.send(p, '网关的灰度已经放到 20%，目前一切正常。')
  await gu.send(p, '压测结果：两核机器每秒 3,000 条持久化消息，端到端中位数 9 毫秒。')
  await me.send(p, '这个数字很漂亮 👏')
  const question = await emma.send(p, 'Should the English docs go out on the same day?')
  await me.send(p, 'Yes, both languages together. I will do the last pass tonight.', { replyTo: question.id })
  await su.send(p, '封面图也准备好了，用的是“云中谁寄锦书来”那一版。')
  await lu.send(p, '收到，发布文案我来写。')
  await me.send(p, '那就这么定，大家辛苦了！')
  const cheer = await zhou.send(p, '🎉')
  await me.read(p, cheer.seq)
  await me.call('PATCH', `/api/conversations/${p}/settings`, { pinned: true })

  const d1 = await me.directWith(shen)
  await shen.send(d1, '首页的文案我又改了一版，你看看语气合适吗？')
  await me.send(d1, '比上一版好多了，简洁。')
  await me.send(d1, '“消息不丢、不重、不乱序”这句可以放到最前面。')
  const reply = await shen.send(d1, '好，我调整一下顺序。')
  await me.send(d1, '不着急，下班前给我就行', { replyTo: reply.id })
  await shen.send(d1, '另外周五的评审改到三点，会议室在七楼。')
  await shen.send(d1, '记得带上电脑 💻')
  const mine = await me.send(d1, '好的，到时候见！')
  await shen.read(d1, mine.seq)
  return { me, shen, gu, su, lu, zhou, emma, daniel, project, design, direct: d1, weekend, ops, people }
}
