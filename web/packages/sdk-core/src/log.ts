import type { Conversation, Message } from './protocol'
import { isHousekeeping, isVisible } from './protocol'
import { Ranges, type Range } from './ranges'

const KEPT_MESSAGES = 100
const LEAVING = new Set(['member-left', 'member-removed', 'group-dissolved'])

/** How far another member has come. */
export interface Position {
  read: number
  received: number
}

/** A conversation as it is kept between two runs; its messages lie beside it. */
export interface KeptConversation {
  info: Conversation
  range?: Range
  positions: Record<string, Position>
  peer?: string
  provisional?: boolean
  /** The draft is newer than the server's. */
  unsaved?: boolean
  latest?: Message | null
  gone?: Range[]
}

/** One conversation: what is known of it, and what is held of its log. */
export class ConversationLog {
  /** Ascending by seq, each once. */
  readonly messages: Message[] = []
  readonly ranges: Ranges
  readonly positions = new Map<string, Position>()
  private other?: string
  /** The reader has left, or was removed: nothing more will come. */
  left = false
  /** Whether what storage holds has been read. */
  restored = false
  /** Known from a message alone: what the server says replaces it. */
  provisional = false
  /** How often the draft has changed since the server has taken it. */
  unsaved = 0
  /** The draft that the server holds while ours is newer; undefined when that is not known. */
  savedDraft?: string | null
  /** Numbers that the reader has taken out of his sight for good; cleared is what begins with 1. */
  private readonly gone: Ranges
  /** What is being taken out of sight, while the server has not answered. */
  readonly leaving = new Set<Range>()
  private dropped: Range[] = []
  /** The numbers of the messages that were written to the storage in this run, and are there still. */
  written = new Set<number>()
  /** Below this number the storage was emptied in this run. */
  emptied?: number
  /** What the list showed in the run before; its messages are read when they are shown. */
  private readonly before?: Message | null
  /** Up to here the number of unread ones is right; only what comes behind it is added. */
  counted: number

  constructor(
    public info: Conversation,
    private readonly me: string,
    kept?: KeptConversation,
  ) {
    this.counted = info.seq
    this.ranges = new Ranges(kept?.range ? [[...kept.range]] : [])
    this.gone = new Ranges(kept?.gone?.map(([from, to]): Range => [from, to]))
    this.other = kept?.peer
    this.provisional = kept?.provisional ?? false
    this.before = kept?.latest
    if (kept?.unsaved) this.unsaved = 1
    for (const [user, position] of Object.entries(kept?.positions ?? {})) this.positions.set(user, position)
    if (info.last) this.other ??= this.peerFrom(info.last)
  }

  /** Undefined as long as it is only supposed from a message: what depends on it has to wait. */
  get kind(): Conversation['kind'] | undefined {
    return this.provisional ? undefined : this.info.kind
  }

  /** The other one of a direct conversation. Nobody while it may as well be a group, whatever was found out so far. */
  get peer(): string | undefined {
    return this.kind === 'direct' ? this.other : undefined
  }

  set peer(user: string | undefined) {
    this.other = user
  }

  /** What can be shown without a hole: the newest range that is held. */
  get shown(): Message[] {
    const held = this.held
    return this.leaving.size ? held.filter(({ seq }) => !this.isGone(seq)) : held
  }

  private get held(): Message[] {
    return this.messages.slice(this.place(this.ranges.newest?.[0] ?? 0))
  }

  get hasAll(): boolean {
    const newest = this.ranges.newest
    return newest ? newest[0] <= 1 : this.info.seq === 0
  }

  /** What the list shows of it. Notices that only tell devices of one another are nothing to read. */
  get latest(): Message | null {
    const { last } = this.info
    const shows = (message?: Message | null): boolean => !!message && !isHousekeeping(message) && !this.isGone(message.seq)
    if (shows(last)) return last
    return [...this.messages].reverse().find(shows) ?? (shows(this.before) ? this.before! : null)
  }

  private isGone(seq: number): boolean {
    return this.gone.has(seq) || [...this.leaving].some(([from, to]) => from <= seq && seq <= to)
  }

  /** Up to here the reader has cleared the history. */
  get cleared(): number {
    return Math.max(0, ...[...this.gone.all, ...this.leaving].map(([from, to]) => (from === 1 ? to : 0)))
  }

  /** Takes numbers out of the reader's sight, for good. False when they were already. */
  drop(...[from, to]: Range): boolean {
    if (this.gone.all.some((range) => range[0] <= from && to <= range[1])) return false
    this.gone.add(from, to)
    this.dropped.push([from, to])
    this.messages.splice(this.place(from), this.place(to + 1) - this.place(from))
    // Below of what was cleared there is nothing to be read either.
    if (from === 1) this.ranges.add(from, to)
    this.recount()
    return true
  }

  /** What was dropped since this was asked last. */
  takeDropped(): Range[] {
    return this.dropped.splice(0)
  }

  /** That could not be written; it comes first next time. */
  putDropped(ranges: Range[]): void {
    this.dropped.unshift(...ranges)
  }

  /** Puts a message where it belongs. False when it was there, or is out of the reader's sight. */
  insert(message: Message): boolean {
    if (this.gone.has(message.seq)) {
      this.ranges.add(message.seq, message.seq)
      this.info = { ...this.info, seq: Math.max(this.info.seq, message.seq) }
      return false
    }
    const at = this.place(message.seq)
    if (this.messages[at]?.seq === message.seq) return false
    this.messages.splice(at, 0, message)
    this.ranges.add(message.seq, message.seq)
    if (message.seq >= this.info.seq || !this.info.last) {
      this.info = { ...this.info, seq: Math.max(this.info.seq, message.seq), last: message, updatedAt: message.at }
    }
    this.other ??= this.peerFrom(message)
    this.leaveOut(message)
    return true
  }

