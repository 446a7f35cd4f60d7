import type { Api } from './api'
import { Lookup } from './lookup'
import type { Platform } from './platform'
import type { Message, Transfer } from './protocol'

/** Neither accepted nor back with the sender yet. */
export function isOpen({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'pending' || state === 'waiting'
}

/** The transfers that this client has shown. */
export class Transfers {
  private readonly lookup: Lookup<Transfer>

  constructor(
    platform: Platform,
    private readonly api: Api,
    changed: (id: string) => void,
  ) {
    const read = (id: string): Promise<Transfer> => api.get('/api/transfers/{id}', { path: { id } })
    this.lookup = new Lookup(platform, read, (before, now) => (before && isOpen(now) && !isOpen(before) ? before : now), changed)
  }

  /** The transfer, or undefined until the server has answered. */
  get(id: string): Transfer | undefined {
    return this.lookup.get(id)
  }

  isMissing(id: string): boolean {
    return this.lookup.isMissing(id)
  }

  load(id: string): Promise<Transfer> {
    return this.lookup.load(id)
  }

  async accept(id: string): Promise<Transfer> {
    return this.lookup.put(id, await this.api.post('/api/transfers/{id}/accept', { path: { id } }))
  }

  async giveBack(id: string): Promise<Transfer> {
    return this.lookup.put(id, await this.api.post('/api/transfers/{id}/return', { path: { id } }))
  }

  onNotice({ body }: Message): void {
    if (typeof body.transfer === 'string') this.lookup.expire(body.transfer)
  }

  resumed(): void {
    this.lookup.expireAll(isOpen)
  }
}
