import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Pictures, and the colours by which people and groups are told apart. */
const PICTURES = /(Art|Icon|Logo|Avatar|SenderName|LoginView|AppearancePage)\.vue$/

/** Set by scripts, not by styles. */
const scripted = new Set(['--app-height'])

const root = fileURLToPath(new URL('../src', import.meta.url))
const read = (name: string): string => readFileSync(`${root}/${name}`, 'utf8')
const styles = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|css)$/.test(name) && name !== 'styles/tokens.css')
  .map((name) => ({ name, css: name.endsWith('.vue') ? [...read(name).matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css]) => css).join('\n') : read(name) }))
const tokens = read('styles/tokens.css')

/** The declarations that a rule does not allow, as file: declaration. */
function declared(pattern: RegExp, where = styles): string[] {
  return where.flatMap(({ name, css }) => [...css.matchAll(pattern)].map(([found]) => `${name}: ${found.trim()}`))
}

describe('the styles', () => {
  it('take their colours from the tokens, but for pictures', () => {
    const colour = /[\w-]+:[^;{}]*(?:#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\(|\b(?:white|black)\b(?!-))[^;]*/gi
    expect(declared(colour, styles.filter(({ name }) => !PICTURES.test(name)))).toEqual([])
  })

  it('take the sizes of letters from the tokens', () => {
    expect(declared(/font-size:(?!\s*(?:var\(--text-|inherit))[^;]*/g)).toEqual([])
    expect(declared(/\bfont:(?!\s*inherit)(?![^;]*var\(--text-)[^;]*/g)).toEqual([])
  })

  it('take their times from the tokens', () => {
    expect(declared(/(?:animation|transition)[\w-]*:[^;]*\b\d*\.?\d+m?s\b[^;]*/g)).toEqual([])
  })

  it('use no token that does not exist, and leave none unused', () => {
    const texts = [...styles.map(({ name }) => read(name)), tokens]
    const known = [...tokens.matchAll(/^\s+(--[\w-]+):/gm)].map(([, name]) => name!)
    const own = texts.flatMap((text) => [...text.matchAll(/(--[\w-]+)['"]?:/g)].map(([, name]) => name!))
    const used = new Set(texts.flatMap((text) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!)))
    expect([...used].filter((name) => !own.includes(name) && !scripted.has(name))).toEqual([])
    expect(known.filter((name) => !used.has(name))).toEqual([])
  })
})
