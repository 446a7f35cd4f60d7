import { ProblemError, type Api } from './api'
import { Drafts } from './drafts'
import { Hiding } from './hiding'
import { Keeper } from './keeper'
import { ConversationLog, type KeptConversation, type Position } from './log'
import { Once } from './once'
import { Pages } from './pages'
import type { Platform } from './platform'
import { isVisible, type Conversation, type ConversationSettings, type Cursors, type Message } from './protocol'

const RELOAD_AFTER_MS = 500

function fail(failure: unknown): never {
  throw failure
}

interface Listeners {
  list(): void
  messages(conversation: string): void
}

/** All conversations of the user, and what this device holds of their logs. */
export class Conversations {
  private readonly logs = new Map<string, ConversationLog>()
  private readonly acknowledged = new Map<string, number>()
  private readonly resuming = new Map<string, number>()
  private readonly fetching = new Once()
  private readonly reloads = new Set<string>()
  readonly drafts: Drafts
  readonly hiding: Hiding
  readonly keeper: Keeper
  private readonly pages: Pages
  /** Whether the server's list has been seen in this run. */
  loaded = false

  constructor(
    private readonly platform: Platform,
    private readonly api: Api,
    private readonly me: string,
    private readonly changed: Listeners,
  ) {
    this.drafts = new Drafts(platform, api, this.logs, (log) => this.touch(log))
    this.hiding = new Hiding(api, this.logs, (log) => this.touch(log), (id) => this.reloadSoon(id))
    this.keeper = new Keeper(platform, me, this.logs, () => this.list())
    this.pages = new Pages(api, me, this.hiding, (log) => this.touch(log))
  }

  // ---- reading

  get(id: string): ConversationLog | undefined {
    return this.logs.get(id)
  }

  /** Pinned ones first, then the newest. */
  list(): ConversationLog[] {
    return [...this.logs.values()]
      .filter((log) => !log.info.settings.hidden || log.info.unread > 0)
      .sort((a, b) => {
        const pinned = Number(b.info.settings.pinned) - Number(a.info.settings.pinned)
        return pinned || (moved(a) < moved(b) ? 1 : -1)
      })
  }

  directWith(user: string): ConversationLog | undefined {
    return [...this.logs.values()].find((log) => log.peer === user)
  }

  // ---- what was kept

  async restore(): Promise<void> {
    for (const kept of await this.platform.storage.load<KeptConversation>('conversations')) {
      if (!this.logs.has(kept.info.id)) this.logs.set(kept.info.id, new ConversationLog(kept.info, this.me, kept))
    }
    this.changed.list()
  }

  /**
   * Reads the kept messages of a conversation that is about to be shown. Rejects if what is not here cannot be asked for:
   * the conversation itself, or its messages if none was kept.
   */
  async open(id: string): Promise<void> {
    const known = this.logs.get(id)
    // What a message alone has told of may be a group.
    const log = known && !known.provisional ? known : await this.ask(id).catch((failure: unknown) => this.logs.get(id) ?? fail(failure))
    if (log && !log.restored) log.restore(await this.platform.storage.load<Message>('messages', `${id}/`).catch(() => []))
    if (log && !log.messages.length && !log.hasAll) await this.older(id)
    if (log?.info.kind === 'direct' && !log.peer) await this.pages.findPeer(log)
    this.changed.messages(id)
  }

  // ---- the server's list

  /** Reads the list anew. Answers the conversations in which the server does not know how far we have read. */
  async refresh(): Promise<Conversation[]> {
    const seen = new Set<string>()
    const behind: Conversation[] = []
    const before = new Map([...this.logs].map(([id, log]) => [id, log.info.seq]))
    let cursor: string | undefined
    do {
      const page = await this.api.get('/api/conversations', { query: { limit: 200, cursor } })
      for (const info of page.items as Conversation[]) {
        seen.add(info.id)
        const log = this.adopt(info)
        if (log.info.readSeq > info.readSeq) behind.push(log.info)
      }
      cursor = page.next ?? undefined
    } while (cursor)
    this.loaded = true
    for (const [id, log] of this.logs) {
      // What began or moved while the list was under way may be on none of its pages.
      if (log.provisional) void this.fetch(id)
      else if (!seen.has(id) && !log.left && before.get(id) === log.info.seq) this.forget(id)
      else this.drafts.repeat(id)
    }
    this.changed.list()
    return behind
  }

  adopt(info: Conversation): ConversationLog {
    const log = this.logs.get(info.id) ?? new ConversationLog(info, this.me)
    const { draft } = log.info.settings
    if (this.logs.has(info.id)) log.merge(info)
    this.logs.set(info.id, log)
    this.set(log, log.unsaved ? { ...log.info.settings, draft } : log.info.settings)
    return log
  }

  private fetch(id: string): Promise<ConversationLog | undefined> {
    return this.ask(id).catch(() => this.logs.get(id))
  }

  private ask(id: string): Promise<ConversationLog | undefined> {
    return this.fetching.run(`info ${id}`, async () => {
      try {
        return this.adopt((await this.api.get('/api/conversations/{id}', { path: { id } })) as Conversation)
      } catch (failure) {
        const none = failure instanceof ProblemError && (failure.status === 404 || (failure.status === 400 && !this.logs.has(id)))
        if (!none) throw failure
        this.forget(id)
        return this.logs.get(id)
      }
    })
  }

  /** Another device has changed how the user keeps a conversation. Several changes in a row are read once. */
  reloadSoon(id: string): void {
    if (!this.loaded || this.reloads.has(id)) return
    this.reloads.add(id)
    this.platform.setTimer(() => {
      this.reloads.delete(id)
      void this.fetch(id)
    }, RELOAD_AFTER_MS)
  }

