import type { Socket, SocketEvents } from '@hongyan/sdk-core'

type Message =
  /** To whoever holds the socket: connect me. */
  | { to: 'holder'; kind: 'open'; tab: string; token: string }
  | { to: 'holder'; kind: 'text'; tab: string; text: string }
  | { to: 'holder'; kind: 'close'; tab: string }
  /** To the tabs: what the socket said; without `tab` to all. */
  | { to: 'tabs'; kind: 'text'; tab?: string; text: string }
  | { to: 'tabs'; kind: 'closed'; code: number }
  /** A new holder is there: whoever asked in vain asks again. */
  | { to: 'tabs'; kind: 'holder' }

const LOST = 1006

/**
 * One socket for all tabs of a browser. The tab that holds the lock has it, the others speak through it. Each tab
 * resumes for itself; what it is sent again, the others know by its number. When the tab goes, the next one gets the
 * lock, everybody sees a lost connection and comes back through it.
 */
export class SharedSocket {
  private readonly tab = crypto.randomUUID()
  private readonly channel: BroadcastChannel
  private events?: SocketEvents
  private wanted?: { token: string; heard: boolean }
  private hub?: Hub

  constructor(
    name: string,
    private readonly open: (token: string, events: SocketEvents) => Socket,
  ) {
    this.channel = new BroadcastChannel(name)
    this.channel.onmessage = ({ data }) => this.hear(data as Message)
    void navigator.locks.request(name, () => {
      this.hub = new Hub(this.open, (message) => this.post(message))
      this.post({ to: 'tabs', kind: 'holder' })
      // Held until the tab is gone.
      return new Promise<void>(() => {})
    })
  }

  connect(token: string, events: SocketEvents): Socket {
    this.events = events
    this.wanted = { token, heard: false }
    this.post({ to: 'holder', kind: 'open', tab: this.tab, token })
    return {
      send: (text) => this.events === events && this.post({ to: 'holder', kind: 'text', tab: this.tab, text }),
      close: () => {
        if (this.events !== events) return
        this.events = undefined
        this.wanted = undefined
        this.post({ to: 'holder', kind: 'close', tab: this.tab })
      },
    }
  }

  /** To the other tabs, and to this one as well, which its own channel would leave out. */
  private post(message: Message): void {
    this.channel.postMessage(message)
    queueMicrotask(() => this.hear(message))
  }

  private hear(message: Message): void {
    if (message.to === 'holder') return this.hub?.hear(message)
    if (message.kind === 'text' && (!message.tab || message.tab === this.tab)) this.take(message.text)
    if (message.kind === 'closed') this.lost(message.code)
    if (message.kind === 'holder') this.moved()
  }

  private take(text: string): void {
    if (this.wanted) this.wanted.heard = true
    this.events?.onText(text)
  }

  private lost(code: number): void {
    const events = this.events
    this.events = undefined
    this.wanted = undefined
    events?.onClose(code)
  }

  /** The old holder's socket went with it. Whoever has heard nothing yet asks the new one. */
  private moved(): void {
    if (this.wanted?.heard) this.lost(LOST)
    else if (this.wanted) this.post({ to: 'holder', kind: 'open', tab: this.tab, token: this.wanted.token })
  }
}

/** Lives in the tab that holds the lock. */
class Hub {
  private socket?: Socket
  private welcome?: string
  private readonly tabs = new Set<string>()
  /** Asked for and not answered yet; the first is under way. */
  private readonly resumes: { tab: string; text: string }[] = []
  private readonly presence = new Map<string, { state: string; watch: string[] }>()

  constructor(
    private readonly open: (token: string, events: SocketEvents) => Socket,
    private readonly post: (message: Message) => void,
  ) {}

  hear(message: Extract<Message, { to: 'holder' }>): void {
    if (message.kind === 'open') this.join(message.tab, message.token)
    else if (message.kind === 'close') this.leave(message.tab)
    else if (message.text.startsWith('{"op":"resume"')) this.resume(message.tab, message.text)
    else this.pass(message.tab, message.text)
  }

  private pass(tab: string, text: string): void {
    this.socket?.send(this.gathered(tab, text))
    if (text.startsWith('{"op":"read"')) this.tellRead(tab, text)
  }

  /** The server tells other devices only; to it, all tabs are one. */
  private tellRead(tab: string, text: string): void {
    if (!this.welcome) return
    const { user } = JSON.parse(this.welcome) as { user: string }
    const read = JSON.stringify({ ...(JSON.parse(text) as object), user })
    for (const other of this.tabs) if (other !== tab) this.post({ to: 'tabs', kind: 'text', tab: other, text: read })
  }

  private join(tab: string, token: string): void {
    this.tabs.add(tab)
    if (this.welcome) return this.post({ to: 'tabs', kind: 'text', tab, text: this.welcome })
    this.socket ??= this.open(token, { onText: (text) => this.onText(text), onClose: (code) => this.onClose(code) })
  }

  private leave(tab: string): void {
    this.tabs.delete(tab)
    this.presence.delete(tab)
    if (!this.tabs.size) this.socket?.close(1000)
  }

  private onText(text: string): void {
    if (!this.welcome && text.includes('"op":"welcome"')) {
      // To each who has come so far: whoever comes later gets it then, and nobody twice.
      this.welcome = text
      for (const tab of this.tabs) this.post({ to: 'tabs', kind: 'text', tab, text })
      return
    }
    const op = /^\{"op":"(page|resumed|lagged|error)"/.exec(text)?.[1]
    const failed = op === 'error' && text.includes('"ref":"resume"')
    // What was under way is dead, and each tab asks anew.
    if (op === 'lagged') this.resumes.length = 0
    const tab = op === 'page' || op === 'resumed' || failed ? this.resumes[0]?.tab : undefined
    this.post({ to: 'tabs', kind: 'text', tab, text })
    if (op === 'resumed' || failed) {
      this.resumes.shift()
      if (this.resumes[0]) this.socket?.send(this.resumes[0].text)
    }
  }

  /** One after the other: the answer does not say which tab had asked. */
  private resume(tab: string, text: string): void {
    this.resumes.push({ tab, text })
    if (this.resumes.length === 1) this.socket?.send(text)
  }

  private onClose(code: number): void {
    this.socket = undefined
    this.welcome = undefined
    this.tabs.clear()
    this.resumes.length = 0
    this.presence.clear()
    this.post({ to: 'tabs', kind: 'closed', code })
  }

  /** Presence belongs to the socket: the tabs' wishes go out as one. */
  private gathered(tab: string, text: string): string {
    if (!text.includes('"op":"presence"')) return text
    const frame = JSON.parse(text) as { state: string; watch?: string[] }
    this.presence.set(tab, { state: frame.state, watch: frame.watch ?? [] })
    const all = [...this.presence.values()]
    const state = all.some((wish) => wish.state === 'online') ? 'online' : 'away'
    return JSON.stringify({ op: 'presence', state, watch: [...new Set(all.flatMap((wish) => wish.watch))].slice(0, 500) })
  }
}
