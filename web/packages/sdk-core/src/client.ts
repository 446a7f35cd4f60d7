import { Api, ProblemError } from './api'
import { Connection, type ConnectionState } from './connection'
import { Conversations } from './conversations'
import { Emitter } from './emitter'
import type { components } from './generated/message'
import { newId } from './ids'
import { Outbox, type Pending } from './outbox'
import { Packets } from './packets'
import { People } from './people'
import type { Platform } from './platform'
import { isHousekeeping, type ClientFrame, type Conversation, type Message, type ServerFrame } from './protocol'
import { OVER, Session, type RefreshTokens } from './session'
import { Signs } from './signs'
import { Transfers } from './transfers'

const RECEIVED_EVERY_MS = 1_000
const RESUME_AGAIN_MS = 2_000
const REFRESH_AGAIN_MS = 5_000
const RETRY_SECONDS = 3
/** Refusals that say nothing about the message itself. */
const MAYBE_LATER = new Set([401, 408, 429])
/** A frame has 64 KiB, and no character takes more than three bytes. */
const LONGEST_FRAME = 20_000
/** Of each conversation; what is older is read when it is shown. */
const RESUME_LIMIT = 100

export interface ClientEvents {
  state: ConnectionState
  /** The list, or something that is shown in it. */
  conversations: undefined
  /** Messages, pending ones or positions of a conversation. */
  messages: string
  people: undefined
  typing: string
  presence: string
  /** A red packet that has changed. */
  packet: string
  transfer: string
  /** A message of somebody else that came just now: what is worth a sound. */
  incoming: Message
  /** Something happened that lists outside the log may want to be read anew for. */
  notice: Message
  /** The session is over: only signing in helps. */
  ended: undefined
  /** The session that this browser keeps is another user's by now. */
  foreign: undefined
}

type SendFrame = Extract<ClientFrame, { op: 'send' }>
type SendBody = components['schemas']['SendMessage']

const done = (): boolean => true
const failed = (): boolean => false

function isLarge(frame: ClientFrame): frame is SendFrame {
  return frame.op === 'send' && JSON.stringify(frame).length > LONGEST_FRAME
}

export interface Draft {
  text: string
  replyTo?: string
  mentions?: string[]
}

/** A user's messenger without its pictures: everything that one device knows and does. */
export class Client {
  readonly api: Api
  readonly session: Session
  readonly events: Emitter<ClientEvents>
  readonly people: People
  readonly conversations: Conversations
  readonly outbox: Outbox
  readonly packets: Packets
  readonly transfers: Transfers
  readonly signs: Signs
  private readonly connection: Connection
  private receivedTimer?: unknown
  private resumeTimer?: unknown
  private refreshTimer?: unknown
  private unpause?: () => void
  private clockOffset = 0
  private lastId = 0

  constructor(
    readonly platform: Platform,
    readonly user: string,
    refreshTokens: RefreshTokens,
  ) {
    this.events = new Emitter()
    this.session = new Session(platform, refreshTokens, () => this.api)
    this.api = new Api(platform, this.session)
    this.people = new People(platform, this.api, () => this.events.emit('people', undefined))
    this.conversations = new Conversations(platform, this.api, user, {
      list: () => this.events.emit('conversations', undefined),
      messages: (id) => this.events.emit('messages', id),
    })
    this.connection = new Connection(platform, this.session, {
      onState: (state) => this.onState(state),
      onWelcome: (frame) => this.onWelcome(frame),
      onFrame: (frame) => this.onFrame(frame),
    })
    this.outbox = new Outbox(
      platform,
      (frame) => this.connection.state === 'online' && (isLarge(frame) ? this.sendByCall(frame) : this.connection.send(frame)),
      (conversation) => this.events.emit('messages', conversation),
    )
    this.signs = new Signs(platform, user, (frame) => this.connection.send(frame), {
      typing: (conversation) => this.events.emit('typing', conversation),
      presence: (of) => this.events.emit('presence', of),
    })
    this.packets = new Packets(platform, this.api, (id) => this.events.emit('packet', id))
    this.transfers = new Transfers(platform, this.api, (id) => this.events.emit('transfer', id))
    this.session.onToken = (token) => this.connection.send({ op: 'auth', token })
    this.session.onEnd = () => this.events.emit('ended', undefined)
  }

