import type { Router } from 'vue-router'

/** A page that is younger has the newest files there are: to load it once more would bring nothing else. */
const YOUNG_MS = 10_000

/**
 * After an upgrade of the server the files of the version that runs here are gone, and with them every page that was not
 * opened yet. The messenger is loaded anew then, where it was to lead.
 */
export function followUpgrades(router: Router): void {
  let target: string | undefined
  router.onError((failure, to) => {
    console.error(failure)
    target = to.fullPath
  })
  addEventListener('vite:preloadError', () => {
    target = undefined
    if (performance.now() < YOUNG_MS || !navigator.onLine) return
    // The router says where to a moment later.
    setTimeout(() => location.assign(target ?? location.href))
  })
}
