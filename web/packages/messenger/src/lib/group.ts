import { computed } from 'vue'
import { useGroups } from '../state/groups'
import { useMessenger } from '../state/messenger'
import { attempt } from './toast'

export const RANK = { owner: 2, admin: 1, member: 0 } as const

/** A group that is looked at and changed. */
export function useGroup(id: () => string) {
  const groups = useGroups()
  const messenger = useMessenger()
  const detail = computed(() => groups.details.get(id()))
  const group = computed(() => detail.value?.group)
  /** Of the one who looks; below all when he is no member. */
  const myRank = computed(() => (group.value?.myRole ? RANK[group.value.myRole] : -1))

  /** Reads it anew in any case: what was refused may be so because somebody else was quicker. */
  async function change(action: () => Promise<unknown>): Promise<boolean> {
    const done = await attempt(action)
    await groups.read(id()).catch(() => {})
    return done
  }

  return { detail, group, myRank, change, api: () => messenger.client().api }
}
