import { ProblemError, type Api, type Credentials } from './api'
import type { Platform } from './platform'
import type { Tokens } from './protocol'

/** Renewed when this part of its life is over, so that a slow answer still comes in time. */
const RENEW_AT = 0.7
const RETRY_MS = 15_000
/** The refresh token is none, not the user's, or has been used: there is no session to renew. */
export const OVER = new Set([400, 401, 403])

/** How a refresh token is kept: by the browser in a cookie that scripts cannot read, or by the program itself. */
export interface RefreshTokens {
  readonly mode: 'cookie' | 'body'
  read?(): string | undefined
  keep?(token: string): void
}

/**
 * The access token, in memory only. Its life is measured from its arrival with a clock that never jumps: a device
 * whose clock is wrong by hours works like any other.
 */
export class Session implements Credentials {
  private current?: { token: string; renewAt: number; endsAt: number }
  private renewal?: Promise<string>
  private timer?: unknown
  private over = false
  /** Called with each new token, and once when the server says that the session is over. */
  onToken: (token: string) => void = () => {}
  onEnd: () => void = () => {}

  constructor(
    private readonly platform: Platform,
    private readonly refreshTokens: RefreshTokens,
    private readonly api: () => Api,
  ) {}

  adopt(tokens: Tokens): void {
    if (this.over) return
    const now = this.platform.monotonic()
    const life = tokens.expiresIn * 1000
    this.current = { token: tokens.accessToken, renewAt: now + life * RENEW_AT, endsAt: now + life }
    this.renewIn(life * RENEW_AT)
    if (tokens.refreshToken) this.refreshTokens.keep?.(tokens.refreshToken)
    this.onToken(tokens.accessToken)
  }

  /** An open socket lives as long as its token, so it is renewed also while nobody calls anything. */
  private renewIn(ms: number): void {
    this.platform.clearTimer(this.timer)
    const again = (failure: unknown): void => {
      if (!(failure instanceof ProblemError && OVER.has(failure.status))) this.renewIn(RETRY_MS)
    }
    this.timer = this.platform.setTimer(() => void this.renew().catch(again), ms)
  }

  /** For good: whatever comes late must not go on as whoever signs in next. */
  forget(): void {
    this.over = true
    this.platform.clearTimer(this.timer)
    this.current = undefined
  }

  async token(): Promise<string> {
    if (this.over) throw new ProblemError(401, 'unauthorized')
    const now = this.platform.monotonic()
    const held = this.current
    if (held && now < held.renewAt) return held.token
    try {
      return await this.renew()
    } catch (failure) {
      // Not reachable just now, but the one we hold is good for a while yet.
      if (held && now < held.endsAt && failure instanceof ProblemError && failure.status !== 401) return held.token
      throw failure
    }
  }

  refused(token: string): void {
    if (this.current?.token === token) this.current = undefined
  }

  /** One renewal at a time, also over all tabs: a refresh token works once, and replaying it ends the session. */
  renew(): Promise<string> {
    this.renewal ??= this.platform
      .exclusive('refresh', () => this.refresh())
      .finally(() => (this.renewal = undefined))
    return this.renewal
  }

  private async refresh(): Promise<string> {
    const { mode, read } = this.refreshTokens
    try {
      const tokens =
        mode === 'cookie'
          ? await this.api().open<Tokens>('POST', '/api/auth/refresh', undefined, { 'X-Session': 'cookie' })
          : await this.api().open<Tokens>('POST', '/api/auth/refresh', { refreshToken: read?.() })
      this.adopt(tokens)
      return tokens.accessToken
    } catch (failure) {
      if (failure instanceof ProblemError && OVER.has(failure.status)) {
        this.current = undefined
        this.onEnd()
      }
      throw failure instanceof ProblemError && OVER.has(failure.status) ? new ProblemError(401, failure.code, failure.problem) : failure
    }
  }
}
