import { createI18n } from 'vue-i18n'
import { preferences, type Language } from '../state/preferences'

/** Only the words of the language in use are loaded, and of those only what the pages so far need. */
const words = {
  start: { 'zh-CN': () => import('./start/zh-CN'), en: () => import('./start/en') },
  messenger: { 'zh-CN': () => import('./messenger/zh-CN'), en: () => import('./messenger/en') },
  money: { 'zh-CN': () => import('./money/zh-CN'), en: () => import('./money/en') },
}
type Part = keyof typeof words

const wanted = new Set<Part>(['start'])
const learned = new Set<string>()

export const i18n = createI18n({ legacy: false, locale: 'en' as Language, messages: {}, missingWarn: true })

async function learn(part: Part, language: Language): Promise<void> {
  const name = `${part} ${language}`
  if (learned.has(name)) return
  i18n.global.mergeLocaleMessage(language, (await words[part][language]()).default)
  learned.add(name)
}

export async function useLanguage(language: Language): Promise<void> {
  await Promise.all([...wanted].map((part) => learn(part, language)))
  i18n.global.locale.value = language
  preferences.language = language
  document.documentElement.lang = language
}

/** A page together with the words that it needs. */
export async function withWords<T>(part: Part, page: Promise<T>): Promise<T> {
  wanted.add(part)
  await learn(part, preferences.language)
  return page
}

/** For code outside of components. */
export function t(key: string, values: Record<string, unknown> = {}): string {
  return i18n.global.t(key, values)
}
