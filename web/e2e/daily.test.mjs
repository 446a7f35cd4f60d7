// What is done every day, in a minute and a half at most: part of `./hongyan test` where a browser is installed.
import { beforeAll, describe, expect, it } from 'vitest'
import { logIn, PC, PHONE } from './browser.mjs'
import { browserPages, compose, sees, shows, write } from './pages.mjs'
import { team } from './people.mjs'
import { mainRoutes } from './routes.mjs'

const person = browserPages()
let people

beforeAll(async () => {
  people = await team()
})

/** Presses Tab until it is reached. */
async function tabTo(page, selector) {
  for (let i = 0; i < 20 && !(await page.locator(`${selector}:focus`).count()); i++) await page.keyboard.press('Tab')
  await page.locator(`${selector}:focus`).waitFor()
}

describe('the messenger, every day', () => {
  it('carries a message from one to the other with ticks and typing', async () => {
    const [mine, hers] = [await person(people.me), await person(people.ming)]
    await mine.goto(`/chats/${people.direct}`)
    await hers.goto(`/chats/${people.direct}`)
    await shows(hers, '到时候见')
    await mine.locator('.below', { hasText: '在线' }).waitFor()
    // What is typed while she is still connecting is told to nobody; who goes on typing is seen.
    await expect.poll(async () => {
      await compose(mine).pressSequentially('好')
      return hers.locator('.below', { hasText: '正在输入' }).count()
    }, { interval: 500, timeout: 15_000 }).toBe(1)
    const text = `你好 ${Date.now()}`
    await compose(mine).fill(text)
    await compose(mine).press('Enter')
    await shows(hers, text)
    await mine.locator('article', { hasText: text }).locator('.sign.read').waitFor()
  })

  it('keeps what was written while offline, over a reload, and sends it once and in order', async () => {
    const page = await person(people.me)
    await page.goto(`/chats/${people.direct}`)
    await shows(page, '到时候见')
    const mark = `离线 ${Date.now()}`
    await page.context().setOffline(true)
    for (let i = 0; i < 3; i++) await write(page, `${mark} ${i}`)
    expect(await page.locator('article .sign.sending').count()).toBe(3)
    await page.context().setOffline(false)
    await page.reload()
    await shows(page, `${mark} 2`)
    await expect.poll(() => page.locator('article .sign.sending').count(), { timeout: 20_000 }).toBe(0)
    const stored = (await people.ming.call('GET', `/api/conversations/${people.direct}/messages?limit=50`)).items.map(({ body }) => body.text).filter((text) => text?.startsWith(mark))
    expect(stored).toEqual([0, 1, 2].map((i) => `${mark} ${i}`))
  })

  it('opens without a network and shows what it holds, to the message that came last', async () => {
    const page = await person(people.me)
    await page.waitForFunction(() => navigator.serviceWorker.controller)
    await page.goto(`/chats/${people.direct}`)
    await shows(page, '到时候见')
    await page.waitForFunction(async () => {
      const files = await (await fetch('/kept.json')).json()
      return (await (await caches.open('hongyan')).keys()).length >= files.length
    })
    const text = `刚刚 ${Date.now()}`
    await people.ming.send(people.direct, text)
    await shows(page, text)
    await page.context().setOffline(true)
    await page.reload()
    await shows(page, text)
    await shows(page, '到时候见')
    await page.locator('.note').waitFor()
    await page.context().setOffline(false)
    await expect.poll(() => page.locator('.note').count(), { timeout: 20_000 }).toBe(0)
  })

  it('works by keyboard alone', async () => {
    const page = await person()
    await page.goto('/login')
    await page.waitForSelector('#username')
    await tabTo(page, '#username')
    await page.keyboard.type(people.me.username)
    await tabTo(page, '#password')
    await page.keyboard.type(people.me.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/chats')
    await page.locator('.item').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('mm')
    await page.locator('#target-0', { hasText: '明明' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/chats/${people.direct}`)
    const text = `键盘 ${Date.now()}`
    await expect.poll(() => compose(page).evaluate((area) => area === document.activeElement)).toBe(true)
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    await shows(page, text)
    await page.keyboard.press('Escape')
    await page.waitForURL('**/chats')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement.id)).toBe('search')
    await page.keyboard.type('设计')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/chats/${people.design.id}`)
  })

  it.each([
    { kind: 'PC', device: PC, theme: 'light', language: 'zh-CN' },
    { kind: 'phone', device: PHONE, theme: 'dark', language: 'en' },
  ])('keeps nobody out of the main pages: $kind, $theme', async ({ kind, device, ...options }) => {
    const page = await person(undefined, { device, ...options })
    const found = []
    await page.goto('/login')
    await page.waitForSelector('#username')
    await sees(page, found, 'login')
    await logIn(page, people.me)
    for (const [route, ready] of mainRoutes(people)) {
      await page.goto(route)
      await page.locator(ready).first().waitFor()
      await sees(page, found, `${kind} ${route}`)
    }
    expect(found).toEqual([])
  })
})