  get state(): ConnectionState {
    return this.connection.state
  }

  /** Shows what was kept, then connects. Where nothing can be kept it begins with nothing. */
  async start(): Promise<void> {
    this.unpause = this.platform.onPause(() => {
      this.conversations.drafts.saveAll()
      void this.conversations.keeper.save()
    })
    await Promise.allSettled([
      this.conversations.restore(),
      this.people.restoreFriends().then(() => this.people.restore()),
      this.outbox.restore(),
      this.packets.restore(),
    ])
    this.connection.start()
  }

  async stop(): Promise<void> {
    this.connection.stop()
    this.unpause?.()
    await this.conversations.keeper.save()
  }

  /**
   * Ends the session on the server, if it can be reached, and forgets everything here in any case. Answers whether the
   * session is over.
   */
  async signOut(): Promise<boolean> {
    this.connection.stop()
    try {
      await this.api.post('/api/auth/logout')
      return true
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure
      return OVER.has(failure.status)
    } finally {
      await this.forget()
    }
  }

  /** Forgets everything here, and leaves the session as it is: it may be another user's. */
  async forget(): Promise<void> {
    this.connection.stop()
    this.unpause?.()
    this.session.forget()
    this.conversations.keeper.close()
    await this.platform.storage.wipe()
  }

  /** Now, by the server's clock. */
  now(): number {
    return this.platform.wall() + this.clockOffset
  }

  /** Sends what was typed. */
  send(conversation: string, draft: Draft): Pending {
    const entry = this.sendAs(conversation, 'text', { text: draft.text }, draft)
    this.conversations.drafts.clear(conversation)
    this.signs.hasSent(conversation)
    return entry
  }

  /** Sends what comes from elsewhere; a draft stays. */
  sendAs(conversation: string, type: string, body: Record<string, unknown>, { replyTo, mentions }: Partial<Draft> = {}): Pending {
    const at = new Date(this.now()).toISOString()
    const entry: Pending = { id: this.nextId(), conversation, type, body, replyTo: replyTo ?? null, mentions: mentions ?? [], at, state: 'waiting' }
    this.outbox.add(entry)
    return entry
  }

  /** A call takes more than a frame. */
  private sendByCall({ op: _op, conversation, ...message }: SendFrame): boolean {
    const path = { id: conversation }
    const body = message as SendBody
    void this.api.post('/api/conversations/{id}/messages', { path, body }).then(
      (stored) => this.onMessages([stored as Message]),
      (failure: unknown) => {
        const { status, problem, retryAfterSeconds = RETRY_SECONDS } = failure instanceof ProblemError ? failure : ProblemError.unreachable()
        if (status >= 400 && status < 500 && !MAYBE_LATER.has(status)) this.outbox.refused(message.id, problem)
        else this.outbox.retryLater(message.id, retryAfterSeconds * 1000)
      },
    )
    return true
  }

  /** Rising also within a millisecond: what waits is sent in the order of the ids, also after a restart. */
  private nextId(): string {
    this.lastId = Math.max(Math.floor(this.now()), this.lastId + 1)
    return newId(this.lastId, this.platform.random(10))
  }

  markRead(conversation: string, seq: number): void {
    if (this.conversations.readUpTo(conversation, seq)) this.connection.send({ op: 'read', conversation, seq })
  }

  wake(): void {
    this.connection.wake()
  }

  private onState(state: ConnectionState): void {
    if (state !== 'online' && state !== 'resuming') {
      this.outbox.pause()
      this.signs.forget()
    }
    this.events.emit('state', state)
    if (state === 'ended') this.events.emit('ended', undefined)
  }

  private onWelcome(frame: Extract<ServerFrame, { op: 'welcome' }>): void {
    if (frame.user !== this.user) {
      this.connection.stop()
      this.session.forget()
      return this.events.emit('foreign', undefined)
    }
    this.clockOffset = Date.parse(frame.time) - this.platform.wall()
    this.resume()
  }

