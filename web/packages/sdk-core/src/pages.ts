import type { Api } from './api'
import type { Hiding } from './hiding'
import type { ConversationLog } from './log'
import { Once } from './once'
import { isHousekeeping, type MessageRange } from './protocol'

const PAGE = 50
/** A hole that opened while we were listening is pulled at once up to this size, a larger one when it is shown. */
const LARGEST_PULL = 1_000

/** What no frame brings of a log is read from the server, in pages. */
export class Pages {
  private readonly once = new Once()

  constructor(
    private readonly api: Api,
    private readonly me: string,
    private readonly hiding: Hiding,
    private readonly changed: (log: ConversationLog) => void,
  ) {}

  /** One page of older history. False when there is none. */
  async older(log: ConversationLog): Promise<boolean> {
    if (log.hasAll) return false
    return this.once.run(`older ${log.info.id}`, async () => {
      for (;;) {
        const before = log.ranges.newest?.[0]
        const range = await this.read(log, { limit: PAGE, before })
        if (range.items.length || range.next === null) return range.items.length > 0
      }
    })
  }

  /** A number was jumped over while we were listening: read what is missing, or learn that it is not for us. */
  pullHole(log: ConversationLog): Promise<void> {
    const { id } = log.info
    return this.once.run(`hole ${id}`, async () => {
      const most = id === this.me ? Infinity : LARGEST_PULL
      for (let hole = log.ranges.hole; hole && hole[1] - hole[0] < most; hole = log.ranges.hole) {
        const range = await this.read(log, { limit: 200, after: hole[0] - 1 })
        if (range.to < range.from) return
      }
    }).catch(() => {})
  }

  private async read(log: ConversationLog, query: Record<string, number | undefined>): Promise<MessageRange> {
    const path = { id: log.info.id }
    const range = (await this.api.get('/api/conversations/{id}/messages', { path, query })) as MessageRange
    for (const message of range.items) if (log.insert(message) && isHousekeeping(message)) this.hiding.follow(message)
    log.ranges.add(range.from, range.to)
    this.changed(log)
    return range
  }

  /** The first message names both members; that is how a conversation is known in which only we have written. */
  async findPeer(log: ConversationLog): Promise<void> {
    const first = await this.api
      .get('/api/conversations/{id}/messages', { path: { id: log.info.id }, query: { after: 0, limit: 1 } })
      .catch(() => undefined)
    const named = first?.items[0]?.body as { members?: string[] } | undefined
    log.peer ??= named?.members?.find((user) => user !== this.me)
    this.changed(log)
  }
}
