import type { ConversationLog, Message } from '@hongyan/sdk-core'
import { textOf } from '@hongyan/sdk-core'
import { i18n, t } from '../text'
import { preferences } from '../state/preferences'
import { useMessenger } from '../state/messenger'
import { amountText } from './amount'
import { cardOf, lineOf } from './bodies'

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
  return format(new Date(at), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
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
  return format(new Date(iso), { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })
}

export function date(iso: string): string {
  return format(new Date(iso), { dateStyle: 'medium' })
}

const UNITS: [string, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]]

/** As people say it: in the largest unit that leaves nothing over, and days from two on. */
export function duration(asked = 86_400): string {
  const seconds = asked < 3_600 ? Math.round(asked) : Math.round(asked / 60) * 60
  const [unit, size] = UNITS.find(([, size]) => seconds >= size * (size === 86_400 ? 2 : 1) && seconds % size === 0) ?? ['second', 1]
  return new Intl.NumberFormat(preferences.language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

/** Of `2026-11`. */
export function month(of: string): string {
  return format(new Date(`${of}-01T12:00:00`), { year: 'numeric', month: 'long' })
}

type NameOf = (id: string | null) => string
type Amount = (fen: number, currency?: string) => string

/** What a notice says, in words; for the ear with `amountSpoken`. */
export function noticeText(message: Message, nameOf: NameOf, amount: Amount = amountText): string {
  const { body, sender } = message
  if (isOfMoney(message)) return moneyText(message, nameOf, amount)
  const members = (Array.isArray(body.members) ? (body.members as string[]) : []).filter((id) => id !== sender || body.event !== 'member-added')
  const shown = members.slice(0, 5).map(nameOf).join(preferences.language === 'en' ? ', ' : '、') + (members.length > 5 ? '…' : '')
  const event = eventOf(body)
  return t(`notice.${event}`, {
    actor: nameOf(sender),
    members: shown,
    name: String(body.name ?? ''),
    user: nameOf((body.user as string) ?? sender),
    from: nameOf(typeof body.from === 'string' ? body.from : sender),
    until: typeof body.until === 'string' ? fullTime(body.until) : '',
  })
}

/** A line about a red packet or a transfer, which it leads to. */
export function isOfMoney({ type, body }: Pick<Message, 'type' | 'body'>): boolean {
  return type === 'notice' && (typeof body.redPacket === 'string' || typeof body.transfer === 'string')
}

/** These lines stand in the reader's own `self` conversation, whose id is his. */
function moneyText({ conversation: me, body }: Message, nameOf: NameOf, amount: Amount): string {
  const said = (fen: unknown): string => amount(Number(fen ?? 0), body.currency as string | undefined)
  const event = String(body.event)
  if (event === 'red-packet-claimed') return t('notice.packet-claimed', { from: nameOf((body.sender as string) ?? null), amount: said(body.amount) })
  if (event === 'red-packet-ended') {
    const values = { n: Number(body.count), claimed: body.claimedCount, amount: said(body.claimedTotal), refunded: said(body.refunded) }
    return t(orOther(`notice.packet-${String(body.state)}`), values)
  }
  const values = { from: nameOf((body.from as string) ?? null), to: nameOf((body.to as string) ?? null), amount: said(body.amount) }
  return t(orOther(`notice.transfer-${String(body.state)}${body.from === me ? '-mine' : ''}`), values)
}

/** A newer server may tell of what this version has no words for. */
function orOther(key: string): string {
  return i18n.global.te(key) ? key : 'notice.other'
}

const EVENTS = new Set([
  'welcome', 'conversation-begun', 'group-created', 'member-joined', 'member-added', 'member-left', 'member-removed', 'group-dissolved',
  'group-renamed', 'avatar-changed', 'announcement-changed', 'everyone-muted', 'everyone-unmuted', 'owner-changed', 'member-muted',
  'member-unmuted', 'friend-requested', 'join-requested', 'restored',
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
export function preview(message: Message, nameOf: NameOf, amount: Amount = amountText): string {
  const { body } = message
  if (message.type === 'notice') return noticeText(message, nameOf, amount)
  if (message.type === 'red-packet') return t('card.packetLine', { wish: wishOf(body) })
  if (message.type === 'transfer') return t('card.transferLine', { amount: amount(Number(body.amount ?? 0), body.currency as string | undefined) })
  if (message.type === 'text') return textOf(message).replace(/\s+/g, ' ')
  return cardText(message, nameOf)
}

function cardText(message: Message, nameOf: NameOf): string {
  const { type, body } = message
  if (type === 'location') return t('shown.locationLine', { name: lineOf(body.name) }).trim()
  if (type === 'sticker') return t('shown.stickerLine', { name: lineOf(body.name) })
  if (type === 'merged') return t('shown.historyLine', { title: lineOf(body.title) })
  const card = type === 'card' ? cardOf(message) : undefined
  if (!card) return t('chat.unsupported')
  return card.kind === 'user' ? t('shown.contactLine', { name: nameOf(card.id) }) : t('shown.groupLine', { name: groupName(card.id) }).trim()
}

/** Only members know what a group is called. */
function groupName(id: string): string {
  return useMessenger().snapshot(id)?.log.info.title ?? ''
}

/** What a red packet wishes; who wrote nothing wishes what everybody does. */
export function wishOf({ greeting }: { greeting?: unknown }): string {
  return (typeof greeting === 'string' && greeting.replace(/\s+/g, ' ').trim()) || t('card.wish')
}

export function titleOf({ info, peer }: ConversationLog, nameOf: NameOf): string {
  if (info.kind === 'self') return t('app.name')
  if (peer) return nameOf(peer)
  return info.title ?? '…'
}