  private resume(): void {
    this.connection.send({ op: 'resume', cursors: this.conversations.beginResume(), limit: RESUME_LIMIT })
  }

  private resumeAgain(): void {
    this.resumeTimer ??= this.platform.setTimer(() => {
      this.resumeTimer = undefined
      if (this.state === 'resuming' || this.state === 'online') this.resume()
    }, RESUME_AGAIN_MS)
  }

  private onFrame(frame: ServerFrame): void {
    switch (frame.op) {
      case 'messages':
        return this.onMessages(frame.messages)
      case 'page':
        return this.conversations.leftOut(frame.conversation, frame.to)
      case 'resumed':
        return this.onResumed(frame.conversations)
      case 'sent':
        return this.onSent(frame)
      case 'refused':
        return this.outbox.refused(frame.id, frame.problem)
      case 'retry':
        return this.outbox.retryLater(frame.id, frame.afterMs)
      case 'read':
        return this.onRead(frame)
      case 'received':
        return this.conversations.moved(frame.conversation, frame.user, 'received', frame.seq)
      case 'typing':
        return this.signs.onTyping(frame)
      case 'presence':
        return this.signs.onPresence(frame)
      case 'packet':
        return this.packets.onFrame(frame)
      case 'lagged':
        return this.resume()
      case 'error':
        return frame.ref === 'resume' ? this.resumeAgain() : undefined
      default:
        return
    }
  }

  private onMessages(messages: Message[]): void {
    const fresh = this.conversations.apply(messages)
    for (const message of messages) this.outbox.arrived(message)
    for (const message of fresh) {
      if (message.sender) this.signs.stopped(message.conversation, message.sender)
      if (isHousekeeping(message)) this.housekeep(message)
      else if (message.type === 'notice') this.onNotice(message)
      else if (this.state === 'online' && message.sender !== this.user) this.events.emit('incoming', message)
    }
    this.receivedTimer ??= this.platform.setTimer(() => {
      this.receivedTimer = undefined
      const cursors = this.conversations.unacknowledged()
      if (Object.keys(cursors).length) this.connection.send({ op: 'received', cursors })
    }, RECEIVED_EVERY_MS)
  }

  private housekeep(message: Message): void {
    this.conversations.hiding.follow(message)
    this.conversations.reloadSoon(String(message.body.conversation))
  }

  private onNotice(message: Message): void {
    this.packets.onNotice(message)
    this.transfers.onNotice(message)
    this.events.emit('notice', message)
  }

  private onResumed(heads: Record<string, number>): void {
    this.conversations.endResume(heads)
    // The state turns to online right after this frame.
    this.platform.setTimer(() => {
      this.signs.tell()
      this.outbox.flush()
      this.packets.resumed()
      this.transfers.resumed()
      void this.refresh()
    }, 0)
  }

  /** Reads the lists that no frame brings, and what could not be read a little later. */
  async refresh(list = true, friends = true): Promise<void> {
    const listed = !list || (await this.readList())
    const met = !friends || (await this.people.loadFriends().then(done, failed))
    this.platform.clearTimer(this.refreshTimer)
    if (listed && met) return
    this.refreshTimer = this.platform.setTimer(() => void (this.state === 'online' && this.refresh(!listed, !met)), REFRESH_AGAIN_MS)
  }

  private async readList(): Promise<boolean> {
    const behind = await this.conversations.refresh().catch(() => undefined)
    for (const { id, readSeq } of behind ?? []) this.connection.send({ op: 'read', conversation: id, seq: readSeq })
    return !!behind
  }

  private onSent(frame: Extract<ServerFrame, { op: 'sent' }>): void {
    const entry = this.outbox.find(frame.id)
    if (entry) {
      const { id, conversation, type, body, replyTo, mentions } = entry
      this.conversations.apply([{ id, conversation, type, body, replyTo, mentions, seq: frame.seq, at: frame.at, sender: this.user }])
    }
    this.outbox.sent(frame.id)
  }

  private onRead({ conversation, user, seq }: { conversation: string; user: string; seq: number }): void {
    if (user === this.user) this.conversations.readUpTo(conversation, seq)
    else this.conversations.moved(conversation, user, 'read', seq)
  }
}

export type { Conversation }
