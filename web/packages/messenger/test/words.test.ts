import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import enMessenger from '../src/text/messenger/en'
import zhMessenger from '../src/text/messenger/zh-CN'
import enMoney from '../src/text/money/en'
import zhMoney from '../src/text/money/zh-CN'
import enStart from '../src/text/start/en'
import zhStart from '../src/text/start/zh-CN'

const en = { ...enStart, ...enMessenger, ...enMoney }
const zh = { ...zhStart, ...zhMessenger, ...zhMoney }

const root = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name) && !name.startsWith('text/'))
const sources = files.map((name) => ({ name, text: readFileSync(`${root}/${name}`, 'utf8') }))
const sections = Object.keys(zh).join('|')

function keys(words: object, before = ''): string[] {
  return Object.entries(words).flatMap(([key, word]) => (typeof word === 'string' ? [`${before}${key}`] : keys(word as object, `${before}${key}.`)))
}

/** Forms of one word, as for one and for many, name the same more than once. */
const placeholders = (word: string): string[] => [...new Set([...word.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort()
const word = (words: object, key: string): string => key.split('.').reduce((at, part) => (at as Record<string, unknown>)[part] as object, words) as unknown as string

describe('the words', () => {
  it('are the same in both languages, with the same places to fill', () => {
    expect(keys(en)).toEqual(keys(zh))
    const different = keys(zh).filter((key) => placeholders(word(zh, key)).join() !== placeholders(word(en, key)).join())
    expect(different).toEqual([])
  })

  it('are there wherever they are asked for', () => {
    const known = new Set(keys(zh))
    const asked = sources.flatMap(({ name, text }) => [...text.matchAll(new RegExp(`'((?:${sections})\\.[A-Za-z0-9-]+)'`, 'g'))].map(([, key]) => `${name}: ${key}`))
    expect(asked.length).toBeGreaterThan(150)
    expect(asked.filter((one) => !known.has(one.split(': ')[1]!))).toEqual([])
  })

  it('are asked for, each of them', () => {
    const all = sources.map(({ text }) => text).join('\n')
    const made = [...all.matchAll(new RegExp(`\`((?:${sections})\\.[^\`]*)\``, 'g'))].map(([, key]) => new RegExp(`^${key!.replace(/\./g, '\\.').replace(/\$\{[^}]*\}+/g, '.*')}$`))
    expect(keys(zh).filter((key) => !all.includes(`'${key}'`) && !made.some((pattern) => pattern.test(key)))).toEqual([])
  })

  it('stand nowhere else', () => {
    // The letters that sorting by pinyin is measured with, and the name that a language has for itself.
    const allowed = new Set(['lib/match.ts', 'views/settings/AppearancePage.vue'])
    const found: string[] = []
    for (const { name, text } of sources) {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      if (/\p{Script=Han}/u.test(code.replace(/[，。！？；、）】》]/g, '')) && !allowed.has(name)) found.push(name)
      const template = /<template>([\s\S]*)<\/template>/.exec(code)?.[1] ?? ''
      const bare = template.replace(/\{\{[\s\S]*?\}\}/g, '').replace(/<svg[\s\S]*?<\/svg>/g, '')
      for (const [, words] of bare.matchAll(/(?<![=-])>([^<>]*?[A-Za-z]{2,}[^<>]*?)</g)) {
        if (!/^(Ctrl K|Esc)$/.test(words!.trim())) found.push(`${name}: ${words!.trim()}`)
      }
    }
    expect(found).toEqual([])
  })
})
