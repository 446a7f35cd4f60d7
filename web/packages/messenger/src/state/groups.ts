import type { Group, GroupMember } from '@hongyan/sdk-core'
import { ProblemError } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import { gather } from '../lib/gather'
import { onReturn } from '../lib/reading'
import { explain } from '../lib/toast'
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
  /** Why a group could not be read, of those that could not. */
  const faults = reactive(new Map<string, string>())
  /** Who was mentioned in what is not sent yet: names by user, of each group. */
  const mentioned = new Map<string, Map<string, string>>()

  async function load(id: string): Promise<void> {
    const client = messenger.client()
    const { api, people } = client
    faults.delete(id)
    try {
      const [group, members] = await Promise.all([api.get('/api/groups/{id}', { path: { id } }), loadMembers(id)])
      if (account.client !== client) return
      people.learn(members.map(({ user }) => user))
      details.set(id, { group, members })
    } catch (failure) {
      if (account.client !== client) return
      if (failure instanceof ProblemError && failure.status === 404) details.delete(id)
      faults.set(id, explain(failure))
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

  const reload = gather((id: string) => void (account.client && load(id)))
  // Each of them: a frame may bring many at once.
  watch(
    () => messenger.notice,
    (notice) => {
      if (notice && details.has(notice.conversation)) reload(notice.conversation)
    },
    { flush: 'sync' },
  )
  onReturn(() => [...faults.keys()].forEach((id) => void load(id)))
  watch(() => account.client, () => {
    details.clear()
    faults.clear()
    mentioned.clear()
  })

  return { details, faults, mentioned, load }
})
