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
    // The router says where to before the answer is there.
    void isGone().then((gone) => gone && location.assign(target ?? location.href))
  })
}

/** Whether the server has another version: it does not know this page's own script. It may also just be away. */
async function isGone(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type=module]')
  if (!script) return false
  try {
    return (await fetch(script.src, { method: 'HEAD', cache: 'no-store' })).status === 404
  } catch {
    return false
  }
}
