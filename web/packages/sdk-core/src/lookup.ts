import { ProblemError } from './api'
import type { Platform } from './platform'

const FIRST_MS = 4_000
const MOST_MS = 60_000

/** What is read from the server when it is shown: once, and anew when it may have changed. */
export class Lookup<T> {
  private readonly found = new Map<string, T>()
  private readonly stale = new Set<string>()
  private readonly missing = new Set<string>()
  private readonly asking = new Map<string, Promise<T>>()
  /** How often in a row an answer did not come. */
  private readonly failures = new Map<string, number>()
  /** Not asked for again before a while has passed, or a new connection is there. */
  private readonly resting = new Set<string>()

  constructor(
    private readonly platform: Platform,
    private readonly read: (id: string) => Promise<T>,
    /** Answers what is true now; an answer may be older than what a frame has told meanwhile. */
    private readonly merge: (before: T | undefined, now: T) => T,
    private readonly changed: (id: string) => void,
  ) {}

  /** What is known, at once; what is not known, or may have changed, is asked for. */
  get(id: string): T | undefined {
    const known = this.found.has(id) && !this.stale.has(id)
    const waits = this.missing.has(id) || this.asking.has(id) || this.resting.has(id)
    if (!known && !waits) void this.load(id).catch((failure) => this.failed(id, failure))
    return this.found.get(id)
  }

  peek(id: string): T | undefined {
    return this.found.get(id)
  }

  /** The server has answered that there is no such thing for this user. */
  isMissing(id: string): boolean {
    return this.missing.has(id)
  }

  /** Asks now. Whoever asks meanwhile gets the same answer. */
  load(id: string): Promise<T> {
    const running = this.asking.get(id)
    if (running) return running
    this.stale.delete(id)
    const started = this.read(id)
      .then((now) => this.put(id, now))
      .finally(() => this.asking.delete(id))
    this.asking.set(id, started)
    return started
  }

  put(id: string, now: T): T {
    const value = this.merge(this.found.get(id), now)
    this.found.set(id, value)
    this.missing.delete(id)
    this.failures.delete(id)
    this.resting.delete(id)
    this.changed(id)
    return value
  }

  /** It may have changed: asked for anew when it is shown next. */
  expire(id: string): void {
    if (this.found.has(id) || this.asking.has(id)) this.stale.add(id)
    this.missing.delete(id)
    this.resting.delete(id)
    this.changed(id)
  }

  /** Changes may have been missed in all that this picks; what had no answer, or was not to be seen, may be by now. */
  expireAll(picks: (value: T) => boolean): void {
    const again = [...this.missing, ...this.failures.keys()]
    this.failures.clear()
    for (const [id, value] of this.found) if (picks(value)) this.expire(id)
    for (const id of again) this.expire(id)
  }

  private failed(id: string, failure: unknown): void {
    const { status, retryAfterSeconds = 0 } = failure instanceof ProblemError ? failure : ProblemError.unreachable()
    if (status === 404) {
      this.missing.add(id)
      this.changed(id)
      return
    }
    if (this.found.has(id)) this.stale.add(id)
    const failures = (this.failures.get(id) ?? 0) + 1
    this.failures.set(id, failures)
    this.resting.add(id)
    // What is refused stays refused until something changes.
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return
    const pause = Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1))
    const spread = 0.75 + ((this.platform.random(1)[0] ?? 0) / 256) * 0.5
    this.platform.setTimer(() => this.again(id), Math.max(retryAfterSeconds * 1000, pause * spread))
  }

  private again(id: string): void {
    if (this.resting.delete(id)) this.changed(id)
  }
}
