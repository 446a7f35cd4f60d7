// What every browser suite shares: a browser, its pages, and how to look at one that has come to rest.
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { atRest, launch, logIn, open } from './browser.mjs'
import { base } from './people.mjs'

const site = process.env.SITE ?? base
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Opens pages, closes them after each test, and fails a test whose pages had errors. */
export function browserPages() {
  let browser
  const pages = []
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    const faults = pages.flatMap((page) => page.faults)
    await Promise.all(pages.splice(0).map((page) => page.context().close()))
    expect(faults, 'errors on the console').toEqual([])
  })
  return async function person(who, options) {
    const page = await open(browser, site, options)
    pages.push(page)
    page.setDefaultTimeout(15_000)
    if (who) await logIn(page, who)
    return page
  }
}

export const compose = (page) => page.locator('textarea[role=combobox]')
export const shows = (page, text) => page.locator('article .text', { hasText: text }).last().waitFor({ timeout: 15_000 })

export async function write(page, text) {
  await compose(page).fill(text)
  await page.getByRole('button', { name: /^(发送|Send)$/ }).click()
}

/** Opens the menu of what is not written, and chooses. */
export async function give(page, name) {
  await page.getByRole('button', { name: /^(更多：|More:)/ }).click()
  await page.getByRole('menuitem', { name }).click()
}

export const dialog = (page) => page.getByRole('dialog')
export const card = (page, text) => page.locator('article .envelope, article .transfer', { hasText: text }).last()

/** Adds what axe finds on a page, in words, and sees that nothing is wider than the screen. */
export async function sees(page, found, name) {
  await atRest(page)
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  const said = violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`)
  found.push(...said)
  expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(page.viewportSize().width)
}