  /** Reads one conversation's entry anew. */
  reload(id: string): Promise<unknown> {
    return this.fetch(id)
  }

  private forget(id: string): void {
    this.logs.delete(id)
    this.keeper.touch(id)
    this.changed.messages(id)
    this.changed.list()
  }

  // ---- the log

  /** The cursors to resume from: how far each conversation is held without a hole. */
  beginResume(): Cursors {
    this.resuming.clear()
    const cursors: Cursors = {}
    for (const [id, log] of this.logs) {
      if (log.ranges.top > 0) {
        cursors[id] = log.ranges.top
        this.resuming.set(id, log.ranges.top + 1)
      }
    }
    return cursors
  }

  /** The server has left numbers out up to this one; they are read when they are shown. */
  leftOut(id: string, to: number): void {
    this.resuming.set(id, to + 1)
  }

  /** All up to these heads has been sent: numbers that did not come are not for this reader. */
  endResume(heads: Cursors): void {
    for (const [id, head] of Object.entries(heads)) {
      const log = this.logs.get(id)
      const from = this.resuming.get(id) ?? log?.messages[0]?.seq
      if (log && from !== undefined && head >= from) {
        log.ranges.add(from, head)
        log.info = { ...log.info, seq: Math.max(log.info.seq, head) }
        this.touch(log)
      }
    }
    this.resuming.clear()
    const own = this.logs.get(this.me)
    if (own?.ranges.hole) void this.pages.pullHole(own)
  }

  /** Takes messages over, in any order and as often as they come. Answers those that are new. */
  apply(messages: Message[]): Message[] {
    const fresh: Message[] = []
    const touched = new Set<ConversationLog>()
    for (const message of messages) {
      const log = this.logs.get(message.conversation) ?? this.begin(message)
      const topBefore = log.ranges.top
      if (log.ranges.has(message.seq) && log.restored) continue
      const isNew = !log.ranges.has(message.seq)
      if (!log.insert(message) || !isNew) continue
      fresh.push(message)
      touched.add(log)
      log.count(message)
      const missed = topBefore > 0 && message.seq > topBefore + 1
      if (missed && !this.resuming.has(message.conversation)) void this.pages.pullHole(log)
    }
    for (const log of touched) this.touch(log)
    return fresh
  }

  private begin(message: Message): ConversationLog {
    const settings: ConversationSettings = { muted: false, pinned: false, hidden: false, draft: null, folder: null }
    const { conversation: id, at: updatedAt } = message
    const kind = id === this.me ? 'self' : 'direct'
    const info = { id, kind, title: null, avatarUrl: null, last: null, seq: 0, readSeq: 0, unread: 0, mentioned: null, settings, updatedAt }
    const log = new ConversationLog(info as Conversation, this.me)
    log.restored = true
    log.provisional = true
    this.logs.set(id, log)
    // While everything is new the list comes anyway.
    if (this.loaded) void this.fetch(id)
    return log
  }

  /** One page of older history, from the server. False when there is none. */
  async older(id: string): Promise<boolean> {
    const log = this.logs.get(id)
    return !!log && this.pages.older(log)
  }

  // ---- positions and settings

  readUpTo(id: string, seq: number): boolean {
    const log = this.logs.get(id)
    if (!log?.readUpTo(seq)) return false
    this.touch(log)
    return true
  }

  moved(id: string, user: string, kind: keyof Position, seq: number): void {
    const log = this.logs.get(id)
    if (log?.moved(user, kind, seq)) this.touch(log)
  }

  /** Asks how far the other one has read, which frames tell only to who was there. */
  async askReaders(id: string): Promise<void> {
    const log = this.logs.get(id)
    const mine = log?.messages.filter((m) => m.sender === this.me && isVisible(m)).pop()
    if (!log?.peer || !mine || (log.positions.get(log.peer)?.read ?? 0) >= mine.seq) return
    const path = { id, messageId: mine.id }
    const readers = await this.api.get('/api/conversations/{id}/messages/{messageId}/readers', { path })
    if (readers.read.includes(log.peer)) this.moved(id, log.peer, 'read', mine.seq)
  }

  /** Changes settings here at once and then on the server; what it refuses is taken back. */
  async change(id: string, change: Partial<ConversationSettings>): Promise<void> {
    const log = this.logs.get(id)
    if (!log) return
    const before = log.info.settings
    this.set(log, { ...before, ...change })
    try {
      this.take(log, await this.api.patch('/api/conversations/{id}/settings', { path: { id }, body: change }))
    } catch (failure) {
      this.take(log, before)
      throw failure
    }
  }

  /** The server's view, but what is typed here is newer. */
  private take(log: ConversationLog, settings: ConversationSettings): void {
    this.set(log, log.unsaved ? { ...settings, draft: log.info.settings.draft } : settings)
  }

  private set(log: ConversationLog, settings: ConversationSettings): void {
    log.info = { ...log.info, settings }
    this.touch(log)
  }

  /** What has arrived since this was asked last. */
  unacknowledged(): Cursors {
    const cursors: Cursors = {}
    for (const [id, log] of this.logs) {
      if (log.ranges.top > (this.acknowledged.get(id) ?? 0)) cursors[id] = log.ranges.top
    }
    for (const [id, seq] of Object.entries(cursors)) this.acknowledged.set(id, seq)
    return cursors
  }

  private touch(log: ConversationLog): void {
    this.keeper.touch(log.info.id)
    this.changed.messages(log.info.id)
    this.changed.list()
  }
}

/** When something last happened that is worth showing. */
function moved(log: ConversationLog): string {
  return log.info.kind === 'self' ? (log.latest?.at ?? '') : log.info.updatedAt
}
