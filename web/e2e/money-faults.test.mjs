// What goes wrong with money, and what people are told then.
import { beforeAll, describe, expect, it } from 'vitest'
import { browserPages, card, compose, dialog, give } from './pages.mjs'
import { balance, wallets } from './wallets.mjs'

const person = browserPages()
let me, ming, hong, group, direct

beforeAll(async () => {
  ;({ me, ming, hong, group, direct } = await wallets())
})

const problem = (status, code, detail) => ({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: `/problems/${code}`, title: code, status, detail }) })

async function fillPacket(page, wish, amount = '2') {
  await give(page, '发红包')
  await page.fill('#packet-amount', amount)
  await page.fill('#packet-count', '2')
  await page.fill('#packet-greeting', wish)
}

/** The server hears it, and its answer is lost. */
const losesAnswer = (page) =>
  page.route('**/api/red-packets', async (route) => {
    await route.fetch()
    await route.abort()
  }, { times: 1 })

describe('money that goes wrong', () => {
  it('pays once, however often the network fails', async () => {
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    const before = await balance(me)
    const wish = `只此一个 ${Date.now()}`
    await fillPacket(page, wish)
    await losesAnswer(page)
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    await page.getByText('绝不会重复扣款').waitFor()
    expect(await page.locator('#packet-amount').isDisabled()).toBe(true)
    await page.reload()
    await compose(page).waitFor({ timeout: 30_000 })
    await give(page, '发红包')
    await page.getByRole('button', { name: '再试一次' }).waitFor()
    expect(await page.inputValue('#packet-amount')).toBe('2.00')
    await page.getByRole('button', { name: '再试一次' }).click()
    await expect.poll(() => dialog(page).count()).toBe(0)
    await card(page, wish).waitFor()
    expect(await balance(me)).toBe(before - 200)
    expect(await page.locator('article .envelope', { hasText: wish }).count()).toBe(1)
  })

  it('is not paid by another tab as well', async () => {
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    const other = await page.context().newPage()
    await other.goto(`/chats/${group}`)
    const before = await balance(me)
    const wish = `两个标签 ${Date.now()}`
    await fillPacket(other, wish)
    await losesAnswer(page)
    await fillPacket(page, wish)
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    await page.getByText('绝不会重复扣款').waitFor()
    await other.fill('#packet-amount', '3')
    await other.getByRole('button', { name: '塞钱进红包' }).click()
    await other.getByText('绝不会重复扣款').waitFor()
    expect(await other.inputValue('#packet-amount')).toBe('2.00')
    for (const tab of [page, other]) {
      await tab.getByRole('button', { name: '再试一次' }).click()
      await expect.poll(() => dialog(tab).count()).toBe(0)
    }
    expect(await balance(me)).toBe(before - 200)
  })

  it('can be let go of, and something else sent instead', async () => {
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    const before = await balance(me)
    const wish = `少打一个点 ${Date.now()}`
    await page.route('**/api/red-packets', (route) => route.abort(), { times: 1 })
    await fillPacket(page, wish, '200')
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    await page.getByRole('button', { name: '放弃这一笔' }).click()
    await dialog(page).last().getByText('请先到收支明细里确认').waitFor()
    await dialog(page).last().getByRole('button', { name: '放弃这一笔' }).click()
    await page.fill('#packet-amount', '2')
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    await card(page, wish).waitFor()
    expect(await balance(me)).toBe(before - 200)
  })

  it('is told why a packet could not be opened, and may try again', async () => {
    const packet = await hong.packet(group, { total: 300, count: 3, greeting: '人太多' })
    const page = await person(me)
    await page.goto(`/chats/${group}/packets/${packet.id}`)
    const coin = dialog(page).getByRole('button', { name: '拆开红包' })
    for (const [status, code, words] of [[429, 'too-many-requests', '人太多了'], [403, 'account-frozen', '钱包已被冻结'], [503, 'unavailable', '暂时不可用']]) {
      await page.route('**/claims', (route) => route.fulfill(problem(status, code, words)), { times: 1 })
      await coin.click()
      await dialog(page).locator('.cover .fault', { hasText: words }).waitFor()
      expect(await coin.evaluate((one) => one === document.activeElement), 'the focus stays on the coin').toBe(true)
    }
    // The browser writes of the 503 that was made here.
    expect(page.faults.splice(0)).toEqual([expect.stringContaining('503')])
    await coin.click()
    await dialog(page).locator('.mine').waitFor()
  })

  it('is told that a refusal came after the dialogue was closed', async () => {
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    let refuse
    const held = new Promise((resolve) => (refuse = resolve))
    await page.route('**/api/red-packets', async (route) => {
      await held
      await route.fulfill(problem(409, 'insufficient-funds', '余额不足'))
    }, { times: 1 })
    await fillPacket(page, '太慢了')
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    expect(await page.locator('#packet-amount').isDisabled(), 'what is sent is not to be changed').toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog(page).count()).toBe(0)
    refuse()
    await page.getByText('余额不足').waitFor()
  })

  it('stays in its dialogue when everybody is muted meanwhile', async () => {
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    await fillPacket(page, '禁言')
    await hong.call('PUT', `/api/groups/${group}/mute`)
    await page.locator('.barred').waitFor()
    expect(await page.inputValue('#packet-greeting')).toBe('禁言')
    await hong.call('DELETE', `/api/groups/${group}/mute`)
    await page.locator('.barred').waitFor({ state: 'detached' })
  })

  it('shows its cards after the app was opened without a network', async () => {
    await hong.packet(group, { total: 300, count: 3, greeting: '离线打开' })
    const page = await person(me)
    await page.waitForFunction(() => navigator.serviceWorker.controller)
    await page.goto(`/chats/${group}`)
    await card(page, '离线打开').locator('.state', { hasText: '点击打开' }).waitFor()
    await page.waitForFunction(async () => {
      const files = await (await fetch('/kept.json')).json()
      return (await (await caches.open('hongyan')).keys()).length >= files.length
    })
    await page.context().setOffline(true)
    await page.reload()
    await card(page, '离线打开').locator('.state', { hasText: '…' }).waitFor()
    await page.context().setOffline(false)
    await card(page, '离线打开').locator('.state', { hasText: '点击打开' }).waitFor({ timeout: 30_000 })
  })

  it('are points where the server says so, also to who has not opened the wallet', async () => {
    await ming.packet(direct, { kind: 'equal', total: 500, count: 1, greeting: '积分' })
    const transfer = await ming.pay('/api/transfers', { to: me.id, amount: 500, note: '分' })
    const page = await person()
    await page.context().route('**/api/wallet', (route) => route.fulfill({ json: { balance: 700, currency: 'CNY', mode: 'points', frozen: false, payPassword: false } }))
    await page.goto('/login')
    await page.fill('#username', me.username)
    await page.fill('#password', me.password)
    await page.click('button[type=submit]')
    await page.waitForURL('**/chats')
    await page.goto(`/chats/${direct}`)
    await card(page, '500 积分').waitFor()
    await page.goto(`/chats/${direct}/transfers/${transfer.id}`)
    await dialog(page).locator('.sum', { hasText: '500 积分' }).waitFor()
  })

  it('brings its reader back to where he came from', async () => {
    await me.packet(group, { total: 100, count: 1, greeting: '从钱包来' })
    const page = await person(me)
    await page.goto('/settings/wallet')
    await page.locator('.sheet .entry', { hasText: '发出红包' }).first().click()
    await dialog(page).waitFor()
    await dialog(page).getByRole('button', { name: '关闭' }).click()
    await page.waitForURL('**/settings/wallet')
  })
})
