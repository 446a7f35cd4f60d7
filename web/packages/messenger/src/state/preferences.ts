import { reactive, watch } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
export type Language = 'zh-CN' | 'en'

const KEY = 'hongyan.preferences'

/** What belongs to this browser and not to an account. `public/theme.js` reads the same before the first paint. */
export const preferences = reactive({
  theme: 'system' as Theme,
  language: document.documentElement.lang as Language,
  sound: true,
  packetSound: false,
  desktop: false,
  preview: true,
  singleKeys: true,
  /** The server's wallets hold points instead of money. */
  points: false,
  currency: 'CNY',
  ...kept(),
})

function kept(): object {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as object
  } catch {
    return {}
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)')

function paint(): void {
  const isDark = preferences.theme === 'dark' || (preferences.theme === 'system' && dark.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paper)
}

watch(preferences, (now) => localStorage.setItem(KEY, JSON.stringify(now)))
watch(() => preferences.theme, paint)
dark.addEventListener('change', paint)
