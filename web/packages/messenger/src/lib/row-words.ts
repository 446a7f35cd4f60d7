import { computed } from 'vue'
import { t } from '../text'

/** Words that every row has: looked up once for all of them, and anew in another language. */
export const rowWords = computed(() => ({
  more: t('common.more'),
  sending: t('chat.sending'),
  sent: t('chat.sent'),
  delivered: t('chat.delivered'),
  read: t('chat.read'),
  failed: t('chat.failed'),
}))
