// The pictures of docs/screenshots, taken of a running system: HONGYAN_URL=http://localhost:8080 npm run screenshots
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, it } from 'vitest'
import { atRest, logIn, PC, PHONE } from './browser.mjs'
import { browserPages, give } from './pages.mjs'
import { Person, team } from './people.mjs'

const target = process.env.PICTURES ?? fileURLToPath(new URL('../../docs/screenshots', import.meta.url))
mkdirSync(target, { recursive: true })

const variants = [
  { name: 'pc-light', device: PC, theme: 'light', language: 'zh-CN' },
  { name: 'pc-dark', device: PC, theme: 'dark', language: 'en' },
  { name: 'phone-light', device: { ...PHONE, deviceScaleFactor: 1 }, theme: 'light', language: 'en' },
  { name: 'phone-dark', device: { ...PHONE, deviceScaleFactor: 1 }, theme: 'dark', language: 'zh-CN' },
]

const person = browserPages()
let people

beforeAll(async () => {
  people = await team()
})

/** Where each picture is taken, what is there when it can be, and what is done before. */
const views = ({ ming, direct, project, weekend, festival, finished, unopened, withLi }) => ({
  list: ['/chats', '.item'],
  chat: [`/chats/${direct}`, 'article'],
  group: [`/chats/${project.id}`, 'article'],
  'group-info': [`/chats/${project.id}/info`, '.members li'],
  cards: [`/chats/${weekend.id}`, '.plate'],
  history: [`/chats/${weekend.id}`, '.plate', (page) => page.locator('.plate button').click()],
  choosing: [`/chats/${direct}`, 'article', choose],
  forward: [`/chats/${direct}`, 'article', forward],
  packets: [`/chats/${festival.id}`, '.envelope .state'],
  'packet-cover': [`/chats/${festival.id}/packets/${unopened.id}`, '.coin'],
  'packet-result': [`/chats/${festival.id}/packets/${finished.id}`, '.claims li'],
  'packet-proof': [`/chats/${festival.id}/packets/${finished.id}`, '.verify', prove],
  'packet-send': [`/chats/${festival.id}`, '.envelope .state', fillPacket],
  transfers: [`/chats/${withLi}`, '.transfer .state'],
  wallet: ['/settings/wallet', '.sheet .entry'],
  contacts: ['/contacts', '.entry'],
  contact: [`/contacts/${ming.id}`, '.facts'],
  settings: ['/settings', '.entry'],
  profile: ['/settings/profile', '#name'],
  appearance: ['/settings/appearance', '.theme'],
})

/** On a wide screen these show nothing that another one does not show. */
const NARROW_ONLY = new Set(['list', 'contacts'])

async function prove(page) {
  await page.click('.verify')
  await page.locator('.finding').first().waitFor()
  await page.locator('.proof .why').last().scrollIntoViewIfNeeded()
}

async function choose(page) {
  const row = (text) => page.locator('article', { hasText: text })
  await row('七楼').locator('.bubble').dispatchEvent('contextmenu')
  await page.getByRole('menuitem', { name: /^(多选|Select)$/ }).click()
  await row('记得带上电脑').getByRole('checkbox').click()
}

async function forward(page) {
  await choose(page)
  await page.getByRole('button', { name: /^(转发|Forward)$/ }).click()
  await page.getByRole('checkbox', { name: /^(红红|刚子)/ }).first().click()
}

async function fillPacket(page) {
  await give(page, /^(发红包|Red packet)$/)
  await page.fill('#packet-amount', '66.66')
  await page.fill('#packet-count', '6')
}

async function picture(page, view, name) {
  await page.waitForLoadState('networkidle')
  await atRest(page)
  await page.screenshot({ path: `${target}/${view}-${name}.png` })
}

it.each(variants)('takes the pictures: $name', { timeout: 300_000 }, async ({ name, ...options }) => {
  const page = await person(undefined, options)
  await page.goto('/login')
  await page.waitForSelector('#username')
  await picture(page, 'login', name)
  await logIn(page, people.me)
  for (const [view, [path, selector, act]] of Object.entries(views(people))) {
    if (options.device === PC && NARROW_ONLY.has(view)) continue
    await page.goto(path)
    await page.waitForSelector(selector)
    await act?.(page)
    await picture(page, view, name)
  }
})

it.each(variants)('takes the pictures of what is not there: $name', { timeout: 300_000 }, async ({ name, ...options }) => {
  const fresh = await Person.register('新人')
  const page = await person(undefined, options)
  await page.goto('/login')
  await page.fill('#username', fresh.username)
  await page.fill('#password', 'not-his-password')
  await page.click('button[type=submit]')
  await page.waitForSelector('.alert')
  await picture(page, 'login-refused', name)

  const held = (url) => url.pathname === '/api/friends'
  await page.route(held, () => {})
  await logIn(page, fresh)
  await page.goto('/contacts')
  await page.waitForSelector('.bones')
  await atRest(page)
  await page.screenshot({ path: `${target}/waiting-${name}.png` })
  await page.unroute(held)
  await page.goto('/contacts')
  await page.waitForSelector('.empty .hint')
  await picture(page, 'empty', name)

  const refused = (url) => url.pathname === '/api/auth/sessions'
  await page.route(refused, (asked) => asked.abort())
  await page.goto('/settings/devices')
  await page.waitForSelector('.awaited [role=alert]')
  await picture(page, 'failed', name)
  await page.goto(`/chats/${crypto.randomUUID()}`)
  await page.waitForSelector('.gone a')
  await picture(page, 'gone', name)

  const keeper = await person(people.me, options)
  await keeper.goto(options.device === PC ? `/chats/${people.direct}` : '/chats')
  await keeper.waitForSelector(options.device === PC ? 'article' : '.item')
  await keeper.context().setOffline(true)
  await keeper.waitForSelector('.note.lost')
  await atRest(keeper)
  await keeper.screenshot({ path: `${target}/offline-${name}.png` })
})
