import type { FriendRequest, Group, Profile } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { gather } from '../lib/gather'
import { useAccount } from './account'
import { useMessenger } from './messenger'

const OF_CONTACTS = new Set(['friend-requested', 'friend-request-answered'])
const OF_GROUPS = new Set(['group-created', 'member-joined', 'member-added', 'member-left', 'member-removed', 'group-dissolved', 'group-renamed', 'join-request-answered'])

/** Friend requests, groups and blocks: what the log only hints at. */
export const useContacts = defineStore('contacts', () => {
  const account = useAccount()
  const messenger = useMessenger()
  const incoming = ref<FriendRequest[]>([])
  const outgoing = ref<FriendRequest[]>([])
  const groups = ref<Group[]>([])
  const blocks = ref<Profile[]>([])
  /** What has been read: before that, an empty list says nothing. */
  const known = reactive({ requests: false, blocks: false })
  const waiting = computed(() => incoming.value.filter(({ state }) => state === 'pending').length)

  async function loadRequests(): Promise<void> {
    const client = messenger.client()
    const { api } = client
    const [to, from] = await Promise.all([
      api.get('/api/friend-requests', { query: { direction: 'incoming', limit: 100 } }),
      api.get('/api/friend-requests', { query: { direction: 'outgoing', limit: 100 } }),
    ])
    if (account.client !== client) return
    incoming.value = to.items
    outgoing.value = from.items
    known.requests = true
  }

  async function loadGroups(): Promise<void> {
    const client = messenger.client()
    const { items } = await client.api.get('/api/groups', { query: { limit: 200 } })
    if (account.client === client) groups.value = items
  }

  async function loadBlocks(): Promise<void> {
    const client = messenger.client()
    const { items } = await client.api.get('/api/blocks', { query: { limit: 200 } })
    if (account.client !== client) return
    blocks.value = items.map(({ user }) => user)
    known.blocks = true
  }

  async function reload(): Promise<void> {
    await Promise.allSettled([loadRequests(), loadGroups(), loadBlocks()])
  }

  watch(
    () => [account.client, messenger.state === 'online'] as const,
    ([client, online]) => {
      if (!client) {
        incoming.value = outgoing.value = []
        groups.value = []
        blocks.value = []
        known.requests = known.blocks = false
      } else if (online) void reload()
    },
    { immediate: true },
  )

  const read = gather((what: 'contacts' | 'groups') => {
    if (!account.client) return
    if (what === 'groups') return void loadGroups().catch(() => {})
    void loadRequests().catch(() => {})
    void account.client.people.loadFriends().catch(() => {})
  })
  // Each of them: a frame may bring many at once.
  watch(
    () => messenger.notice,
    (notice) => {
      const event = String(notice?.body.event)
      if (OF_CONTACTS.has(event)) read('contacts')
      if (OF_GROUPS.has(event)) read('groups')
    },
    { flush: 'sync' },
  )

  /** The group has changed by our own doing. */
  function keep(group: Group): void {
    const others = groups.value.filter(({ id }) => id !== group.id)
    groups.value = [...others, group]
  }

  return { incoming, outgoing, groups, blocks, known, waiting, loadRequests, loadGroups, loadBlocks, keep }
})
