import { chromium } from 'playwright'
import { ARGS, findChromium } from './chromium.mjs'

/** A browser, which the caller closes. */
export function launch() {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium or Chrome was found: install one, or name it in CHROMIUM.')
  return chromium.launch({ executablePath, args: ARGS })
}

export const PC = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 }
export const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

/** A page of its own, as one browser of one person. */
export async function open(browser, site, { device = PC, theme = 'light', language = 'zh-CN', motion = 'reduce' } = {}) {
  const context = await browser.newContext({ ...device, baseURL: site, colorScheme: theme, locale: language, reducedMotion: motion })
  await context.addInitScript((kept) => {
    if (!localStorage.getItem('hongyan.preferences')) localStorage.setItem('hongyan.preferences', JSON.stringify(kept))
  }, { theme, language })
  const page = await context.newPage()
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401|HTTP Authentication failed|net::ERR|status of 4/.test(message.text())) page.faults.push(message.text())
  })
  return page
}

export async function logIn(page, person) {
  await page.goto('/login')
  await page.fill('#username', person.username)
  await page.fill('#password', person.password)
  await page.click('button[type=submit]')
  await page.waitForURL('**/chats')
  await page.waitForSelector('.item')
}

/** Everything that moves and will end has ended. */
export async function atRest(page) {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity))
}
