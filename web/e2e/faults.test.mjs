// What the server does not answer is not said to be missing: pages say so, and show it once it can be read.
import { beforeAll, describe, expect, it } from 'vitest'
import { logIn } from './browser.mjs'
import { browserPages } from './pages.mjs'
import { Person, team } from './people.mjs'

const person = browserPages()
let people, stranger

beforeAll(async () => {
  people = await team()
  stranger = await Person.register('路人')
})

/** Each page, the call that it needs, and what it shows when that was answered. */
const pages = () => [
  ['/contacts/requests', '/api/friend-requests', 'main li'],
  [`/contacts/${stranger.id}`, `/api/users/${stranger.id}`, '.facts'],
  ['/settings/blocks', '/api/blocks', '.body .empty .title', '黑名单是空的'],
  ['/settings/devices', '/api/auth/sessions', '.sheet li'],
  [`/chats/${people.project.id}/info`, `/api/groups/${people.project.id}`, '.members li'],
  [`/chats/${crypto.randomUUID()}`, '/api/conversations/', '.gone .title', '对话不存在'],
]

describe('what cannot be read', () => {
  it.each(['offers to ask again', 'is read by itself when the connection is back'])('%s', async (way) => {
    const page = await person(people.me)
    for (const [route, call, ready, text] of pages()) {
      const refused = (url) => url.pathname.startsWith(call)
      await page.route(refused, (asked) => asked.abort())
      // Who is online reads no more by himself.
      await page.goto(route, { waitUntil: 'commit' })
      await page.waitForResponse(/\/api\/conversations\?/)
      const alert = page.locator('.awaited [role=alert]')
      await alert.filter({ hasText: '连不上服务器' }).waitFor()
      expect(await page.locator(ready).filter({ hasText: text }).count(), `${route} says what it does not know`).toBe(0)
      if (way.startsWith('offers')) {
        await page.unroute(refused)
        await alert.getByRole('button', { name: '重试' }).focus()
        await page.keyboard.press('Enter')
      } else {
        await page.context().setOffline(true)
        await page.unroute(refused)
        await page.context().setOffline(false)
      }
      await page.locator(ready).filter({ hasText: text }).first().waitFor()
      const kept = () => page.evaluate(() => document.activeElement?.matches('.awaited'))
      if (way.startsWith('offers')) await expect.poll(kept, route).toBe(true)
    }
  })

  it('leaves open who is a friend until it is known', async () => {
    const page = await person()
    let answer
    const held = new Promise((resolve) => (answer = resolve))
    await page.route((url) => url.pathname === '/api/friends', async (asked) => {
      await held
      await asked.continue()
    })
    await logIn(page, await Person.register('新人'))
    await page.goto('/contacts')
    const none = page.getByText('还没有朋友')
    await page.locator('.bones').waitFor()
    expect(await none.count()).toBe(0)
    answer()
    await none.waitFor()
    expect(await page.locator('.bones').count()).toBe(0)
  })

  it('asks again for friends that could not be read', async () => {
    const page = await person()
    await page.route((url) => url.pathname === '/api/friends', (asked) => asked.abort(), { times: 1 })
    await logIn(page, people.hong)
    await page.getByRole('link', { name: /通讯录/ }).click()
    await page.locator('.entry', { hasText: '雁儿' }).waitFor()
  })

  it('is shown when it comes by itself', async () => {
    const page = await person()
    const { project, gang } = people
    // Only the socket brings it.
    await page.route((url) => url.pathname.startsWith('/api/conversations'), (asked) => (asked.request().method() === 'GET' && !asked.request().url().includes('/messages') ? asked.abort() : asked.continue()))
    await page.goto(`/chats/${project.id}`)
    await page.fill('#username', gang.username)
    await page.fill('#password', gang.password)
    await page.click('button[type=submit]')
    await page.locator('article').first().waitFor()
  })
})

describe('a network that goes', () => {
  it('is told of soon, although its socket has not heard of it', async () => {
    const page = await person(people.me)
    await page.context().setOffline(true)
    await page.locator('.note.lost', { hasText: '离线' }).waitFor()
    await page.context().setOffline(false)
    await expect.poll(() => page.locator('.note').count(), { timeout: 20_000 }).toBe(0)
  })
})
