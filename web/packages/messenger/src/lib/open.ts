import type { Conversation } from '@hongyan/sdk-core'
import type { Router } from 'vue-router'
import { useMessenger } from '../state/messenger'

/** Opens the conversation with somebody, beginning it if need be. */
export async function openDirect(user: string, router: Router): Promise<void> {
  const { conversations, api } = useMessenger().client()
  let log = conversations.directWith(user)
  if (!log) {
    log = conversations.adopt((await api.put('/api/conversations/direct/{userId}', { path: { userId: user } })) as Conversation)
    log.peer = user
  }
  await router.push(`/chats/${log.info.id}`)
}
