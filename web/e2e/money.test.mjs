import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserPages, card, compose, dialog, give } from './pages.mjs'
import { Person } from './people.mjs'
import { balance, wallets } from './wallets.mjs'

const person = browserPages()
let me, ming, hong, group, direct

beforeAll(async () => {
  ;({ me, ming, hong, group, direct } = await wallets())
})

describe('money in the messenger', () => {
  it('goes from a dialogue into a card, out of it, and is proved', async () => {
    const [mine, his] = [await person(me), await person(ming)]
    await mine.goto(`/chats/${group}`)
    await his.goto(`/chats/${group}`)
    const wish = `万事如意 ${Date.now()}`
    await give(mine, '发红包')
    await mine.fill('#packet-amount', '8.88')
    await mine.fill('#packet-count', '2')
    await mine.fill('#packet-greeting', wish)
    await mine.getByRole('button', { name: '塞钱进红包' }).click()
    await expect.poll(() => dialog(mine).count()).toBe(0)

    await card(his, wish).waitFor()
    await his.locator('.item', { hasText: `[红包] ${wish}` }).waitFor()
    await card(his, wish).click()
    await dialog(his).getByRole('button', { name: '拆开红包' }).click()
    await dialog(his).locator('.mine').waitFor()
    const { claims } = await ming.call('GET', `/api/red-packets/${new URL(his.url()).pathname.split('/').pop()}`)
    expect(await dialog(his).locator('.mine').textContent()).toContain((claims[0].amount / 100).toFixed(2))
    await his.keyboard.press('Escape')
    await card(his, wish).locator('.state', { hasText: '已领取' }).waitFor()

    await card(mine, wish).locator('.state', { hasText: '已领取 1/2' }).waitFor()
    await card(mine, wish).click()
    await dialog(mine).getByRole('button', { name: '拆开红包' }).click()
    await dialog(mine).getByText('手气最佳').waitFor()
    await dialog(mine).getByRole('button', { name: '验证抽签' }).click()
    await dialog(mine).getByText('领取的 2 份与重新抽签的结果一致').waitFor()
    await dialog(mine).getByText('本机在').waitFor()
    await dialog(mine).getByText('它不能证明种子是怎样选出来的').waitFor()
    expect(await dialog(mine).locator('.finding.bad').count()).toBe(0)
    await mine.keyboard.press('Escape')
    await mine.goto('/chats')
    await mine.locator('.item', { hasText: '鸿雁' }).click()
    await mine.locator('.pill.money', { hasText: '你的红包已被领完，2 个共 ¥8.88' }).waitFor()
  })

  it('says what is wrong while it is typed, and how much there is', async () => {
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    await give(page, '发红包')
    await page.fill('#packet-count', '9')
    await page.getByText('个数要在 1 到 3 之间').waitFor()
    await page.fill('#packet-count', '2')
    await page.fill('#packet-amount', '0.01')
    await page.getByText('2 个红包至少要 ¥0.02').waitFor()
    await page.fill('#packet-amount', '400.01')
    await page.getByText('2 个红包最多 ¥400.00').waitFor()
    await page.getByRole('radio', { name: /专属/ }).click()
    await page.fill('#packet-amount', '1')
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    await page.locator('.fault', { hasText: '请选择领取人' }).waitFor()
    await page.selectOption('#packet-recipient', { label: '明明' })
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    await expect.poll(() => dialog(page).count()).toBe(0)
    await card(page, '给明明的专属红包').waitFor()
  })

  it('opens within 600 ms, and without motion where none is wanted', async () => {
    const opened = async (options) => {
      const packet = await hong.packet(group, { total: 300, count: 3 })
      const page = await person(ming)
      await page.emulateMedia(options)
      await page.goto(`/chats/${group}/packets/${packet.id}`)
      const coin = dialog(page).getByRole('button', { name: '拆开红包' })
      await coin.waitFor()
      await page.evaluate(() => {
        window.motion = { declared: 0 }
        new MutationObserver(() => {
          const leaving = document.querySelector('.lift-leave-active')
          if (leaving) {
            window.motion.from ??= performance.now()
            const lasts = [leaving, ...leaving.children].flatMap((one) => one.getAnimations()).map(({ effect }) => effect.getTiming()).filter(({ iterations }) => iterations !== Infinity)
            window.motion.declared = Math.max(window.motion.declared, ...lasts.map(({ delay, duration }) => delay + Number(duration)))
          }
          if (!document.querySelector('.cover')) window.motion.to ??= performance.now()
        }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] })
      })
      await coin.click()
      await dialog(page).locator('.mine').waitFor()
      await page.waitForFunction(() => window.motion.to)
      return page.evaluate(() => window.motion)
    }
    const moving = await opened({ reducedMotion: 'no-preference' })
    console.log(`the cover was gone after ${Math.round(moving.to - moving.from)} ms`)
    expect(moving.declared).toBeGreaterThan(100)
    expect(moving.declared).toBeLessThan(600)
    // Frames may be late on a busy machine.
    expect(moving.to - moving.from).toBeLessThan(900)
    const still = await opened({ reducedMotion: 'reduce' })
    expect(still.declared).toBeLessThan(20)
    expect(still.to - (still.from ?? still.to)).toBeLessThan(100)
  })

  it('tells who came too late', async () => {
    const packet = await hong.packet(group, { total: 100, count: 1, greeting: '手快有' })
    await ming.claim(packet)
    const page = await person(me)
    await page.goto(`/chats/${group}`)
    await card(page, '手快有').locator('.state', { hasText: '已被领完' }).waitFor()
    await card(page, '手快有').click()
    await dialog(page).getByText('手慢了').waitFor()
    await page.keyboard.press('Escape')
    const last = await hong.packet(group, { total: 100, count: 1, greeting: '只差一步' })
    await card(page, '只差一步').click()
    await dialog(page).getByRole('button', { name: '拆开红包' }).waitFor()
    await page.route('**/claims', async (route) => {
      await ming.claim(last)
      await route.continue()
    })
    await dialog(page).getByRole('button', { name: '拆开红包' }).click()
    await dialog(page).getByText('手慢了').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement.textContent)).toContain('手慢了')
  })

  it('is transferred, accepted and returned', async () => {
    const [mine, his] = [await person(me), await person(ming)]
    await mine.goto(`/chats/${direct}`)
    await his.goto(`/chats/${direct}`)
    const before = await balance(ming)
    for (const [amount, answer, said] of [['12.34', '收款', '已收款'], ['5', '退还', '已退还']]) {
      await give(mine, '转账')
      await mine.fill('#transfer-amount', amount)
      await mine.fill('#transfer-note', '车票')
      await mine.getByRole('button', { name: '确认转账' }).click()
      await expect.poll(() => dialog(mine).count()).toBe(0)
      await card(his, Number(amount).toFixed(2)).locator('.state', { hasText: '点击收款' }).waitFor()
      await card(his, Number(amount).toFixed(2)).click()
      await dialog(his).getByRole('button', { name: answer, exact: true }).click()
      // By its name: the question comes a moment later, and who has found a button of the dialogue below waits for that one.
      if (answer === '退还') await his.getByRole('dialog', { name: answer }).getByRole('button', { name: answer, exact: true }).click()
      await dialog(his).getByText(said).first().waitFor()
      await his.keyboard.press('Escape')
      await card(mine, Number(amount).toFixed(2)).locator('.state', { hasText: said }).waitFor()
    }
    expect(await balance(ming)).toBe(before + 1234)
    await mine.locator('.item', { hasText: '[转账] ¥5.00' }).waitFor()
  })

  it('is topped up, listed, filtered and downloaded', async () => {
    const page = await person(hong)
    await page.goto('/settings/wallet')
    const before = await balance(hong)
    await page.getByRole('button', { name: '充值' }).click()
    await dialog(page).getByRole('button', { name: '50元' }).click()
    await dialog(page).getByRole('button', { name: '充值' }).click()
    await page.locator('.hero .balance', { hasText: ((before + 5000) / 100).toLocaleString('en', { minimumFractionDigits: 2 }) }).waitFor()
    await page.locator('.sheet .entry', { hasText: '充值' }).first().waitFor()
    await page.getByRole('radio', { name: '支出' }).click()
    await expect.poll(() => page.locator('.sheet .entry', { hasText: '充值' }).count()).toBe(0)
    await page.getByRole('radio', { name: '全部' }).click()
    await page.selectOption('select[aria-label="收支类型"]', 'top-up')
    await expect.poll(() => page.locator('.sheet .entry').count()).toBe(2)
    expect(await page.locator('.sheet .entry .visually-hidden').first().textContent()).toBe('50元')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /下载对账单/ }).click()])
    expect(file.suggestedFilename()).toMatch(/^hongyan-\d{4}-\d{2}\.csv$/)
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^time,kind,amount,balance,subject\r\n/)
  })

  it('is guarded by a pay password, which locks', async () => {
    const guarded = await Person.register('芳芳', `fang-${Date.now().toString(36)}`)
    await guarded.befriend(me)
    const talk = await guarded.directWith(me)
    await guarded.send(talk, '在吗')
    await guarded.topUp(10_000)
    const page = await person(guarded)
    await page.goto('/settings/pay-password')
    await page.fill('#chosen', '246810')
    await page.fill('#repeated', '246811')
    await page.getByText('两次输入不一致').waitFor()
    await page.fill('#repeated', '246810')
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForURL('**/settings/wallet')
    await page.goto(`/chats/${talk}`)
    await give(page, '发红包')
    await page.fill('#packet-amount', '1')
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    const pay = async (password) => {
      await page.fill('#pay-password', password)
      await page.getByRole('button', { name: '支付', exact: true }).click()
    }
    await pay('111111')
    await page.getByText('还可以试 4 次').waitFor()
    await pay('246810')
    await card(page, '恭喜发财').waitFor()
    await give(page, '发红包')
    await page.fill('#packet-amount', '1')
    await page.getByRole('button', { name: '塞钱进红包' }).click()
    for (const left of [4, 3, 2, 1]) {
      await pay('000000')
      await page.getByText(`还可以试 ${left} 次`).waitFor()
    }
    await pay('000000')
    await page.getByText('输错次数太多').waitFor()
    expect(await page.locator('#pay-password').isDisabled()).toBe(true)
    expect(await balance(guarded)).toBe(9_900)
  })

  it('works by keyboard alone', async () => {
    const page = await person(me)
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '')
    const presses = async (key, until) => {
      for (let i = 0; i < 12 && !(await until()); i++) await page.keyboard.press(key)
      expect(await until()).toBe(true)
    }
    await page.goto(`/chats/${group}`)
    await compose(page).waitFor()
    await expect.poll(focused).toMatch(/^发消息给/)
    await presses('Tab', async () => (await focused()) .startsWith('更多：'))
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    await page.keyboard.press('Enter')
    const wish = `键盘 ${Date.now()}`
    await dialog(page).waitFor()
    expect(await page.evaluate(() => document.activeElement.closest('[role=dialog]') !== null)).toBe(true)
    await presses('Tab', async () => (await focused()) === 'packet-amount')
    await page.keyboard.type('1')
    await page.keyboard.press('Tab')
    await page.keyboard.type('1')
    await page.keyboard.press('Tab')
    await page.keyboard.type(wish)
    await page.keyboard.press('Enter')
    await card(page, wish).waitFor()
    await expect.poll(() => dialog(page).count()).toBe(0)
    await presses('Shift+Tab', () => page.evaluate((text) => document.activeElement.matches('.envelope') && document.activeElement.textContent.includes(text), wish))
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('拆开红包')
    await page.keyboard.press('Enter')
    await dialog(page).locator('.mine').waitFor()
    await expect.poll(focused).toBe('你领到 1元')
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog(page).count()).toBe(0)
    expect(new URL(page.url()).pathname).toBe(`/chats/${group}`)
  })
})
