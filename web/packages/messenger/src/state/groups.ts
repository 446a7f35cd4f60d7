import type { Group, GroupMember } from '@hongyan/sdk-core'
import { ProblemError } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import { gather } from '../lib/gather'
import { useAccount } from './account'
import { useMessenger } from './messenger'

export interface GroupDetail {
  group: Group
  members: GroupMember[]
}

/** The groups that have been looked at, with their members. */
export const useGroups = defineStore('groups', () => {
  const account = useAccount()
  const messenger = useMessenger()
  const details = reactive(new Map<string, GroupDetail>())
  const loading = new Map<string, Promise<void>>()
  /** Who was mentioned in what is not sent yet: names by user, of each group. */
  const mentioned = new Map<string, Map<string, string>>()

  /** Reads a group, once for all who ask meanwhile. */
  function load(id: string): Promise<void> {
    const running = loading.get(id) ?? read(id).finally(() => loading.delete(id))
    loading.set(id, running)
    return running
  }

  /** Reads a group anew in any case. */
  async function read(id: string): Promise<void> {
    const client = messenger.client()
    const { api, people } = client
    try {
      const [group, members] = await Promise.all([api.get('/api/groups/{id}', { path: { id } }), loadMembers(id)])
      if (account.client !== client) return
      people.learn(members.map(({ user }) => user))
      details.set(id, { group, members })
    } catch (failure) {
      if (account.client !== client) return
      if (failure instanceof ProblemError && failure.status === 404) details.delete(id)
      throw failure
    }
  }

  async function loadMembers(id: string): Promise<GroupMember[]> {
    const all: GroupMember[] = []
    let cursor: string | undefined
    do {
      const page = await messenger.client().api.get('/api/groups/{id}/members', { path: { id }, query: { limit: 200, cursor } })
      all.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor && all.length < 2000)
    return all
  }

  const reload = gather((id: string) => {
    if (account.client) read(id).catch(() => {})
  })
  // Each of them: a frame may bring many at once.
  watch(
    () => messenger.notice,
    (notice) => {
      if (notice && details.has(notice.conversation)) reload(notice.conversation)
    },
    { flush: 'sync' },
  )
  watch(() => account.client, () => {
    details.clear()
    mentioned.clear()
  })

  return { details, mentioned, load, read }
})
