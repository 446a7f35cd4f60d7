// The pictures of docs/screenshots, taken of a running system: HONGYAN_URL=http://localhost:8080 npm run screenshots
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, it } from 'vitest'
import { atRest, logIn, PC, PHONE } from './browser.mjs'
import { browserPages, give } from './pages.mjs'
import { team } from './people.mjs'

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

it.each(variants)('takes the pictures: $name', { timeout: 300_000 }, async ({ name, ...options }) => {
  const page = await person(undefined, options)
  const picture = async (view) => {
    await page.waitForLoadState('networkidle')
    await atRest(page)
    await page.screenshot({ path: `${target}/${view}-${name}.png` })
  }
  await page.goto('/login')
  await page.waitForSelector('#username')
  await picture('login')
  await logIn(page, people.me)
  for (const [view, [path, selector, act]] of Object.entries(views(people))) {
    if (options.device === PC && NARROW_ONLY.has(view)) continue
    await page.goto(path)
    await page.waitForSelector(selector)
    await act?.(page)
    await picture(view)
  }
})
