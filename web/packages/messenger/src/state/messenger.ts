import type { Client, ConnectionState, ConversationLog, Message, Pending, Person, PresenceState } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { t } from '../text'
import { useAccount } from './account'

/** What a conversation looks like at one moment. */
export interface Snapshot {
  log: ConversationLog
  messages: Message[]
  pending: Pending[]
  atStart: boolean
}

/** The list is put in order so often at most, however many conversations move. */
const LIST_EVERY_MS = 150

/** Lets components follow the client. Its events are gathered: however much comes, a frame is drawn once. */
export const useMessenger = defineStore('messenger', () => {
  const account = useAccount()
  const state = ref<ConnectionState>('stopped')
  const incoming = shallowRef<Message>()
  const notice = shallowRef<Message>()
  const list = ref(0)
  const people = ref(0)
  const ephemeral = ref(0)
  const messages = reactive(new Map<string, number>())
  const touched = new Set<() => void>()
  let scheduled = false
  let listAt = -Infinity
  let listTimer: ReturnType<typeof setTimeout> | undefined

  const bumpList = (): void => void list.value++
  const bumpPeople = (): void => void people.value++
  const bumpEphemeral = (): void => void ephemeral.value++
  const bumpers = new Map<string, () => void>()

  function bumpMessages(id: string): () => void {
    const bump = bumpers.get(id) ?? (() => void messages.set(id, (messages.get(id) ?? 0) + 1))
    bumpers.set(id, bump)
    return bump
  }

  function soon(bump: () => void): void {
    touched.add(bump)
    if (scheduled) return
    scheduled = true
    const flush = (): void => {
      scheduled = false
      const all = [...touched]
      touched.clear()
      all.forEach((one) => one())
    }
    // Hidden pages draw no frames, but their titles count.
    if (document.hidden) setTimeout(flush, 50)
    else requestAnimationFrame(flush)
  }

  function listSoon(): void {
    const wait = listAt + LIST_EVERY_MS - performance.now()
    const look = (): void => {
      listTimer = undefined
      listAt = performance.now()
      soon(bumpList)
    }
    if (wait <= 0) look()
    else listTimer ??= setTimeout(look, wait)
  }

  watch(
    () => account.client,
    (client) => {
      bumpers.clear()
      messages.clear()
      state.value = client?.state ?? 'stopped'
      if (client) follow(client)
      bumpList()
      bumpPeople()
    },
    { immediate: true, flush: 'sync' },
  )

  function follow(client: Client): void {
    client.events.on('state', (now) => {
      state.value = now
      soon(bumpEphemeral)
    })
    client.events.on('conversations', listSoon)
    client.events.on('messages', (id) => soon(bumpMessages(id)))
    client.events.on('people', () => soon(bumpPeople))
    client.events.on('typing', () => soon(bumpEphemeral))
    client.events.on('presence', () => soon(bumpEphemeral))
    client.events.on('incoming', (message) => (incoming.value = message))
    client.events.on('notice', (message) => (notice.value = message))
  }

  const client = (): Client => {
    if (!account.client) throw new Error('Nobody is signed in')
    return account.client
  }

  const conversations = computed(() => (void list.value, account.client?.conversations.list() ?? []))
  /** Whether the list has been read, so that who is not on it is not there. */
  const isListed = computed(() => (void list.value, account.client?.conversations.loaded ?? false))
  const unread = computed(() =>
    conversations.value.reduce((sum, { info }) => sum + (info.settings.muted ? 0 : info.unread), 0),
  )

  function snapshot(id: string): Snapshot | undefined {
    void messages.get(id)
    const log = account.client?.conversations.get(id)
    // All that changes a log tells so by its id; only its coming is told by the list alone.
    if (!log) return void list.value
    return { log, messages: log.shown, pending: account.client?.outbox.of(id) ?? [], atStart: log.hasAll }
  }

  function pendingOf(id: string): Pending[] {
    void messages.get(id)
    return account.client?.outbox.of(id) ?? []
  }

  function person(id: string): Person | undefined {
    void people.value
    return account.client?.people.get(id)
  }

  function nameOf(id: string | null): string {
    if (!id) return t('list.self')
    if (id === account.me?.id) return account.me.displayName
    void people.value
    return account.client?.people.name(id) ?? (account.client?.people.isUnknown(id) ? t('common.unknownUser') : '…')
  }

  const friends = computed(() => (void people.value, [...(account.client?.people.friends.values() ?? [])]))

  const friendsKnown = computed(() => (void people.value, account.client?.people.friendsKnown ?? false))

  function presenceOf(id: string | undefined): PresenceState | undefined {
    void ephemeral.value
    return id ? account.client?.signs.presenceOf(id) : undefined
  }

  function typists(id: string): string[] {
    void ephemeral.value
    return account.client?.signs.typists(id) ?? []
  }

  return { state, incoming, notice, conversations, isListed, unread, friends, friendsKnown, client, snapshot, pendingOf, person, nameOf, presenceOf, typists }
})