  /** Takes what the storage has kept of it. */
  restore(kept: Message[]): void {
    for (const message of kept) if (this.ranges.has(message.seq)) this.insert(message)
    // The rows may be gone while the range was remembered: what is not here is not held.
    const [from, to] = this.ranges.newest ?? [1, 0]
    const first = this.messages.find(({ seq }) => seq >= from)
    this.ranges.keepFrom(first ? first.seq : to + 1)
    this.ranges.add(1, this.cleared)
    this.restored = true
    this.recount()
  }

  /** Counts what has just come, and follows what it says of the conversation itself. */
  count(message: Message): void {
    if (message.type === 'notice') this.obey(message)
    const mine = message.sender === this.me
    if (mine) this.readUpTo(message.seq)
    if (mine || !isVisible(message) || message.seq <= Math.max(this.info.readSeq, this.counted)) return
    const { unread, mentioned } = this.info
    const mentionsMe = message.mentions.includes(this.me) || message.mentions.includes('all')
    this.info = { ...this.info, unread: Math.min(unread + 1, 100), mentioned: mentioned ?? (mentionsMe ? message.seq : null) }
  }

  private obey({ body }: Message): void {
    const members = Array.isArray(body.members) ? (body.members as string[]) : []
    if (body.event === 'group-renamed' && typeof body.name === 'string') this.info = { ...this.info, title: body.name }
    if (body.event === 'avatar-changed') this.info = { ...this.info, avatarUrl: (body.avatarUrl as string) ?? null }
    if ((body.event === 'member-joined' || body.event === 'member-added') && members.includes(this.me)) this.left = false
    if (LEAVING.has(String(body.event)) && (members.includes(this.me) || body.event === 'group-dissolved')) this.left = true
  }

  /** The server was restored from a backup: what is held of the numbers up to that notice is in no log any more. */
  private leaveOut({ type, body: { event, from, to } }: Message): void {
    if (type !== 'notice' || event !== 'restored' || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return
    this.drop(Number(from), Number(to) - 1)
    this.ranges.add(Number(from), Number(to))
  }

  /** Where a message with that number stands, or would stand. */
  private place(seq: number): number {
    let [low, high] = [0, this.messages.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.messages[middle]?.seq ?? 0) < seq) low = middle + 1
      else high = middle
    }
    return low
  }

  private peerFrom(message: Message): string | undefined {
    const named = Array.isArray(message.body.members) ? (message.body.members as string[]) : []
    return [message.sender, ...named].find((user) => user && user !== this.me) ?? undefined
  }

  moved(user: string, kind: keyof Position, seq: number): boolean {
    const before = this.positions.get(user) ?? { read: 0, received: 0 }
    if (before[kind] >= seq) return false
    // Another object: who shows the one before sees by it that something has changed.
    const position = { ...before, [kind]: seq }
    if (kind === 'read') position.received = Math.max(position.received, seq)
    this.positions.set(user, position)
    return true
  }

  /** Moves the own read position, never back, and counts anew what is unread. */
  readUpTo(seq: number): boolean {
    if (seq <= this.info.readSeq) return false
    this.info = { ...this.info, readSeq: seq }
    this.recount()
    return true
  }

  /** Counts what is unread, if all of it is held; what the server has counted stands otherwise. */
  recount(): void {
    const { readSeq, seq } = this.info
    const newest = this.ranges.newest
    const from = Math.max(readSeq, this.cleared)
    if (from < seq && !(newest && this.restored && newest[0] <= from + 1)) return
    this.counted = newest?.[1] ?? readSeq
    const unread = this.messages.filter((m) => m.seq > from && isVisible(m) && m.sender !== this.me && !this.isGone(m.seq))
    const mention = unread.find((m) => m.mentions.includes(this.me) || m.mentions.includes('all'))
    this.info = { ...this.info, unread: Math.min(unread.length, 100), mentioned: mention?.seq ?? null }
  }

  /** The server's view, unless ours is newer in one point or the other. */
  merge(info: Conversation): void {
    const ours = this.info
    const behind = info.seq < ours.seq
    const readSeq = this.provisional ? info.readSeq : Math.max(info.readSeq, ours.readSeq)
    const ownCount = behind || readSeq > info.readSeq
    if (!ownCount) this.counted = info.seq
    this.provisional = false
    this.info = {
      ...info,
      seq: Math.max(info.seq, ours.seq),
      readSeq,
      last: behind ? ours.last : info.last,
      updatedAt: behind ? ours.updatedAt : info.updatedAt,
      unread: ownCount ? ours.unread : info.unread,
    }
    for (const message of [info.last, ...this.messages]) if (message) this.other ??= this.peerFrom(message)
    if (readSeq > info.readSeq || this.leaving.size) this.recount()
  }

  /** What is worth keeping: the newest messages, and the range that they make up. */
  kept(): { conversation: KeptConversation; messages: Message[] } {
    const held = this.held
    const messages = held.slice(-KEPT_MESSAGES)
    const newest = this.ranges.newest
    const cut = messages.length < held.length ? (messages[0]?.seq ?? 0) : (newest?.[0] ?? 0)
    return {
      conversation: {
        info: this.info,
        range: newest ? [Math.max(cut, newest[0]), newest[1]] : undefined,
        positions: Object.fromEntries(this.positions),
        peer: this.peer,
        provisional: this.provisional || undefined,
        unsaved: this.unsaved > 0,
        latest: this.latest,
        gone: this.gone.all,
      },
      messages,
    }
  }
}
