import type { Platform } from './platform'
import type { ClientFrame, PresenceState, ServerFrame } from './protocol'

const TYPING_ENDS_MS = 6_000
const TYPING_EVERY_MS = 3_000
const MOST_WATCHED = 500

interface Listeners {
  typing(conversation: string): void
  presence(user: string): void
}

/** Signs of life, which nobody keeps: who is there, and who is typing. */
export class Signs {
  private readonly presence = new Map<string, PresenceState>()
  private readonly typing = new Map<string, Map<string, unknown>>()
  private readonly typed = new Map<string, number>()
  private watched: string[] = []
  private away = false

  constructor(
    private readonly platform: Platform,
    private readonly me: string,
    private readonly send: (frame: ClientFrame) => unknown,
    private readonly changed: Listeners,
  ) {}

  // ---- of others

  typists(conversation: string): string[] {
    return [...(this.typing.get(conversation)?.keys() ?? [])]
  }

  presenceOf(user: string): PresenceState | undefined {
    return this.presence.get(user)
  }

  /** Whose presence is on the screen. */
  watch(users: string[]): void {
    const wanted = [...new Set(users)].filter((user) => user !== this.me).sort()
    if (wanted.join() === this.watched.join()) return
    this.watched = wanted
    this.tell()
  }

  onPresence({ user, state }: Extract<ServerFrame, { op: 'presence' }>): void {
    this.presence.set(user, state)
    this.changed.presence(user)
  }

  onTyping({ conversation, user, active }: Extract<ServerFrame, { op: 'typing' }>): void {
    if (user === this.me) return
    this.stopped(conversation, user)
    if (!active) return
    const all = this.typing.get(conversation) ?? new Map<string, unknown>()
    this.typing.set(conversation, all)
    all.set(
      user,
      this.platform.setTimer(() => this.stopped(conversation, user), TYPING_ENDS_MS),
    )
    this.changed.typing(conversation)
  }

  /** He has sent what he typed, or pauses. */
  stopped(conversation: string, user: string): void {
    const all = this.typing.get(conversation)
    if (!all?.has(user)) return
    this.platform.clearTimer(all.get(user))
    all.delete(user)
    this.changed.typing(conversation)
  }

  /** Without a connection nothing is known of others. */
  forget(): void {
    this.presence.clear()
    this.typing.clear()
  }

  // ---- of the user

  /** Tells that the user is typing; as often as one likes, it goes out every three seconds at most. */
  tellTyping(conversation: string, active: boolean): void {
    const now = this.platform.monotonic()
    const last = this.typed.get(conversation)
    if (active ? last !== undefined && now - last < TYPING_EVERY_MS : last === undefined) return
    if (active) this.typed.set(conversation, now)
    else this.typed.delete(conversation)
    this.send({ op: 'typing', conversation, active })
  }

  /** What was typed is sent: whoever gets it knows. */
  hasSent(conversation: string): void {
    this.typed.delete(conversation)
  }

  setAway(away: boolean): void {
    if (this.away === away) return
    this.away = away
    this.tell()
  }

  /** Tells whether the user is there, and asks for those whom he sees. */
  tell(): void {
    this.send({ op: 'presence', state: this.away ? 'away' : 'online', watch: this.watched.slice(0, MOST_WATCHED) })
  }
}
