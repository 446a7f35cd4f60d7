// Ten thousand messages in one window: how many are in the page, whether what is read stays in its place, and how
// smoothly it moves.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { browserPages } from '../pages.mjs'
import { Person } from '../people.mjs'
import { longTasks, report, said } from './report.mjs'

const MESSAGES = Number(process.env.MESSAGES ?? 10_000)
const WRITERS = 20
const MOST_NODES = 40
const SCREEN = { width: 1280, height: 800 }

const person = browserPages()
const rows = []
let reader, writers, group

beforeAll(async () => {
  writers = []
  for (let i = 0; i < WRITERS; i++) writers.push(await Person.register(`写手 ${i}`))
  reader = await Person.register('读者')
  group = (await writers[0].group('一万条', [...writers.slice(1), reader])).id
  await Promise.all(writers.map(async (one, w) => {
    for (let i = w; i < MESSAGES; i += WRITERS) await one.send(group, words(i))
  }))
  await reader.read(group, MESSAGES + 1)
  console.log(`${MESSAGES} messages are written`)
}, 600_000)

afterAll(() => rows.length && report('history', `A history of ${MESSAGES.toLocaleString('en')} messages`, rows))

/** Some short, some of several lines. */
function words(i) {
  return `第 ${i} 条。${'鸿雁在云鱼在水，惆怅此情难寄。'.repeat(i % 7)}${i % 5 ? '' : '\nA second line, in English.'}`
}

it('keeps few rows, their places, and the pace', { timeout: 900_000 }, async () => {
  const page = await person(reader, { device: { viewport: SCREEN, deviceScaleFactor: 1 } })
  await page.goto(`/chats/${group}`)
  await page.locator('.scroller.settled article').first().waitFor()
  await page.evaluate(tools)
  const tasks = await longTasks(page)

  const loading = await loadAll(page)
  const whileLoading = await tasks()
  console.log(`${loading.prepends} pages are loaded`)
  const appended = await append(page, 20)
  await tasks()
  console.log('20 messages have come')
  const wheels = (await wheel(page, 1)) + (await wheel(page, -1))
  const whileScrolling = await tasks()
  const jumps = await page.evaluate(() => globalThis.jumpAround(100))
  const whileJumping = await tasks()
  const coming = arriving()
  await page.evaluate(() => globalThis.jumpTo(0))
  await tasks()
  await wheel(page, 1)
  const whileComing = await tasks()
  const came = await coming.end()
  const nodes = await page.evaluate(() => globalThis.mostNodes)

  rows.push(
    ['message nodes in the page, the most at any frame', nodes, `${MOST_NODES}`],
    [`drift on prepend, px, the worst of ${loading.prepends}`, loading.drift, '0'],
    ['drift on append, px, the worst of 20', appended, '0'],
    ['tasks over 50 ms while scrolling up loads all', said(whileLoading), '0'],
    [`tasks over 50 ms in ${wheels} turns of the wheel, from end to end`, said(whileScrolling), '0'],
    [`tasks over 50 ms in ${jumps} jumps of the scrollbar`, said(whileJumping), '0'],
    [`tasks over 50 ms while scrolling and ${came} messages come`, said(whileComing), '0'],
  )
  expect.soft(loading.drift).toBe(0)
  expect.soft(appended).toBe(0)
  expect.soft(nodes).toBeLessThanOrEqual(MOST_NODES)
  expect.soft([...whileLoading, ...whileScrolling, ...whileJumping, ...whileComing].length, 'long tasks').toBe(0)
})

/** What the page itself does for the measure: it looks at every frame. */
function tools() {
  const box = document.querySelector('.scroller')
  // What a frame has painted is looked at in the task after it: within it, rows are put in order still.
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = resolve
    port2.postMessage(undefined)
  }))
  globalThis.frames = async (count) => {
    for (let i = 0; i < count; i++) await frame()
  }

  globalThis.mostNodes = 0
  const count = () => {
    globalThis.mostNodes = Math.max(globalThis.mostNodes, box.querySelectorAll('article').length)
    requestAnimationFrame(count)
  }
  requestAnimationFrame(count)

  globalThis.jumpTo = async (top) => {
    box.scrollTop = top < 0 ? box.scrollHeight + top : top
    await globalThis.frames(5)
  }

  /** Holds on to the first row that is wholly seen until there is more in the list, and for some frames more. */
  globalThis.holdOn = () => {
    const edge = box.getBoundingClientRect().top
    const row = [...box.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top >= edge)
    const top = () => box.querySelector(`[data-id="${row.dataset.id}"]`)?.getBoundingClientRect().top ?? Infinity
    const [from, height] = [top(), box.scrollHeight]
    const watch = async () => {
      let [worst, left] = [0, 10]
      while (left > 0) {
        await frame()
        worst = Math.max(worst, Math.abs(top() - from))
        if (box.scrollHeight !== height) left--
      }
      return worst
    }
    globalThis.moved = watch()
  }

  globalThis.jumpAround = async (times) => {
    for (let i = 0; i < times; i++) await globalThis.jumpTo(((((i + 1) * 37) % times) / times) * box.scrollHeight)
    return times
  }
}

const moved = (page) => page.evaluate(() => globalThis.moved)

/** Scrolls up until all is loaded. Each page of older messages waits until a row is held on to. */
async function loadAll(page) {
  const waiting = []
  const older = (url) => url.pathname.endsWith('/messages') && url.searchParams.has('before')
  await page.route(older, async (route) => {
    await new Promise((go) => waiting.push(go))
    await route.continue()
  })
  let [drift, prepends] = [0, 0]
  for (;;) {
    await page.evaluate(() => globalThis.jumpTo(300))
    const asked = await vi.waitUntil(() => waiting.length, { timeout: 2_000, interval: 5 }).catch(() => 0)
    if (!asked) break
    await page.evaluate(() => globalThis.holdOn())
    waiting.shift()()
    drift = Math.max(drift, await moved(page))
    prepends++
  }
  await page.unroute(older)
  await page.evaluate(() => globalThis.jumpTo(0))
  await page.locator('article', { hasText: '第 0 条' }).waitFor()
  return { drift, prepends }
}

/** New messages while older ones are read, far from the end and close to it. */
async function append(page, times) {
  let drift = 0
  for (let i = 0; i < times; i++) {
    await page.evaluate((top) => globalThis.jumpTo(top), i % 2 ? -2_000 : 50_000)
    await page.evaluate(() => globalThis.holdOn())
    await writers[i].send(group, words(i))
    drift = Math.max(drift, await moved(page))
  }
  return drift
}

/** Turns the wheel until the list moves no more. */
async function wheel(page, direction) {
  await page.mouse.move(SCREEN.width * 0.7, SCREEN.height / 2)
  const place = () => page.evaluate(() => globalThis.frames(2).then(() => document.querySelector('.scroller').scrollTop))
  for (let turns = 1, at = await place(); ; turns++) {
    await page.mouse.wheel(0, direction * 1_500)
    const now = await place()
    if (now === at) return turns
    at = now
  }
}

/** Ten messages a second, until it is ended. */
function arriving() {
  const sends = []
  const timer = setInterval(() => sends.push(writers[sends.length % WRITERS].send(group, words(sends.length))), 100)
  return {
    async end() {
      clearInterval(timer)
      return (await Promise.all(sends)).length
    },
  }
}
