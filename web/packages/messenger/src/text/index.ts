import { createI18n } from 'vue-i18n'
import { preferences, type Language } from '../state/preferences'

/** Only the words of the language in use are loaded. */
const words = {
  'zh-CN': () => import('./zh-CN'),
  en: () => import('./en'),
}

export const i18n = createI18n({ legacy: false, locale: 'en' as Language, messages: {}, missingWarn: true })

export async function useLanguage(language: Language): Promise<void> {
  const messages = (await words[language]()).default
  i18n.global.setLocaleMessage(language, messages)
  i18n.global.locale.value = language
  preferences.language = language
  document.documentElement.lang = language
}

/** For code outside of components. */
export function t(key: string, values: Record<string, unknown> = {}): string {
  return i18n.global.t(key, values)
}
