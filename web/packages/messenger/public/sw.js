// Keeps the files of the messenger, so that it opens without a network. What people write lies in the page's own
// database, and no answer of the server is kept here.
const CACHE = 'hongyan'
const RENEWED_MS = 2_000
/** Longer than a page waits; all that ask meanwhile would otherwise wait for one that never comes back. */
const RENEWAL_MS = 60_000

self.addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function keep() {
  const files = await (await fetch('/kept.json', { cache: 'no-store' })).json()
  const cache = await caches.open(CACHE)
  const wanted = new Set(files)
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request)
  }
  await Promise.all(
    files.map(async (file) => {
      // The names of assets change with their content; all others may have changed under the same name.
      if (file.startsWith('/assets/') && (await cache.match(file, { ignoreVary: true }))) return
      const answer = await fetch(file, { cache: 'no-store' })
      if (answer.ok) await cache.put(file, answer)
    }),
  )
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(show(event.notification.data?.path ?? '/'))
})

/** In the page that is there, or in a new one. */
async function show(path) {
  const pages = await self.clients.matchAll({ type: 'window' })
  // Other pages of the origin, as the documents or the log-in page, do not listen.
  const page = pages.find(({ url }) => /^\/(chats|contacts|settings)\b/.test(new URL(url).pathname))
  if (!page) return self.clients.openWindow(path)
  page.postMessage({ open: path })
  return page.focus()
}

/**
 * A refresh token works once. A page that is reloaded while its renewal is under way would use the old one again, which
 * ends the session; so renewals are made here, where they outlive the page and its patience, and who asks meanwhile
 * gets the same answer.
 */
let renewal
function renew(request) {
  if (!renewal) {
    const asked = fetch(request, { signal: AbortSignal.timeout(RENEWAL_MS) })
    renewal = asked
    const forget = () => renewal === asked && (renewal = undefined)
    asked.then(({ ok }) => (ok ? setTimeout(forget, RENEWED_MS) : forget()), forget)
  }
  return renewal
}

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method === 'POST' && pathname === '/api/auth/refresh') {
    const answer = renew(event.request)
    event.waitUntil(answer.catch(() => {}))
    event.respondWith(answer.then((made) => made.clone()))
    return
  }
  // Who signs in or out is not answered with the token of who was here before.
  if (event.request.method === 'POST' && pathname.startsWith('/api/auth/')) renewal = undefined
  if (event.request.method !== 'GET' || origin !== location.origin || /^\/(api|ws|docs|problems|about|\.well-known)\b/.test(pathname)) return
  if (event.request.mode === 'navigate') event.respondWith(page(event.request))
  else event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)))
})

/** The newest page when there is a network, and then the files that belong to it. */
async function page(request) {
  try {
    const answer = await fetch(request)
    if (answer.ok && answer.headers.get('Content-Type')?.startsWith('text/html')) {
      const kept = await caches.match('/', { ignoreVary: true })
      const [now, before] = await Promise.all([answer.clone().text(), kept?.text()])
      if (now !== before) void keep()
    }
    return answer
  } catch (failure) {
    const kept = await caches.match('/', { ignoreVary: true })
    if (kept) return kept
    throw failure
  }
}
