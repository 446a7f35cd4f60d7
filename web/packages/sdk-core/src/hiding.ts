import type { Api } from './api'
import type { ConversationLog } from './log'
import type { Message } from './protocol'
import type { Range } from './ranges'

/** What the user takes out of his own sight: single messages, or a whole history. Others keep theirs. */
export class Hiding {
  /** Ends with the last call that takes something away: one after the other, however many are chosen. */
  private taken: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly api: Api,
    private readonly logs: ReadonlyMap<string, ConversationLog>,
    private readonly changed: (log: ConversationLog) => void,
    private readonly reloadSoon: (id: string) => void,
  ) {}

  /** What he has taken away on another device. */
  follow({ body }: Message): void {
    const [id, { event, seq, to }] = [String(body.conversation), body]
    const last = event === 'message-hidden' ? seq : event === 'history-cleared' ? to : undefined
    const log = this.logs.get(id)
    if (!log || !Number.isSafeInteger(last)) return
    if (!log.drop(event === 'message-hidden' ? Number(last) : 1, Number(last))) return
    this.changed(log)
    this.reloadSoon(id)
  }

  /** Takes a message away: here at once, and back again if the server refuses. */
  hide({ conversation: id, id: messageId, seq }: Message): Promise<void> {
    return this.takeAway(id, [seq, seq], () => this.api.delete('/api/conversations/{id}/messages/{messageId}', { path: { id, messageId } }))
  }

  /** Takes away all that there is by now, in the same manner. */
  clear(id: string): Promise<void> {
    return this.takeAway(id, [1, this.logs.get(id)?.info.seq ?? 0], () => this.api.delete('/api/conversations/{id}/messages', { path: { id } }))
  }

  private async takeAway(id: string, range: Range, call: () => Promise<unknown>): Promise<void> {
    const log = this.logs.get(id)
    if (!log) return
    const look = (): void => {
      log.recount()
      this.changed(log)
    }
    log.leaving.add(range)
    look()
    const called = this.taken.then(call)
    this.taken = called.catch(() => {})
    try {
      await called
      log.drop(...range)
    } finally {
      log.leaving.delete(range)
      look()
    }
    this.reloadSoon(id)
  }
}
