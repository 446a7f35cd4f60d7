import { ProblemError, type Credentials } from './api'
import { Backoff } from './backoff'
import { fraction } from './ids'
import type { Platform, Socket } from './platform'
import type { ClientFrame, ServerFrame } from './protocol'

const WELCOME_WITHIN_MS = 15_000
const STABLE_AFTER_MS = 30_000
const PING_EVERY_MS = 25_000
const PONG_WITHIN_MS = 10_000
const SESSION_ENDED = 4401
const SUSPICIOUS = 3

/**
 * - `stopped`: nobody wants a connection
 * - `waiting`: lost, until the next attempt
 * - `connecting`: the socket is being opened
 * - `resuming`: open, and what was missed is on its way
 * - `online`: all is here
 * - `ended`: the session is over; only signing in helps
 */
export type ConnectionState = 'stopped' | 'waiting' | 'connecting' | 'resuming' | 'online' | 'ended'

export interface ConnectionEvents {
  onState(state: ConnectionState): void
  /** The socket is open: the moment to ask for what was missed. */
  onWelcome(frame: Extract<ServerFrame, { op: 'welcome' }>): void
  onFrame(frame: ServerFrame): void
}

/** Keeps one socket open for as long as somebody wants it. */
export class Connection {
  state: ConnectionState = 'stopped'
  private socket?: Socket
  /** Tells the events of the present socket from those of one that was given up. */
  private generation = 0
  private timers = new Set<unknown>()
  private pings = 0
  private pingEvery = PING_EVERY_MS
  private beat?: unknown
  /** How many sockets in a row did not come to their welcome. */
  private unopened = 0
  private heardSincePing = true
  private retryAfter?: number
  private readonly backoff: Backoff
  private unwake?: () => void

  constructor(
    private readonly platform: Platform,
    private readonly credentials: Credentials,
    private readonly events: ConnectionEvents,
  ) {
    this.backoff = new Backoff(() => fraction(platform.random(3)))
  }

  start(): void {
    if (this.state !== 'stopped') return
    this.unwake = this.platform.onWake(() => this.wake())
    void this.open()
  }

  stop(): void {
    this.unwake?.()
    this.drop(1000)
    this.become('stopped')
  }

  /** The network came or went, or the user came back: whoever waits tries at once, whoever is open makes sure that he is. */
  wake(): void {
    if (this.state === 'waiting') {
      this.backoff.reset()
      void this.open()
    } else if (this.state === 'online') {
      this.probe()
    }
  }

  /** False when there is no socket to write to. */
  send(frame: ClientFrame): boolean {
    if (!this.socket || (this.state !== 'resuming' && this.state !== 'online')) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  private async open(): Promise<void> {
    const generation = this.drop(1000)
    this.become('connecting')
    let token: string
    try {
      token = await this.credentials.token()
    } catch (failure) {
      if (generation !== this.generation) return
      if (failure instanceof ProblemError && failure.status === 401) this.become('ended')
      else this.wait()
      return
    }
    if (generation !== this.generation) return
    this.socket = this.platform.openSocket(token, {
      onText: (text) => generation === this.generation && this.hear(text),
      onClose: (code) => generation === this.generation && this.closed(code, token),
    })
    this.after(WELCOME_WITHIN_MS, () => this.state === 'connecting' && this.lost())
  }

  private hear(text: string): void {
    this.heardSincePing = true
    const frame = parse(text)
    if (!frame) return
    if (frame.op === 'welcome') {
      this.unopened = 0
      this.become('resuming')
      this.pingEvery = Math.min(PING_EVERY_MS, frame.heartbeatSeconds * 1000 * 0.8)
      this.keepAlive()
      this.events.onWelcome(frame)
      return
    }
    // Of other tabs on the same socket; ours begins with its own welcome.
    if (this.state === 'connecting' && frame.op !== 'bye') return
    if (frame.op === 'pong') this.keepAlive()
    if (frame.op === 'bye') this.retryAfter = frame.retryAfterMs
    this.events.onFrame(frame)
    if (frame.op === 'resumed' && this.state === 'resuming') {
      this.become('online')
      this.after(STABLE_AFTER_MS, () => this.backoff.reset())
    }
  }

  /** The next beat begins with the pong: timers that only follow timers run once a minute in a hidden page. */
  private keepAlive(): void {
    this.nextBeat(this.pingEvery, () => {
      this.ping()
      this.nextBeat(PONG_WITHIN_MS, () => (this.heardSincePing ? this.keepAlive() : this.lost()))
    })
  }

  private nextBeat(ms: number, action: () => void): void {
    this.timers.delete(this.beat)
    this.platform.clearTimer(this.beat)
    this.beat = this.after(ms, action)
  }

  private ping(): void {
    this.heardSincePing = false
    this.send({ op: 'ping', n: ++this.pings })
  }

  private probe(): void {
    this.ping()
    this.after(5_000, () => !this.heardSincePing && this.lost())
  }

  private closed(code: number, token: string): void {
    // The token may only have been too old: a renewal tells whether the session is over. Browsers do not say why a
    // socket was not opened, so after a few times that is asked as well.
    if (this.state === 'connecting') this.unopened++
    if (code === SESSION_ENDED || this.unopened >= SUSPICIOUS) this.credentials.refused(token)
    this.lost()
  }

  private lost(): void {
    this.drop(1000)
    this.wait()
  }

  private wait(): void {
    const generation = this.generation
    this.become('waiting')
    const delay = this.retryAfter ?? this.backoff.next()
    this.retryAfter = undefined
    this.after(delay, () => generation === this.generation && void this.open())
  }

  private drop(code: number): number {
    for (const timer of this.timers) this.platform.clearTimer(timer)
    this.timers.clear()
    const socket = this.socket
    this.socket = undefined
    this.generation++
    socket?.close(code)
    return this.generation
  }

  private after(ms: number, action: () => void): unknown {
    const timer = this.platform.setTimer(() => {
      this.timers.delete(timer)
      action()
    }, ms)
    this.timers.add(timer)
    return timer
  }

  private become(state: ConnectionState): void {
    if (this.state === state) return
    this.state = state
    this.events.onState(state)
  }
}

function parse(text: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(text) as ServerFrame
    return typeof frame?.op === 'string' ? frame : undefined
  } catch {
    return undefined
  }
}
