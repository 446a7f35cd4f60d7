import { onMounted, onUnmounted, ref, watch } from 'vue'
import { useRouter, useRoute } from 'vue-router'
import { t } from '../text'
import { useMessenger } from '../state/messenger'
import { preferences } from '../state/preferences'
import { amountSpoken } from './amount'
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
      const looking = !document.hidden && route.params.id === message.conversation
      if (Date.now() - last > QUIET_MS) {
        last = Date.now()
        announced.value = t('chat.newFrom', { name: messenger.nameOf(message.sender), text: preview(message, messenger.nameOf, amountSpoken) })
        if (!looking && preferences.sound) void chime()
      }
      if (document.hidden) void notify(message.conversation, messenger.nameOf(message.sender), preview(message, messenger.nameOf))
    },
  )

  async function notify(conversation: string, title: string, text: string): Promise<void> {
    if (!preferences.desktop || !('Notification' in window) || Notification.permission !== 'granted') return
    const path = `/chats/${conversation}`
    const body = preferences.preview ? text : t('chat.newMessages', { n: 1 })
    const options = { body, tag: conversation, icon: '/icon-192.png', data: { path } }
    // Android takes them from the service worker only.
    const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
    if (worker?.active) return worker.showNotification(title, options)
    const shown = new Notification(title, options)
    shown.onclick = () => {
      window.focus()
      void router.push(path)
      shown.close()
    }
  }

  /** The service worker tells of a notification that was clicked. */
  const open = ({ data }: MessageEvent<{ open?: string }>): void => void (data.open && router.push(data.open))

  const follow = (): void => messenger.client().signs.setAway(document.hidden)
  onMounted(() => {
    document.addEventListener('visibilitychange', follow)
    navigator.serviceWorker?.addEventListener('message', open)
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', follow)
    navigator.serviceWorker?.removeEventListener('message', open)
  })
  return announced
}
