import { isHousekeeping, isVisible, type Message, type Pending, type Position } from '@hongyan/sdk-core'
import { day } from './format'

const TOGETHER_MS = 5 * 60_000

/** One row of the history. What stands above a message belongs to its row, so that rows keep their places when older ones come. */
export interface Row {
  key: string
  message: Message
  pending?: Pending
  mine: boolean
  /** First and last of what one person wrote in one go. */
  first: boolean
  last: boolean
  day?: string
  unread: boolean
  begin: boolean
}

export type State = 'sending' | 'failed' | 'sent' | 'delivered' | 'read'

/** How far a message has come; what others have read is told in direct conversations alone. */
export function stateOf({ pending, message }: Row, kind: string, others?: Position): State {
  if (pending) return pending.state === 'failed' ? 'failed' : 'sending'
  if (kind !== 'direct') return 'sent'
  if ((others?.read ?? 0) >= message.seq) return 'read'
  return (others?.received ?? 0) >= message.seq ? 'delivered' : 'sent'
}

interface Facts {
  me: string
  divider: number | undefined
  atStart: boolean
}

/** Rows up to some message, and what the next one is compared with. */
interface Course {
  rows: Row[]
  time: number
  /** From midnight to midnight: thousands of rows of one day are compared with it, and only its first one names it. */
  today: [number, number]
  divided: boolean
}

const beginning = (): Course => ({ rows: [], time: 0, today: [0, 0], divided: false })

/** The rows of one conversation. There may be ten thousand: when messages come at its end, only they are gone through. */
export class Rows {
  private messages: Message[] = []
  private course = beginning()
  private key = ''

  of(messages: Message[], pending: Pending[], facts: Facts): Row[] {
    const now = new Date()
    const key = [...Object.values(facts), day(now.toISOString()), now.toDateString()].join('|')
    if (key !== this.key || !this.messages.every((message, index) => message === messages[index])) {
      this.course = beginning()
      this.messages = []
    }
    const { rows } = this.course
    const from = Math.max(0, rows.length - 1)
    extend(this.course, messages.slice(this.messages.length).map((message) => [message]), facts)
    this.messages = messages
    this.key = key
    const all = { ...this.course, rows: [...rows] }
    extend(all, stillWaiting(pending, messages).map((entry) => [asMessage(entry, facts.me), entry]), facts)
    for (let i = from; i < all.rows.length; i++) all.rows[i] = known(all.rows[i]!)
    // Of the last one only what waits behind it says that it is not the last of its kind, and that will be gone.
    for (let i = from; i < rows.length - 1; i++) rows[i] = all.rows[i]!
    return all.rows
  }
}

/** What the log does not hold yet. */
function stillWaiting(pending: Pending[], messages: Message[]): Pending[] {
  if (!pending.length) return []
  const ids = new Set(pending.map(({ id }) => id))
  for (const { id } of messages) ids.delete(id)
  return pending.filter(({ id }) => ids.has(id))
}

const waitingAs = new WeakMap<Pending, Message>()

function asMessage(entry: Pending, me: string): Message {
  const made = waitingAs.get(entry) ?? { ...entry, seq: 0, sender: me }
  waitingAs.set(entry, made)
  return made
}

function extend(course: Course, all: [Message, Pending?][], { me, divider, atStart }: Facts): void {
  const { rows } = course
  for (const [message, entry] of all) {
    if ((!isVisible(message) && message.type !== 'notice') || isHousekeeping(message)) continue
    const unread = !course.divided && divider !== undefined && message.seq > divider && message.sender !== me && isVisible(message)
    course.divided ||= unread
    const before = rows.at(-1)
    const time = Date.parse(message.at)
    const newDay = !before || time < course.today[0] || time >= course.today[1]
    if (newDay) course.today = dayAround(time)
    const together = !!before && !newDay && !unread && belongs(before.message, message, time - course.time)
    course.time = time
    if (before && together) rows[rows.length - 1] = { ...before, last: false }
    rows.push({
      key: message.id,
      message,
      pending: entry,
      mine: message.sender === me,
      first: !together,
      last: true,
      day: newDay ? day(message.at) : undefined,
      unread,
      begin: atStart && !before,
    })
  }
}

function dayAround(time: number): [number, number] {
  const at = new Date(time)
  const midnight = (days: number): number => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime()
  return [midnight(0), midnight(1)]
}

const PARTS = ['key', 'message', 'pending', 'mine', 'first', 'last', 'day', 'unread', 'begin'] as const satisfies (keyof Row)[]
const rowsBefore = new WeakMap<Message, Row>()

/** The same object as before while nothing about it has changed: it is not drawn anew then. */
function known(row: Row): Row {
  const before = rowsBefore.get(row.message)
  if (before && PARTS.every((part) => row[part] === before[part])) return before
  rowsBefore.set(row.message, row)
  return row
}

function belongs(before: Message, after: Message, ms: number): boolean {
  if (before.type === 'notice' || after.type === 'notice') return false
  return before.sender === after.sender && ms < TOGETHER_MS
}
