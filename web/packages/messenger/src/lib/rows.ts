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

export function rowsOf(messages: Message[], pending: Pending[], me: string, divider: number | undefined, atStart: boolean): Row[] {
  const rows: Row[] = []
  let previous: Row | undefined
  let divided = false
  let today: [number, number] = [0, 0]
  const seen = new Set<string>()
  const all: [Message, Pending?][] = messages.map((message) => [message])
  for (const entry of pending) all.push([{ ...entry, seq: 0, sender: me }, entry])
  for (const [message, entry] of all) {
    if ((!isVisible(message) && message.type !== 'notice') || isHousekeeping(message) || seen.has(message.id)) continue
    seen.add(message.id)
    const unread: boolean = !divided && divider !== undefined && message.seq > divider && message.sender !== me && isVisible(message)
    divided ||= unread
    const before: Row | undefined = previous
    const time = Date.parse(message.at)
    const newDay = !before || time < today[0] || time >= today[1]
    if (newDay) today = dayAround(time)
    const together: boolean = !!before && !newDay && !unread && belongs(before.message, message)
    if (before) before.last = !together
    const row: Row = {
      key: message.id,
      message,
      pending: entry,
      mine: message.sender === me,
      first: !together,
      last: true,
      day: newDay ? day(message.at) : undefined,
      unread,
      begin: atStart && !before,
    }
    rows.push(row)
    previous = row
  }
  return rows.map(known)
}

/** From midnight to midnight: the thousands of rows of one day are compared with it, and only its first one names it. */
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

function belongs(before: Message, after: Message): boolean {
  if (before.type === 'notice' || after.type === 'notice') return false
  return before.sender === after.sender && Date.parse(after.at) - Date.parse(before.at) < TOGETHER_MS
}
