import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { followUpgrades } from './lib/upgrade'
import { router } from './router'
import { useAccount } from './state/account'
import { preferences } from './state/preferences'
import './styles/tokens.css'
import './styles/base.css'
import { i18n, useLanguage } from './text'

async function begin(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(i18n)
  const account = useAccount()
  await Promise.all([useLanguage(preferences.language), account.restore()])
  app.use(router).mount('#app')
  watch(
    () => account.client,
    (client) => {
      if (!client) void router.push({ name: 'login' })
    },
  )
}

followUpgrades(router)
void begin()

// Without it all works but without a network.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => {}))
}
