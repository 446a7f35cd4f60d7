import type { Platform, Write } from './platform'
import type { ClientFrame, Message, Problem } from './protocol'

const ANSWER_WITHIN_MS = 20_000

/** A message that the server has not confirmed yet. */
export interface Pending {
  id: string
  conversation: string
  type: string
  body: Record<string, unknown>
  replyTo: string | null
  mentions: string[]
  at: string
  state: 'waiting' | 'sending' | 'failed'
  problem?: Problem
}

/**
 * What is to be sent, in the order in which it was written. It survives a reload, and each message goes under the id
 * that it got here: however often it is repeated, it is stored once. One message of a conversation is under way at a
 * time, so that a repeated one cannot come behind the next.
 */
export class Outbox {
  private readonly pending = new Map<string, Pending>()
  private readonly underWay = new Map<string, string>()
  private readonly timers = new Map<string, unknown>()

  constructor(
    private readonly platform: Platform,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly changed: (conversation: string) => void,
  ) {}

  async restore(): Promise<void> {
    const kept = await this.platform.storage.load<Pending>('outbox')
    kept.sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const entry of kept) {
      if (!this.pending.has(entry.id)) {
        this.pending.set(entry.id, { ...entry, state: entry.state === 'failed' ? 'failed' : 'waiting' })
        this.changed(entry.conversation)
      }
    }
  }

  of(conversation: string): Pending[] {
    return [...this.pending.values()].filter((entry) => entry.conversation === conversation)
  }

  find(id: string): Pending | undefined {
    return this.pending.get(id)
  }

  add(entry: Pending): void {
    this.put(entry)
    this.pump(entry.conversation)
  }

  /** A failed one again, behind those that wait. */
  retry(id: string): void {
    const entry = this.pending.get(id)
    if (entry?.state !== 'failed') return
    this.pending.delete(id)
    this.add({ ...entry, state: 'waiting', problem: undefined })
  }

  discard(id: string): void {
    const entry = this.pending.get(id)
    if (entry) this.settle(entry)
  }

  /** All that waits goes out: the connection is there. */
  flush(): void {
    for (const conversation of new Set([...this.pending.values()].map((entry) => entry.conversation))) {
      this.pump(conversation)
    }
  }

  /** The connection is gone: whatever was under way has an unknown outcome and will be repeated. */
  pause(): void {
    for (const timer of this.timers.values()) this.platform.clearTimer(timer)
    this.timers.clear()
    const interrupted = [...this.underWay.values()]
    this.underWay.clear()
    for (const id of interrupted) {
      const entry = this.pending.get(id)
      if (entry?.state === 'sending') this.mark(entry, 'waiting')
    }
  }

  sent(id: string): Pending | undefined {
    const entry = this.pending.get(id)
    if (entry) this.settle(entry)
    return entry
  }

  /** A message of the log that is one of ours counts as confirmed. */
  arrived(message: Message): void {
    this.sent(message.id)
  }

  refused(id: string, problem?: Problem): void {
    const entry = this.pending.get(id)
    if (!entry) return
    this.release(entry)
    this.put({ ...entry, state: 'failed', problem })
    this.pump(entry.conversation)
  }

  retryLater(id: string, afterMs: number): void {
    const entry = this.pending.get(id)
    if (!entry || this.underWay.get(entry.conversation) !== id) return
    this.clearTimer(entry.conversation)
    this.timer(entry.conversation, afterMs, () => this.transmit(entry))
  }

  private pump(conversation: string): void {
    if (this.underWay.has(conversation)) return
    const next = this.of(conversation).find((entry) => entry.state === 'waiting')
    if (next) this.transmit(next)
  }

  private transmit(entry: Pending): void {
    const { id, conversation, type, body, replyTo, mentions } = entry
    const quote = replyTo ? { replyTo } : {}
    const named = mentions.length ? { mentions } : {}
    // Before it goes: the answer may be quicker than what follows.
    this.underWay.set(conversation, id)
    this.mark(entry, 'sending')
    this.timer(conversation, ANSWER_WITHIN_MS, () => this.transmit(entry))
    if (this.send({ op: 'send', id, conversation, type, body, ...quote, ...named })) return
    this.release(entry)
    this.mark(entry, 'waiting')
  }

  private mark(entry: Pending, state: Pending['state']): void {
    this.pending.set(entry.id, { ...entry, state })
    this.changed(entry.conversation)
  }

  private put(entry: Pending): void {
    this.pending.set(entry.id, entry)
    this.keep({ table: 'outbox', key: entry.id, value: entry })
    this.changed(entry.conversation)
  }

  /** What cannot be kept goes out all the same, and would not survive a reload. */
  private keep(write: Write): void {
    void this.platform.storage.write([write]).catch(() => {})
  }

  private settle(entry: Pending): void {
    this.release(entry)
    this.pending.delete(entry.id)
    this.keep({ table: 'outbox', key: entry.id, remove: true })
    this.changed(entry.conversation)
    this.pump(entry.conversation)
  }

  private release(entry: Pending): void {
    if (this.underWay.get(entry.conversation) === entry.id) {
      this.underWay.delete(entry.conversation)
      this.clearTimer(entry.conversation)
    }
  }

  private timer(conversation: string, ms: number, action: () => void): void {
    this.clearTimer(conversation)
    this.timers.set(conversation, this.platform.setTimer(action, ms))
  }

  private clearTimer(conversation: string): void {
    this.platform.clearTimer(this.timers.get(conversation))
    this.timers.delete(conversation)
  }
}
