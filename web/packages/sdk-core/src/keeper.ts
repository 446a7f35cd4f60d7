import type { ConversationLog } from './log'
import type { Platform, Write } from './platform'
import type { Range } from './ranges'

const KEPT_CONVERSATIONS = 50
const SAVE_AFTER_MS = 400
const LEFT_BEHIND = 50

/** Writes what has changed in the conversations to the storage, a little later and all of it or nothing. */
export class Keeper {
  private readonly dirty = new Set<string>()
  private timer?: unknown
  private closed = false

  constructor(
    private readonly platform: Platform,
    private readonly me: string,
    private readonly logs: ReadonlyMap<string, ConversationLog>,
    private readonly list: () => ConversationLog[],
  ) {}

  touch(id: string): void {
    this.dirty.add(id)
    this.timer ??= this.platform.setTimer(() => void this.save(), SAVE_AFTER_MS)
  }

  close(): void {
    this.closed = true
  }

  async save(): Promise<void> {
    this.platform.clearTimer(this.timer)
    this.timer = undefined
    if (this.closed) return
    // What the user's devices tell each other is kept whatever the list shows: the next run goes on from there.
    const kept = new Set([...this.list().slice(0, KEPT_CONVERSATIONS), this.logs.get(this.me)])
    const writes: Write[] = []
    const undone: (() => void)[] = []
    for (const id of this.dirty) {
      const log = this.logs.get(id)
      // What it has left out may tell of messages to be hidden: as long as it is not here, it is asked for again.
      if (log && id === this.me && log.ranges.hole) continue
      this.dirty.delete(id)
      const dropped = log?.takeDropped() ?? []
      writes.push(...(log && kept.has(log) ? saved(log, dropped) : removed(id, log)))
      undone.push(() => {
        this.dirty.add(id)
        log?.putDropped(dropped)
        if (log) forget(log)
      })
    }
    // What could not be written is written with the next change.
    if (writes.length) await this.platform.storage.write(writes).catch(() => undone.forEach((undo) => undo()))
  }
}

function key(conversation: string, seq: number): string {
  return `${conversation}/${String(seq).padStart(12, '0')}`
}

function saved(log: ConversationLog, dropped: Range[]): Write[] {
  const { conversation, messages } = log.kept()
  const id = log.info.id
  const writes: Write[] = dropped.map(([from, to]) => ({ table: 'messages', from: key(id, from), below: key(id, to + 1) }))
  // Messages do not change: with many conversations that move, writing all of them again and again is what takes the time.
  for (const message of messages) if (!log.written.has(message.seq)) writes.push({ table: 'messages', key: key(id, message.seq), value: message })
  log.written = new Set(messages.map(({ seq }) => seq))
  // What is kept and not read back yet belongs to the range as well: only the information is written then. What lies
  // below the range is not read any more, and a few rows of it do no harm: they go many at a time.
  const from = conversation.range?.[0] ?? 0
  if (log.restored && !(from - (log.emptied ?? -Infinity) < LEFT_BEHIND)) {
    writes.push({ table: 'messages', from: `${id}/`, below: key(id, from) })
    log.emptied = from
  }
  writes.push({ table: 'conversations', key: id, value: conversation })
  return writes
}

function removed(id: string, log?: ConversationLog): Write[] {
  if (log) forget(log)
  return [
    { table: 'conversations', key: id, remove: true },
    { table: 'messages', from: `${id}/`, below: `${id}0` },
  ]
}

/** Nothing is known of what the storage holds of it. */
function forget(log: ConversationLog): void {
  log.written.clear()
  log.emptied = undefined
}
