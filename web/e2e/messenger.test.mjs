import { beforeAll, describe, expect, it } from 'vitest'
import { PHONE } from './browser.mjs'
import { browserPages, compose, shows, write } from './pages.mjs'
import { team } from './people.mjs'

const person = browserPages()
let people

beforeAll(async () => {
  people = await team()
})

describe('the messenger', () => {
  it('lets people register, and log out again', async () => {
    const page = await person()
    await page.goto('/register')
    await page.fill('#username', `neu-${Date.now().toString(36)}`)
    await page.fill('#display-name', '新来的')
    await page.fill('#password', 'short')
    await page.click('button[type=submit]')
    await page.locator('.fault').first().waitFor()
    await page.fill('#password', 'wild-geese-2026')
    await page.click('button[type=submit]')
    await page.waitForURL('**/chats')
    await page.goto('/settings')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL('**/login**')
    await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
    await page.goto('/chats')
    await page.waitForURL('**/login**')
  })

  it('stays signed in, however fast it is reloaded', async () => {
    const page = await person(people.li)
    await page.waitForFunction(() => navigator.serviceWorker.controller)
    const refused = []
    page.on('response', (answer) => answer.url().endsWith('/api/auth/refresh') && !answer.ok() && refused.push(answer.status()))
    for (let i = 0; i < 12; i++) await page.goto('/chats', { waitUntil: i % 2 ? 'commit' : 'load' })
    // Answered only to who is signed in; what the list shows may come from the database. Not by `reload`, which the browser
    // refuses to a driver while the page before is still on its way out.
    const listed = page.waitForResponse((answer) => answer.url().includes('/api/conversations?') && answer.ok())
    await page.goto('/chats')
    await listed
    expect(refused).toEqual([])
    await page.locator('.item').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/chats')
  })

  it('shows hostile text as text everywhere', async () => {
    const page = await person(people.me)
    const text = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&amp; javascript:alert(3)'
    await people.ming.send(people.direct, text)
    await page.locator('.item', { hasText: '<img src=x' }).waitFor()
    await page.goto(`/chats/${people.direct}`)
    await shows(page, '<script>alert(2)</script>')
    expect(await page.locator('article img, article script').count()).toBe(0)
  })

  it('opens one socket for two tabs, and both show the same', async () => {
    const first = await person(people.me)
    const sockets = []
    first.on('websocket', (socket) => sockets.push(socket))
    await first.goto(`/chats/${people.direct}`)
    await shows(first, '到时候见')
    const second = await first.context().newPage()
    second.on('websocket', (socket) => sockets.push(socket))
    await second.goto(`/chats/${people.direct}`)
    await shows(second, '到时候见')
    const text = `两个标签 ${Date.now()}`
    await write(second, text)
    await shows(first, text)
    expect(sockets.filter((socket) => socket.url().endsWith('/ws') && !socket.isClosed())).toHaveLength(1)
    await first.close()
    const later = `接着说 ${Date.now()}`
    await expect.poll(async () => sockets.filter((socket) => socket.url().endsWith('/ws') && !socket.isClosed()).length, { timeout: 20_000 }).toBe(1)
    await people.ming.send(people.direct, later)
    await shows(second, later)
  })

  it('keeps few rows in the page and its place while history is read', async () => {
    const page = await person(people.me)
    const { id } = await people.hong.group('很长的历史', [people.me])
    for (let i = 0; i < 400; i += 20) await Promise.all(Array.from({ length: 20 }, (_, j) => people.hong.send(id, `第 ${i + j} 条`)))
    await people.me.read(id, 401)
    await page.goto(`/chats/${id}`)
    await page.locator('article').first().waitFor()
    const scroller = page.locator('.scroller')
    await page.locator('.scroller.settled').waitFor()
    for (let i = 0; i < 30; i++) {
      await scroller.evaluate(async (box) => {
        box.scrollTop -= 400
        for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame)
      })
    }
    expect(await page.locator('article').count()).toBeLessThanOrEqual(40)
    const [before, after] = await scroller.evaluate(async (box) => {
      const anchor = [...box.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top > 100)
      const id = anchor.dataset.id
      const top = () => box.querySelector(`[data-id="${id}"]`).getBoundingClientRect().top
      const at = top()
      for (let frame = 0; frame < 40; frame++) await new Promise(requestAnimationFrame)
      return [at, top()]
    })
    expect(after).toBe(before)
  })

  it('has rows of even heights: the middle of two of them, which unseen ones are taken for, has no half pixel', async () => {
    const page = await person(people.me)
    for (const id of [people.direct, people.project.id, people.weekend.id, people.festival.id, people.withLi]) {
      await page.goto(`/chats/${id}`)
      await page.locator('.scroller.settled article').first().waitFor()
      const odd = await page.locator('article').evaluateAll((all) => all.map((one) => [one.getBoundingClientRect().height, one.innerText]).filter(([height]) => height % 2))
      expect(odd).toEqual([])
    }
  })

  it('marks what is unread when it is opened, and as read when it was seen', async () => {
    await people.alice.send(people.weekend.id, 'One more thing')
    const page = await person(people.me)
    const item = page.locator('.item', { hasText: '周末徒步' })
    await item.locator('.badge').waitFor()
    await item.click()
    await page.locator('.unread').waitFor()
    await expect.poll(() => item.locator('.badge').count()).toBe(0)
  })

  it('mentions members of a group by what is typed', async () => {
    const page = await person(people.me)
    await page.goto(`/chats/${people.design.id}`)
    await shows(page, '对比度')
    await compose(page).pressSequentially('@ll')
    await page.getByRole('option', { name: /丽丽/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('看这里')
    await page.keyboard.press('Enter')
    await page.locator('article .mention', { hasText: '@丽丽' }).last().waitFor()
    const { items } = await people.li.call('GET', '/api/conversations')
    expect(items.find(({ id }) => id === people.design.id).mentioned).toBeGreaterThan(0)
  })

  it('answers friend requests and makes groups', async () => {
    const page = await person(people.me)
    await page.goto('/contacts/requests')
    await page.locator('li', { hasText: '军军' }).getByRole('button', { name: '同意' }).click()
    await page.locator('li', { hasText: '军军' }).locator('.state', { hasText: '已同意' }).waitFor()
    await page.goto('/chats')
    await page.getByRole('button', { name: '新建' }).click()
    await page.getByRole('menuitem', { name: '新建群聊' }).click()
    await page.fill('#group-name', '新的群')
    await page.getByRole('checkbox', { name: '军军' }).click()
    await page.getByRole('button', { name: '创建' }).click()
    await page.locator('h1', { hasText: '新的群' }).waitFor()
    await write(page, '大家好')
    await shows(page, '大家好')
    await page.getByRole('link', { name: '聊天信息' }).click()
    await page.locator('.members li').nth(1).waitFor()
    await page.getByLabel('全员禁言').click()
    await page.locator('.pill', { hasText: '开启了全员禁言' }).waitFor()
  })

  it('signs another device out', async () => {
    const [here, there] = [await person(people.me), await person(people.me)]
    await here.route('**/api/auth/sessions*', (route) => route.abort())
    const online = here.waitForResponse(/\/api\/conversations\?/)
    await here.goto('/settings/devices')
    await online
    await here.getByRole('button', { name: '重试' }).focus()
    await here.unroute('**/api/auth/sessions*')
    await here.keyboard.press('Enter')
    await here.getByRole('button', { name: '下线' }).first().waitFor()
    expect(await here.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('登录设备')
    await there.goto('/settings')
    const before = await here.locator('.sheet li').count()
    await here.getByRole('button', { name: '下线' }).first().click()
    await here.getByRole('dialog').getByRole('button', { name: '下线' }).click()
    await expect.poll(() => here.locator('.sheet li').count()).toBe(before - 1)
    expect(await here.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('登录设备')
    await there.waitForURL('**/login**', { timeout: 15_000 })
    await there.locator('.alert', { hasText: '登录已失效' }).waitFor()
  })

  it('changes language and theme at once', async () => {
    const page = await person(people.hua)
    await page.goto('/settings/appearance')
    await page.getByRole('radio', { name: 'English' }).click()
    await page.locator('h1', { hasText: 'Appearance' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.getByRole('radio', { name: 'Dark' }).click()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.reload()
    await page.locator('h1', { hasText: 'Appearance' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })

  it('has one pane and a tab bar on a phone', async () => {
    const page = await person(people.gang, { device: PHONE })
    await page.locator('.item', { hasText: '设计评审' }).tap()
    await page.locator('article').first().waitFor()
    expect(await page.locator('.list').isVisible()).toBe(false)
    expect(await page.locator('nav.rail').isVisible()).toBe(false)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.getByRole('link', { name: '返回' }).tap()
    await page.locator('nav.rail').waitFor()
  })
})
