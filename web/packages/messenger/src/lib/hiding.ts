import type { Message } from '@hongyan/sdk-core'
import { useMessenger } from '../state/messenger'
import { t } from '../text'
import { ask } from './ask'
import { attempt } from './toast'

/** Takes messages out of the user's own sight, once he has said yes. Answers whether he has. */
export async function hide(messages: Message[]): Promise<boolean> {
  if (!(await ask(t('chat.hide'), messages.length > 1 ? t('chat.hideManyAsk', { n: messages.length }) : t('chat.hideAsk'), t('chat.discard')))) return false
  const { conversations } = useMessenger().client()
  void attempt(async () => {
    const hidden = await Promise.allSettled(messages.map((message) => conversations.hiding.hide(message)))
    for (const one of hidden) if (one.status === 'rejected') throw one.reason
  })
  return true
}

export async function clearHistory(id: string): Promise<void> {
  if (!(await ask(t('chat.clear'), t('chat.clearAsk'), t('chat.clearNow')))) return
  await attempt(() => useMessenger().client().conversations.hiding.clear(id))
}
