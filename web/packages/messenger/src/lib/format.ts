import type { ConversationLog, Message } from '@hongyan/sdk-core'
import { textOf } from '@hongyan/sdk-core'
import { t } from '../text'
import { preferences } from '../state/preferences'

const DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = preferences.language + JSON.stringify(options)
  const made = formats.get(key) ?? new Intl.DateTimeFormat(preferences.language, options)
  formats.set(key, made)
  return made.format(at)
}

function daysAgo(at: Date): number {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.round((midnight(new Date()) - midnight(at)) / DAY)
}

export function clock(at: string): string {
  return format(new Date(at), { hour: '2-digit', minute: '2-digit', hour12: false })
}

/** For lists: as short as it stays clear. */
export function briefTime(iso: string): string {
  const at = new Date(iso)
  const days = daysAgo(at)
  if (days <= 0) return clock(iso)
  if (days === 1) return t('chat.yesterday')
  if (days < 7) return format(at, { weekday: 'short' })
  return at.getFullYear() === new Date().getFullYear()
    ? format(at, { month: 'numeric', day: 'numeric' })
    : format(at, { year: '2-digit', month: 'numeric', day: 'numeric' })
}

export function day(iso: string): string {
  const at = new Date(iso)
  const days = daysAgo(at)
  if (days <= 0) return t('chat.today')
  if (days === 1) return t('chat.yesterday')
  const sameYear = at.getFullYear() === new Date().getFullYear()
  return format(at, { month: 'long', day: 'numeric', weekday: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

export function fullTime(iso: string): string {
  return format(new Date(iso), { dateStyle: 'medium', timeStyle: 'short' })
}

export function date(iso: string): string {
  return format(new Date(iso), { dateStyle: 'medium' })
}

type NameOf = (id: string | null) => string

/** What a notice says, in words. */
export function noticeText(message: Message, nameOf: NameOf): string {
  const { body, sender } = message
  const members = (Array.isArray(body.members) ? (body.members as string[]) : []).filter((id) => id !== sender || body.event !== 'member-added')
  const shown = members.slice(0, 5).map(nameOf).join(preferences.language === 'en' ? ', ' : '、') + (members.length > 5 ? '…' : '')
  const event = eventOf(body)
  return t(`notice.${event}`, {
    actor: nameOf(sender),
    members: shown,
    name: String(body.name ?? ''),
    user: nameOf((body.user as string) ?? sender),
    from: nameOf((body.from as string) ?? sender),
    until: typeof body.until === 'string' ? fullTime(body.until) : '',
  })
}

const EVENTS = new Set([
  'welcome', 'conversation-begun', 'group-created', 'member-joined', 'member-added', 'member-left', 'member-removed', 'group-dissolved',
  'group-renamed', 'avatar-changed', 'announcement-changed', 'everyone-muted', 'everyone-unmuted', 'owner-changed', 'member-muted',
  'member-unmuted', 'friend-requested', 'join-requested',
])

function eventOf(body: Record<string, unknown>): string {
  const event = String(body.event)
  if (event === 'friend-request-answered') return body.accepted ? 'friend-accepted' : 'friend-declined'
  if (event === 'join-request-answered') return body.accepted ? 'join-accepted' : 'join-declined'
  if (event === 'role-changed') return body.role === 'admin' ? 'role-admin' : 'role-member'
  if (event === 'announcement-changed' && !body.announcement) return 'announcement-removed'
  return EVENTS.has(event) ? event : 'other'
}

/** One line that stands for a message. */
export function preview(message: Message, nameOf: NameOf): string {
  if (message.type === 'notice') return noticeText(message, nameOf)
  if (message.type === 'text') return textOf(message).replace(/\s+/g, ' ')
  return t('chat.unsupported')
}

export function titleOf({ info, peer }: ConversationLog, nameOf: NameOf): string {
  if (info.kind === 'self') return t('app.name')
  if (info.kind === 'direct' && peer) return nameOf(peer)
  return info.title ?? '…'
}
