import { computed, ref, watch, type Ref } from 'vue'
import { useAccount } from '../state/account'
import { useGroups } from '../state/groups'
import { useMessenger } from '../state/messenger'
import { t } from '../text'
import { fits } from './match'

const MOST = 8

export interface Candidate {
  id: string
  name: string
  username?: string
}

/** Who may be meant by what stands behind an `@` before the caret, of a group. */
export function useMentions(conversation: string, text: Ref<string>, area: Ref<HTMLTextAreaElement | undefined>) {
  const messenger = useMessenger()
  const account = useAccount()
  const groups = useGroups()
  const caret = ref(0)
  const chosen = ref(0)
  const detail = computed(() => groups.details.get(conversation))

  const asked = computed(() => /(?:^|[\s\S])@([^\s@]{0,20})$/.exec(text.value.slice(0, Math.max(caret.value, 0)))?.[1])

  const candidates = computed<Candidate[]>(() => {
    const query = asked.value
    if (query === undefined || !detail.value) return []
    const people = detail.value.members
      .filter(({ user }) => user.id !== account.me?.id)
      .map(({ user, nickname }) => ({ id: user.id, name: nickname || messenger.nameOf(user.id), username: user.username }))
      .filter(({ id, name, username }) => fits(query, name, username, messenger.person(id)?.pinyin) !== undefined)
    const all = { id: 'all', name: t('chat.mentionAll') }
    const mayAll = detail.value.group.myRole !== 'member' && fits(query, all.name, 'all') !== undefined
    return [...(mayAll ? [all] : []), ...people].slice(0, MOST)
  })
  watch(candidates, () => (chosen.value = 0))

  /** Writes the whole name where it was begun. Answers where the caret belongs. */
  function choose({ id, name }: Candidate): number {
    const before = text.value.slice(0, caret.value).replace(/@[^\s@]*$/, `@${name} `)
    const named = groups.mentioned.get(conversation) ?? new Map<string, string>()
    groups.mentioned.set(conversation, named.set(id, name))
    text.value = before + text.value.slice(caret.value)
    return before.length
  }

  /** The ids of those whose names are still there. */
  function of(body: string): string[] {
    return [...(groups.mentioned.get(conversation) ?? [])].filter(([, name]) => body.includes(`@${name}`)).map(([id]) => id)
  }

  const follow = (): void => void (caret.value = area.value?.selectionStart ?? text.value.length)
  const dismiss = (): void => void (caret.value = -1)
  const forget = (): void => void groups.mentioned.delete(conversation)

  function step(by: 1 | -1): void {
    chosen.value = (chosen.value + by + candidates.value.length) % candidates.value.length
  }

  return { candidates, chosen, choose, of, follow, dismiss, forget, step }
}
