// What can be done with messages that are there: hide, clear, forward, and look at what is no text.
import { beforeAll, describe, expect, it } from 'vitest'
import { PC, PHONE } from './browser.mjs'
import { browserPages, compose, dialog, give, sees, shows, write } from './pages.mjs'
import { Person } from './people.mjs'

const person = browserPages()
const bubble = (page, text) => page.locator('article', { has: page.locator('.bubble', { hasText: text }) })
const plate = (page, text) => page.locator('article', { hasText: text }).last()
let me, ming, hong, direct, group

beforeAll(async () => {
  ;[me, ming, hong] = await Promise.all(['雁儿', '明明', '红红'].map((name) => Person.register(name)))
  for (const one of [ming, hong]) await one.befriend(me)
  await ming.befriend(hong)
  direct = await ming.directWith(me)
  group = (await me.group('鸿雁项目组', [ming, hong])).id
})

const at = '2026-11-21T08:00:00.000Z'
const says = (who, text) => ({ sender: who.id, at, type: 'text', body: { text } })
const HOSTILE = '<img src=x onerror="document.title=\'caught\'"> <b>bold</b>'

/** One of each kind, so that a conversation holds all that can be shown. */
async function all(sender, conversation) {
  const send = (type, body) => sender.send(conversation, '', { type, body })
  await send('location', { latitude: 30.245972, longitude: 120.148721, name: '断桥残雪' })
  await send('location', { latitude: -33.85678, longitude: 151.21531 })
  await send('card', { user: hong.id })
  await send('card', { group })
  await send('card', { group: crypto.randomUUID() })
  await send('sticker', { pack: 'goose', name: 'hello' })
  await send('sticker', { pack: '<script>', name: 'from elsewhere' })
  await send('merged', {
    title: '雁儿和明明的聊天记录',
    messages: [says(me, '周五的评审改到三点'), says(ming, HOSTILE), { sender: hong.id, at, type: 'location', body: { latitude: 1, longitude: 2, name: '七楼会议室' } }, { sender: ming.id, at, type: 'card', body: { user: hong.id } }, { sender: ming.id, at, type: 'sticker', body: { pack: 'goose', name: 'laugh' } }, says(me, '记得带电脑')],
  })
}

async function choose(page, row, name) {
  await row.hover()
  await row.locator('.more').click()
  await page.getByRole('menuitem', { name }).click()
}

