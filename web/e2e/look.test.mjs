// The rules under "Look" of web/README.md that a machine can see, on every page, in both themes, on PC and phone.
import { beforeAll, describe, expect, it } from 'vitest'
import { atRest, logIn, PC, PHONE } from './browser.mjs'
import { browserPages } from './pages.mjs'
import { team } from './people.mjs'
import { routes } from './routes.mjs'

const person = browserPages()
let people

beforeAll(async () => {
  people = await team()
})

const variants = ['light', 'dark'].flatMap((theme) => [['PC', PC], ['phone', PHONE]].map(([kind, device]) => ({ theme, kind, device, language: theme === 'dark' ? 'en' : 'zh-CN' })))

/** Visits every page, and gathers what `look`, run in the page with what is asked, says of each. */
async function everywhere(page, kind, look, asked) {
  const found = new Map()
  const gather = async (route) => {
    await atRest(page)
    for (const what of await page.evaluate(look, asked)) found.set(what, `${kind} ${route}`)
  }
  for (const route of ['/login', '/register']) {
    await page.goto(route)
    await page.waitForSelector('#username')
    await gather(route)
  }
  await logIn(page, people.me)
  for (const [route, ready] of [...routes(people), ['/settings/wallet', '.balance .amount'], ['/settings/pay-password', '#chosen']]) {
    await page.goto(route)
    await page.locator(ready).first().waitFor()
    await gather(route)
  }
  return [...found].map(([what, where]) => `${where}: ${what}`)
}

describe('the look', () => {
  it.each(variants)('keeps to the scales of letters and distances: $theme, $kind', async ({ kind, device, ...options }) => {
    const page = await person(undefined, { device, ...options })
    const found = await everywhere(page, kind, () => {
      const root = getComputedStyle(document.documentElement)
      const letters = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap((rule) => (rule.selectorText === ':root' ? [...rule.style] : []))
        .filter((name) => name.startsWith('--text-')).map((name) => root.getPropertyValue(name)).map((size) => parseFloat(size) * (size.endsWith('rem') ? 16 : 1))
      const named = (element) => `${element.tagName.toLowerCase()}.${element.classList.item(0) ?? ''}`
      return [...document.querySelectorAll('#app *')].flatMap((element) => {
        const style = getComputedStyle(element)
        if (style.display === 'none' || element.closest('svg, .avatar, .art')) return []
        const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
        const odd = words && !letters.includes(parseFloat(style.fontSize)) ? [`${named(element)} letters of ${style.fontSize}`] : []
        const sides = ['paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft', 'rowGap', 'columnGap'].filter((side) => {
          const steps = parseFloat(style[side])
          return steps > 10 && steps % 4 !== 0 && !element.matches('input, textarea, select')
        })
        return [...odd, ...sides.map((side) => `${named(element)} ${side} of ${style[side]}`)]
      })
    })
    expect(found).toEqual([])
  })

  it.each(variants)('leaves no words cut without a sign: $theme, $kind', async ({ kind, device, ...options }) => {
    const page = await person(undefined, { device, ...options })
    const found = await everywhere(page, kind, () =>
      [...document.querySelectorAll('#app *')].flatMap((element) => {
        const style = getComputedStyle(element)
        const cuts = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
        if (!cuts || style.textOverflow === 'ellipsis' || element.closest('.visually-hidden, .art, svg, input') || !element.textContent.trim()) return []
        return [`${element.tagName.toLowerCase()}.${element.className} is ${element.scrollWidth} wide in ${element.clientWidth}: ${element.textContent.trim().slice(0, 30)}`]
      }),
    )
    expect(found).toEqual([])
  })

  it.each(variants.filter(({ kind }) => kind === 'phone'))('has 44 px for a finger, or a sentence around it: $theme', async ({ kind, device, ...options }) => {
    const page = await person(undefined, { device, ...options })
    const found = await everywhere(page, kind, () => {
      const TOUCH = 44
      const target = 'a[href], button, input, select, textarea, [role=checkbox], [role=radio], [role=switch], [role=menuitem], [tabindex="0"]'
      const takes = (element, left, top) => {
        const there = document.elementFromPoint(left, top)
        return !there || element.contains(there) || element.closest('label')?.contains(there)
      }
      const size = (element) => {
        element.scrollIntoView({ block: 'center', inline: 'center' })
        const { x, y, width, height } = element.getBoundingClientRect()
        const [left, top] = [x + width / 2, y + height / 2]
        if (!takes(element, left, top)) return
        const half = TOUCH / 2 - 0.5
        const wide = width >= TOUCH || (takes(element, left - half, top) && takes(element, left + half, top))
        const high = height >= TOUCH || (takes(element, left, top - half) && takes(element, left, top + half))
        return wide && high ? undefined : `${Math.round(width)} × ${Math.round(height)}`
      }
      return [...document.querySelectorAll(`#app :is(${target})`)].flatMap((element) => {
        const style = getComputedStyle(element)
        const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length
        if (!seen || style.pointerEvents === 'none' || style.display === 'inline' || element.closest('.visually-hidden')) return []
        // The same page is behind the members of the group.
        if (element.matches('article .face a')) return []
        const less = size(element)
        return less ? [`${element.tagName.toLowerCase()}.${element.className} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 20)} is ${less}`] : []
      })
    })
    expect(found).toEqual([])
  })

  it.each(['no-preference', 'reduce'])('moves briefly, and not at all where that is asked for: %s', async (motion) => {
    const page = await person(undefined, { device: PC, motion })
    const found = await everywhere(
      page,
      motion,
      (limit) => {
        const longest = (list) => Math.max(...list.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)))
        return [...document.querySelectorAll('#app *')].flatMap((element) =>
          [undefined, '::before', '::after'].flatMap((part) => {
            const style = getComputedStyle(element, part)
            const moves = style.animationName === 'none' ? 0 : style.animationIterationCount.includes('infinite') ? Infinity : longest(style.animationDuration)
            const time = Math.max(longest(style.transitionDuration), moves)
            return time > limit ? [`${element.tagName.toLowerCase()}.${element.getAttribute('class')} moves for ${time} ms`] : []
          }),
        )
      },
      motion === 'reduce' ? 1 : 220,
    )
    expect(found).toEqual([])
  })

  it.each(['light', 'dark'])('shows where the keyboard is: %s', async (theme) => {
    const page = await person(undefined, { device: PC, theme })
    const found = []
    await logIn(page, people.me)
    for (const [route, ready] of routes(people)) {
      await page.goto(route)
      await page.locator(ready).first().waitFor()
      let stops = 0
      for (let press = 0; press < 40; press++) {
        await page.keyboard.press('Tab')
        const unseen = await page.evaluate(async () => {
          const element = document.activeElement
          if (!element || element === document.body) return null
          const around = [element, element.nextElementSibling]
          for (let one = element.parentElement; one && around.length < 5; one = one.parentElement) around.push(one)
          const look = () => around.map((one) => {
            const style = one && getComputedStyle(one)
            return style && [style.outlineStyle, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine].join()
          }).join('|')
          const settled = () => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {})))
          await settled()
          const focused = look()
          element.blur()
          await settled()
          const without = look()
          element.focus({ preventScroll: true })
          return focused === without ? `${element.tagName.toLowerCase()}.${element.className} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 20)}` : ''
        })
        if (unseen !== null) stops++
        if (unseen) found.push(`${route}: ${unseen}`)
      }
      expect(stops, route).toBeGreaterThan(5)
    }
    expect([...new Set(found)]).toEqual([])
  })
})
