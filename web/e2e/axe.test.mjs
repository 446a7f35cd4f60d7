// What a machine can find of what keeps people out: every page, both themes, PC and phone, both languages.
import { beforeAll, describe, expect, it } from 'vitest'
import { logIn, PC, PHONE } from './browser.mjs'
import { browserPages, dialog, give, sees } from './pages.mjs'
import { Person, team } from './people.mjs'
import { routes } from './routes.mjs'
import { wallets } from './wallets.mjs'

const person = browserPages()
let people, friends, guarded

beforeAll(async () => {
  people = await team()
  friends = await wallets()
  guarded = await Person.register('芳芳', `guarded-${Date.now().toString(36)}`)
  await guarded.topUp(10_000)
  await guarded.call('PUT', '/api/wallet/pay-password', { password: '246810' })
})

const variants = ['light', 'dark'].flatMap((theme) => [['PC', PC], ['phone', PHONE]].map(([kind, device]) => ({ theme, kind, device, language: theme === 'dark' ? 'en' : 'zh-CN' })))

describe('axe finds nothing', () => {
  it.each(variants)('in the messenger: $theme, $kind', async ({ kind, device, ...options }) => {
    const page = await person(undefined, { device, ...options })
    const found = []
    for (const route of ['/login', '/register']) {
      await page.goto(route)
      await page.waitForSelector('#username')
      await sees(page, found, route)
    }
    await logIn(page, people.me)
    for (const [route, ready] of routes(people)) {
      await page.goto(route)
      await page.locator(ready).first().waitFor()
      await sees(page, found, `${kind} ${route}`)
    }
    expect(found).toEqual([])
  })

  it.each(variants)('where money is: $theme, $kind', async ({ kind, device, ...options }) => {
    const { me, ming, hong, group, direct } = friends
    const [unopened, gone] = [await hong.packet(group, { total: 600, count: 3 }), await hong.packet(group, { total: 200, count: 2 })]
    await ming.claim(gone)
    await hong.claim(gone)
    const transfer = await ming.pay('/api/transfers', { to: me.id, amount: 100, note: 'x' })
    const page = await person(me, { device, ...options })
    const found = []
    const look = (name) => sees(page, found, `${kind} ${name}`)
    const pages = [
      [`/chats/${group}`, '.envelope'],
      [`/chats/${direct}`, '.transfer'],
      [`/chats/${group}/packets/${unopened.id}`, '.coin'],
      [`/chats/${group}/packets/${gone.id}`, '.claims li'],
      [`/chats/${direct}/transfers/${transfer.id}`, '.answers'],
      ['/settings/wallet', '.sheet .entry'],
      ['/settings/pay-password', '#chosen'],
    ]
    for (const [path, ready] of pages) {
      await page.goto(path)
      await page.locator(ready).first().waitFor()
      await look(path)
    }
    await page.goto(`/chats/${group}/packets/${gone.id}`)
    await page.locator('.verify').click()
    await page.locator('.finding').first().waitFor()
    await look('verified')
    await page.goto(`/chats/${group}/packets/${unopened.id}`)
    await page.route('**/claims', (route) => route.abort(), { times: 1 })
    await page.locator('.coin').click()
    await page.locator('.cover .fault').waitFor()
    await look('could not be opened')
    await page.goto(`/chats/${group}`)
    await give(page, /^(发红包|Red packet)$/)
    await page.locator('.pay').click()
    await page.locator('.field .fault').first().waitFor()
    await look('sending')
    await page.fill('#packet-amount', '1')
    await page.fill('#packet-count', '1')
    await page.route('**/api/red-packets', (route) => route.abort(), { times: 1 })
    await page.locator('.pay').click()
    await page.locator('.pay-fault button').waitFor()
    await look('without an answer')
    await page.locator('.pay-fault button').click()
    await dialog(page).nth(1).waitFor()
    await look('letting go')
    await dialog(page).last().getByRole('button').last().click()
    await page.goto(`/chats/${direct}`)
    await give(page, /^(转账|Transfer)$/)
    await page.locator('#transfer-amount').waitFor()
    await look('transferring')
    expect(found).toEqual([])
  })

  it.each(variants)('where a pay password is asked for: $theme, $kind', async ({ kind, device, ...options }) => {
    const page = await person(guarded, { device, ...options })
    const found = []
    await page.goto('/settings/wallet')
    await page.locator('.balance .amount').waitFor()
    await page.getByRole('button', { name: /^(提现|Withdraw)$/ }).click()
    await page.locator('#move-amount').waitFor()
    await sees(page, found, `${kind} withdrawing`)
    await page.fill('#move-amount', '1')
    await page.locator('.dialog .button.festive').click()
    await page.locator('#pay-password').waitFor()
    await sees(page, found, `${kind} paying`)
    expect(found).toEqual([])
  })
})
