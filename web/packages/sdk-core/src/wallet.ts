import { ProblemError, type Api } from './api'
import { newId } from './ids'
import type { Platform } from './platform'
import type { NewRedPacket, NewTransfer, Payment, RedPacket, Transfer, WalletEntryPage, WalletView } from './protocol'

/** What money is sent for; of each there is one attempt at a time. */
export type Purpose = `packet/${string}` | `transfer/${string}` | 'top-up' | 'withdrawal'

interface Attempt {
  purpose: Purpose
  key: string
  body: unknown
}

export interface EntryFilter {
  kind?: string
  direction?: 'in' | 'out'
  from?: string
  to?: string
}

/**
 * A user's money. Whatever moves it carries a key, and as long as nobody knows whether a call has worked, also after a
 * restart, the very same body goes under the very same key: it is paid once.
 */
export class Wallet {
  private readonly attempts = new Map<Purpose, Attempt>()
  private restored?: Promise<void>

  constructor(
    private readonly platform: Platform,
    private readonly api: Api,
  ) {}

  read(): Promise<WalletView> {
    return this.api.get('/api/wallet')
  }

  entries(filter: EntryFilter, cursor?: string): Promise<WalletEntryPage> {
    return this.api.get('/api/wallet/entries', { query: { ...filter, limit: 30, cursor } })
  }

  /** The entries of a month (`2026-11`) as CSV. */
  statement(month: string): Promise<string> {
    return this.api.text('/api/wallet/statements/{month}', { path: { month } })
  }

  async setPayPassword(password: string, current?: string): Promise<void> {
    await this.api.put('/api/wallet/pay-password', { body: { password, current } })
  }

  topUp(amount: number): Promise<Payment> {
    return this.once('top-up', { amount }, (body, headers) => this.api.post('/api/wallet/top-ups', { body, headers }))
  }

  withdraw(amount: number, payPassword?: string): Promise<Payment> {
    const call = (body: { amount: number }, headers: Record<string, string>) => this.api.post('/api/wallet/withdrawals', { body, headers })
    return this.once('withdrawal', { amount }, call, payPassword)
  }

  sendPacket(packet: NewRedPacket, payPassword?: string): Promise<RedPacket> {
    const call = (body: NewRedPacket, headers: Record<string, string>) => this.api.post('/api/red-packets', { body, headers })
    return this.once(`packet/${packet.conversation}`, packet, call, payPassword)
  }

  sendTransfer(transfer: NewTransfer, payPassword?: string): Promise<Transfer> {
    const call = (body: NewTransfer, headers: Record<string, string>) => this.api.post('/api/transfers', { body, headers })
    return this.once(`transfer/${transfer.to}`, transfer, call, payPassword)
  }

  /** What was sent for this purpose and has had no answer: nothing else can be sent before it has. */
  async unanswered<B>(purpose: Purpose): Promise<B | undefined> {
    await this.restore()
    return this.attempts.get(purpose)?.body as B | undefined
  }

  private async once<B, T>(purpose: Purpose, body: B, call: (body: B, headers: Record<string, string>) => Promise<T>, payPassword?: string): Promise<T> {
    await this.restore()
    const earlier = this.attempts.get(purpose)
    if (earlier && JSON.stringify(earlier.body) !== JSON.stringify(body)) throw new ProblemError(0, 'unanswered')
    const attempt = earlier ?? { purpose, key: newId(this.platform.wall(), this.platform.random(10)), body }
    await this.keep(attempt)
    const headers: Record<string, string> = { 'Idempotency-Key': attempt.key }
    if (payPassword) headers['X-Pay-Password'] = payPassword
    try {
      const answer = await call(body, headers)
      await this.drop(attempt)
      return answer
    } catch (failure) {
      if (isRefusal(failure, !!earlier)) await this.drop(attempt)
      throw failure
    }
  }

  private restore(): Promise<void> {
    this.restored ??= this.platform.storage.load<Attempt>('meta', 'attempt/').then(
      (kept) => kept.forEach((attempt) => this.attempts.set(attempt.purpose, attempt)),
      () => {},
    )
    return this.restored
  }

  private async keep(attempt: Attempt): Promise<void> {
    this.attempts.set(attempt.purpose, attempt)
    await this.platform.storage.write([{ table: 'meta', key: `attempt/${attempt.purpose}`, value: attempt }]).catch(() => {})
  }

  private async drop({ purpose }: Attempt): Promise<void> {
    this.attempts.delete(purpose)
    await this.platform.storage.write([{ table: 'meta', key: `attempt/${purpose}`, remove: true }]).catch(() => {})
  }
}

/** Whether it is certain that nothing has moved. A pay password is asked for before an earlier try can be seen to be under way. */
function isRefusal(failure: unknown, repeated: boolean): boolean {
  if (!(failure instanceof ProblemError) || failure.status < 400 || failure.status >= 500 || failure.status === 408) return false
  return !(repeated && failure.code.startsWith('pay-password'))
}
