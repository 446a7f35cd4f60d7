import { ProblemError } from './api'
import type { Platform } from './platform'

const AGAIN_MS = 5_000

/** What is read from the server when it is shown: once, and anew when it may have changed. */
export class Lookup<T> {
  private readonly found = new Map<string, T>()
  private readonly stale = new Set<string>()
  private readonly missing = new Set<string>()
  private readonly asking = new Map<string, Promise<T>>()

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
    if (!known && !this.missing.has(id) && !this.asking.has(id)) void this.load(id).catch((failure) => this.failed(id, failure))
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
    this.changed(id)
    return value
  }

  /** It may have changed: asked for anew when it is shown next. */
  expire(id: string): void {
    if (this.found.has(id) || this.asking.has(id)) this.stale.add(id)
    this.missing.delete(id)
    this.changed(id)
  }

  /** Changes may have been missed in all that this picks. */
  expireAll(picks: (value: T) => boolean): void {
    for (const [id, value] of this.found) if (picks(value)) this.expire(id)
  }

  private failed(id: string, failure: unknown): void {
    const status = failure instanceof ProblemError ? failure.status : 0
    if (status === 404) {
      this.missing.add(id)
      this.changed(id)
      return
    }
    if (this.found.has(id)) this.stale.add(id)
    // Without a network nothing is asked for; the next connection makes all of it stale.
    if (status !== 0) this.platform.setTimer(() => this.changed(id), AGAIN_MS)
  }
}