describe('a message', () => {
  it('that was refused says why, is sent again or given up, and leaves the focus in the conversation', async () => {
    const [one, other] = await Promise.all(['阿一', '阿二'].map((name) => Person.register(name)))
    await one.befriend(other)
    const direct = await one.directWith(other)
    await other.send(direct, 'before the quarrel')
    const page = await person(one)
    await page.goto(`/chats/${direct}`)
    await shows(page, 'before the quarrel')
    await other.call('PUT', `/api/blocks/${one.id}`)
    const press = async (text, name) => {
      const line = page.locator('article', { hasText: text }).locator('.failure')
      await line.getByText('对方').waitFor()
      await line.getByRole('button', { name }).focus()
      await page.keyboard.press('Enter')
    }
    const focus = () => page.evaluate(() => document.activeElement?.getAttribute('role'))

    await write(page, 'never sent')
    await press('never sent', '删除')
    await expect.poll(() => bubble(page, 'never sent').count()).toBe(0)
    await expect.poll(focus).toBe('log')
    await write(page, 'given up by the menu')
    await page.locator('article', { hasText: 'given up by the menu' }).locator('.failure').waitFor()
    await page.locator('article', { hasText: 'given up by the menu' }).locator('.bubble').dispatchEvent('contextmenu')
    await page.getByRole('menuitem', { name: '删除' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => bubble(page, 'given up by the menu').count()).toBe(0)
    await expect.poll(focus).toBe('log')
    await write(page, 'sent after all')
    await press('sent after all', '重试')
    await press('sent after all', '重试')
    await page.locator('article', { hasText: 'sent after all' }).locator('.failure').waitFor()
    await other.call('DELETE', `/api/blocks/${one.id}`)
    await press('sent after all', '重试')

    await bubble(page, 'sent after all').locator('.sign.sent, .sign.delivered, .sign.read').waitFor()
    await expect.poll(focus).toBe('log')
    const texts = (await other.call('GET', `/api/conversations/${direct}/messages?limit=50`)).items.map(({ body }) => body.text)
    expect(texts.filter((text) => text === 'sent after all' || text === 'never sent' || text === 'given up by the menu')).toEqual(['sent after all'])
  })

  it('is deleted for one alone, in all tabs at once, and stays so', async () => {
    await ming.send(direct, 'to be deleted')
    await ming.send(direct, 'to be kept')
    const [page, other] = [await person(me), await person(me)]
    for (const one of [page, other]) await one.goto(`/chats/${direct}`)
    for (const one of [page, other]) await shows(one, 'to be deleted')
    const second = await page.context().newPage()
    await second.goto(`/chats/${direct}`)
    await shows(second, 'to be deleted')

    await choose(page, bubble(page, 'to be deleted'), /删除（仅自己）/)
    await dialog(page).getByRole('button', { name: '删除' }).click()

    for (const one of [page, second, other]) await expect.poll(() => bubble(one, 'to be deleted').count()).toBe(0)
    await page.reload()
    await shows(page, 'to be kept')
    expect(await bubble(page, 'to be deleted').count()).toBe(0)
    expect((await ming.call('GET', `/api/conversations/${direct}/messages`)).items.some(({ body }) => body.text === 'to be deleted')).toBe(true)
  })

  it('is deleted by keyboard', async () => {
    await ming.send(direct, 'without a mouse')
    const page = await person(me)
    await page.goto(`/chats/${direct}`)
    await shows(page, 'without a mouse')
    await bubble(page, 'without a mouse').locator('.more').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await dialog(page).waitFor()
    await dialog(page).getByRole('button', { name: '删除' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => bubble(page, 'without a mouse').count()).toBe(0)
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('log')
  })

  it('is back, with a word about it, when the server refuses', async () => {
    await ming.send(direct, 'refused')
    const page = await person(me)
    await page.goto(`/chats/${direct}`)
    await shows(page, 'refused')
    await page.route('**/api/conversations/*/messages/*', (route) => (route.request().method() === 'DELETE' ? route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/limit-reached', title: 'x', status: 409, detail: 'clear the history instead' }) }) : route.continue()))
    await choose(page, bubble(page, 'refused'), /删除（仅自己）/)
    await dialog(page).getByRole('button', { name: '删除' }).click()
    await page.getByText('clear the history instead').waitFor()
    await shows(page, 'refused')
  })
})

describe('a history', () => {
  it('is cleared for one alone, and on the phone too', async () => {
    const talk = await hong.directWith(me)
    await hong.send(talk, 'long ago')
    const [page, phone] = [await person(me), await person(me, { device: PHONE })]
    await page.goto(`/chats/${talk}`)
    await shows(page, 'long ago')
    await phone.goto(`/chats/${talk}/info`)
    await phone.getByRole('button', { name: '清空聊天记录' }).click()
    await dialog(phone).getByRole('button', { name: '清空', exact: true }).click()
    await expect.poll(() => page.locator('article').count()).toBe(0)
    await hong.send(talk, 'from now on')
    await shows(page, 'from now on')
    await page.reload()
    await shows(page, 'from now on')
    expect(await bubble(page, 'long ago').count()).toBe(0)
    expect((await hong.call('GET', `/api/conversations/${talk}/messages`)).items.some(({ body }) => body.text === 'long ago')).toBe(true)
  })
})

describe('what is no text', () => {
  const variants = ['light', 'dark'].flatMap((theme) => [['PC', PC], ['phone', PHONE]].map(([kind, device]) => ({ theme, kind, device, language: theme === 'dark' ? 'en' : 'zh-CN' })))

  it.each(variants)('is shown, and nothing in it is more than words: $theme, $kind', async ({ kind, device, theme, language }) => {
    const talk = (await ming.group(`全部 ${theme} ${kind}`, [me, hong])).id
    await all(ming, talk)
    const page = await person(me, { device, theme, language })
    const elsewhere = []
    page.on('request', (request) => !request.url().startsWith(new URL(page.url()).origin) && elsewhere.push(request.url()))
    const found = []
    const picture = async (name) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/${name}-${kind}-${theme}.png` })
    await page.goto(`/chats/${talk}`)
    await plate(page, '雁儿和明明').waitFor()
    await sees(page, found, `${kind} types`)
    await picture('types')
    await page.locator('[role=log]').evaluate((list) => (list.scrollTop = 0))
    await plate(page, '断桥残雪').waitFor()
    await picture('types-top')
    const map = page.locator('article a', { hasText: '断桥残雪' })
    expect(await map.getAttribute('href')).toContain('mlat=30.245972&mlon=120.148721')
    expect(await map.getAttribute('rel')).toContain('noopener')
    await page.locator('[role=log]').evaluate((list) => (list.scrollTop = list.scrollHeight))
    await page.locator('article button', { hasText: '雁儿和明明' }).click()
    await dialog(page).getByText('<b>bold</b>').waitFor()
    await dialog(page).getByText('七楼会议室').waitFor()
    await sees(page, found, `${kind} history`)
    await picture('history')
    await page.keyboard.press('Escape')
    expect(await page.title()).not.toContain('caught')
    expect(elsewhere).toEqual([])
    if (kind === 'phone') await page.goto('/chats')
    await page.locator('.item', { hasText: `全部 ${theme} ${kind}` }).getByText(language === 'en' ? '[Chat history]' : '[聊天记录]').waitFor()
    expect(found).toEqual([])
  })

  it('leads where it says', async () => {
    const talk = (await ming.group('名片', [me])).id
    await ming.send(talk, '', { type: 'card', body: { user: hong.id } })
    const page = await person(me)
    await page.goto(`/chats/${talk}`)
    await page.locator('article a', { hasText: '红红' }).click()
    await page.waitForURL(`**/contacts/${hong.id}`)
    await page.getByRole('button', { name: '分享名片' }).click()
    await dialog(page).getByRole('checkbox', { name: /明明/ }).click()
    await dialog(page).getByRole('button', { name: '发送' }).click()
    await expect.poll(async () => (await ming.call('GET', `/api/conversations/${direct}`)).last?.body.user).toBe(hong.id)
  })

  it('is the card of a group, which those who are not in it may ask to join', async () => {
    const page = await person(me)
    const club = (await me.group('徒步俱乐部', [hong])).id
    await me.call('PATCH', `/api/groups/${club}`, { joinPolicy: 'open' })
    await page.goto(`/chats/${club}/info`)
    await page.getByRole('button', { name: '分享群名片' }).click()
    await dialog(page).getByRole('checkbox', { name: /明明/ }).click()
    await dialog(page).getByRole('button', { name: '发送' }).click()
    const his = await person(ming)
    await his.goto(`/chats/${direct}`)
    await his.locator('article button', { hasText: '申请加入' }).last().click()
    await his.waitForURL(`**/chats/${club}`)
    await his.getByRole('heading', { name: '徒步俱乐部' }).waitFor()
  })

  it('is sent as a sticker', async () => {
    const page = await person(me)
    await page.goto(`/chats/${direct}`)
    await page.getByRole('button', { name: '表情', exact: true }).click()
    await page.getByRole('button', { name: '表情 大笑' }).click()
    await expect.poll(async () => (await ming.call('GET', `/api/conversations/${direct}`)).last?.body).toEqual({ pack: 'goose', name: 'laugh' })
  })
})

describe('a position', () => {
  const places = async (page, permission) => {
    const context = page.context()
    await context.setGeolocation({ latitude: 30.2459721, longitude: 120.1487214, accuracy: 12.4 })
    if (permission) await context.grantPermissions(['geolocation'])
    await page.goto(`/chats/${direct}`)
    await compose(page).waitFor()
    await give(page, '位置')
  }

  it('is sent with a name, once it was looked at', async () => {
    const page = await person(me)
    const found = []
    await places(page, true)
    await dialog(page).getByText('30.24597° N, 120.14872° E').waitFor()
    await dialog(page).getByText('误差约 12 米').waitFor()
    await sees(page, found, 'position')
    await dialog(page).getByLabel('地点名称').fill('断桥残雪')
    await dialog(page).getByRole('button', { name: '发送位置' }).click()
    await plate(page, '断桥残雪').waitFor()
    await expect.poll(async () => (await ming.call('GET', `/api/conversations/${direct}`)).last?.body).toEqual({ latitude: 30.24597, longitude: 120.14872, name: '断桥残雪' })
    expect(found).toEqual([])
  })

  it('is not sent where the browser says no, and the way to allow it is told', async () => {
    const page = await person(me)
    const found = []
    await places(page, false)
    await dialog(page).getByText('浏览器不允许获取位置').waitFor()
    await sees(page, found, 'no position')
    await page.context().grantPermissions(['geolocation'])
    await dialog(page).getByRole('button', { name: '重试' }).click()
    await dialog(page).getByText('30.24597° N, 120.14872° E').waitFor()
    expect(found).toEqual([])
  })
})

describe('messages', () => {
  it('are chosen and forwarded as one, or one by one', async () => {
    const talk = await ming.directWith(me)
    for (const text of ['first to pass on', 'second to pass on']) await ming.send(talk, text)
    const page = await person(me)
    await page.goto(`/chats/${talk}`)
    await shows(page, 'second to pass on')
    const pick = async () => {
      await choose(page, bubble(page, 'first to pass on').last(), '多选')
      await page.getByRole('checkbox', { name: /second to pass on/ }).click()
      await page.getByText('已选 2 条').waitFor()
      await page.getByRole('button', { name: '转发' }).click()
      await dialog(page).getByRole('checkbox', { name: /鸿雁项目组/ }).click()
    }
    const last = async () => (await hong.call('GET', `/api/conversations/${group}/messages`)).items.slice(-2).map(({ body }) => body.text ?? body.messages?.map((one) => one.body.text))
    await pick()
    await dialog(page).getByRole('button', { name: '发送' }).click()
    await expect.poll(async () => (await last()).at(-1)).toEqual(['first to pass on', 'second to pass on'])
    expect(await page.locator('.pick').count()).toBe(0)
    await pick()
    await dialog(page).getByRole('radio', { name: '逐条转发' }).check()
    await dialog(page).getByRole('button', { name: '发送' }).click()
    await expect.poll(last).toEqual(['first to pass on', 'second to pass on'])
  })

  it.each([['PC', PC], ['phone', PHONE]])('are chosen where axe finds nothing: %s', async (kind, device) => {
    const page = await person(me, { device })
    const found = []
    const picture = async (name) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/${name}-${kind}.png` })
    await page.goto(`/chats/${group}`)
    await write(page, `who reads this on ${kind}`)
    await shows(page, `who reads this on ${kind}`)
    const row = bubble(page, `who reads this on ${kind}`)
    await row.locator('.sign.sent').waitFor()
    const menu = async (name) => {
      await row.locator('.bubble').dispatchEvent('contextmenu')
      await page.getByRole('menuitem', { name }).waitFor()
      expect(await page.locator('.menu time').innerText()).toMatch(/20\d\d/)
      await sees(page, found, `${kind} menu`)
      await picture('menu')
      await page.getByRole('menuitem', { name }).click()
    }
    const { items } = await hong.call('GET', `/api/conversations/${group}/messages`)
    await hong.read(group, items.at(-1).seq)
    await menu('谁已读')
    await dialog(page).getByText('已读 · 1').waitFor()
    await dialog(page).getByText('未读 · 1').waitFor()
    await sees(page, found, `${kind} readers`)
    await picture('readers')
    await page.keyboard.press('Escape')
    await menu('多选')
    await page.getByRole('checkbox', { name: /who reads this/ }).last().waitFor()
    await sees(page, found, `${kind} choosing`)
    await picture('choosing')
    await page.getByRole('button', { name: '转发' }).click()
    await dialog(page).getByRole('checkbox').first().waitFor()
    await sees(page, found, `${kind} forwarding`)
    await picture('forwarding')
    await page.keyboard.press('Escape')
    expect(found).toEqual([])
  })
})
