import { onMounted, onUnmounted, ref, watch } from 'vue'
import { useRouter, useRoute } from 'vue-router'
import { t } from '../text'
import { useMessenger } from '../state/messenger'
import { preferences } from '../state/preferences'
import { preview } from './format'
import { chime } from './chime'

const QUIET_MS = 1_500

/** Tells of new messages: in the title, to screen readers, by a sound, and outside the page when it is hidden. */
export function useAnnouncements() {
  const messenger = useMessenger()
  const router = useRouter()
  const route = useRoute()
  const announced = ref('')
  let last = 0

  watch(
    () => [messenger.unread, preferences.language] as const,
    ([unread]) => (document.title = (unread ? `(${unread > 99 ? '99+' : unread}) ` : '') + t('app.name')),
    { immediate: true },
  )

  watch(
    () => messenger.incoming,
    (message) => {
      const log = message && messenger.client().conversations.get(message.conversation)
      if (!message || !log || log.info.settings.muted) return
      const text = t('chat.newFrom', { name: messenger.nameOf(message.sender), text: preview(message, messenger.nameOf) })
      const looking = !document.hidden && route.params.id === message.conversation
      if (Date.now() - last > QUIET_MS) {
        last = Date.now()
        announced.value = text
        if (!looking && preferences.sound) chime()
      }
      if (document.hidden) notify(message.conversation, messenger.nameOf(message.sender), preview(message, messenger.nameOf))
    },
  )

  function notify(conversation: string, title: string, body: string): void {
    if (!preferences.desktop || !('Notification' in window) || Notification.permission !== 'granted') return
    const shown = new Notification(title, { body: preferences.preview ? body : t('chat.newMessages', { n: 1 }), tag: conversation, icon: '/icon-192.png' })
    shown.onclick = () => {
      window.focus()
      void router.push(`/chats/${conversation}`)
      shown.close()
    }
  }

  const follow = (): void => messenger.client().setAway(document.hidden)
  onMounted(() => document.addEventListener('visibilitychange', follow))
  onUnmounted(() => document.removeEventListener('visibilitychange', follow))
  return announced
}
