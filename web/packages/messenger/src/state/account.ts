import type { Client, OwnProfile, SignIn } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { markRaw, ref, shallowRef } from 'vue'
import { t } from '../text'
import { anonymous, beginLeaving, COOKIE, endLeaving, finishLeaving } from './leaving'
import { preferences } from './preferences'

/** Who was signed in here last. The token itself lies in a cookie that no script can read. */
const KEY = 'hongyan.user'

interface Registration {
  username: string
  displayName: string
  password: string
}

export const useAccount = defineStore('account', () => {
  const me = ref<OwnProfile>()
  const client = shallowRef<Client>()
  /** Why the log-in page is shown, if not because somebody asked for it. */
  const reason = ref('')
  let left: Promise<unknown> = Promise.resolve()

  function kept(): OwnProfile | undefined {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? 'null') ?? undefined
    } catch {
      return undefined
    }
  }

  /** Goes on as whoever was here last, also without a network. */
  async function restore(): Promise<void> {
    const user = kept()
    if (!user) void finishLeaving()
    if (!user || client.value) return
    await begin(user)
  }

  async function logIn(login: string, password: string): Promise<void> {
    await enter(await open<SignIn>('/api/auth/login', { login, password, device: device() }))
  }

  async function register(registration: Registration): Promise<void> {
    await enter(await open<SignIn>('/api/auth/register', { ...registration, device: device() }))
  }

  /** Whoever signed out before must be gone: the cookie of his session is about to be replaced. */
  async function open<T>(path: string, body: unknown): Promise<T> {
    await left.catch(() => {})
    await finishLeaving()
    const api = anonymous()
    api.language = preferences.language
    return api.open<T>('POST', path, body, COOKIE)
  }

  async function enter(signIn: SignIn): Promise<void> {
    endLeaving()
    await begin(signIn.user, signIn)
  }

  async function begin(user: OwnProfile, tokens?: SignIn): Promise<void> {
    reason.value = ''
    keep(user)
    // Only who is signed in needs the client and its database.
    const { browserClient } = await import('./client')
    const started = markRaw(browserClient(user.id))
    started.api.language = preferences.language
    if (tokens) started.session.adopt(tokens)
    started.events.on('ended', () => void ended())
    started.events.on('foreign', () => void foreign(started))
    client.value = started
    await started.start()
    const current = (user: OwnProfile): void => void (client.value === started && keep(user))
    void started.api.get('/api/users/me').then(current, () => {})
  }

  function keep(user: OwnProfile): void {
    me.value = user
    localStorage.setItem(KEY, JSON.stringify(user))
    client.value?.people.learn([user])
  }

  async function ended(): Promise<void> {
    if (!client.value) return
    reason.value = t('auth.ended')
    await leave()
  }

  /** The cookie is another user's: ours is gone, and his session is not ours to end. */
  async function foreign(started: Client): Promise<void> {
    if (client.value === started) {
      client.value = undefined
      me.value = undefined
    }
    if (kept()?.id === started.user) localStorage.removeItem(KEY)
    await started.forget()
  }

  addEventListener('online', () => void (client.value ?? finishLeaving()))

  // All tabs share one session: whoever signed in or out in another one is who is here.
  addEventListener('storage', ({ key }) => {
    if ((key === KEY || key === null) && client.value && kept()?.id !== client.value.user) location.reload()
  })

  /** Signs out here and on the server, and wipes what was kept. */
  async function leave(): Promise<void> {
    const leaving = client.value
    client.value = undefined
    me.value = undefined
    localStorage.removeItem(KEY)
    if (!leaving) return
    beginLeaving()
    left = leaving.signOut().then((over) => void (over && endLeaving()))
    await left
  }

  return { me, client, reason, restore, logIn, register, leave, keep }
})

function device(): { name: string; platform: string } {
  const agent = navigator.userAgent
  const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(name)) ?? 'Browser'
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((name) => agent.includes(name)) ?? ''
  return { name: `${browser.replace('Edg', 'Edge')}${system ? ` · ${system}` : ''}`, platform: 'web' }
}

