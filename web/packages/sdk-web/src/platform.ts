import type { HttpAnswer, HttpRequest, Platform, Socket, SocketEvents } from '@hongyan/sdk-core'
import { Database } from './database'
import { exclusive } from './exclusive'
import { send } from './http'
import { SharedSocket } from './shared-socket'

/** A browser. */
export class BrowserPlatform implements Platform {
  readonly storage: Database
  private readonly sockets?: SharedSocket

  constructor(readonly user: string) {
    const name = `hongyan.${user}`
    this.storage = new Database(name)
    if ('locks' in navigator && 'BroadcastChannel' in globalThis) this.sockets = new SharedSocket(name, (token, events) => this.open(token, events))
  }

  openSocket(token: string, events: SocketEvents): Socket {
    return this.sockets ? this.sockets.connect(token, events) : this.open(token, events)
  }

  /** The socket itself, which only one tab opens. */
  protected open(token: string, events: SocketEvents): Socket {
    const address = `${location.protocol.replace('http', 'ws')}//${location.host}/ws`
    const socket = new WebSocket(address, ['hongyan.v1', `bearer.${token}`])
    let open = true
    const close = (code: number): void => {
      if (!open) return
      open = false
      events.onClose(code)
    }
    socket.onmessage = ({ data }) => open && events.onText(String(data))
    socket.onclose = ({ code }) => close(code)
    return {
      send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      close: (code) => {
        socket.close(code)
        // The closing handshake of a dead network takes a minute; nobody waits for it.
        close(code)
      },
    }
  }

  request(request: HttpRequest): Promise<HttpAnswer> {
    return send(request)
  }

  monotonic(): number {
    return performance.now()
  }

  wall(): number {
    return Date.now()
  }

  setTimer(action: () => void, ms: number): unknown {
    return setTimeout(action, ms)
  }

  clearTimer(timer: unknown): void {
    clearTimeout(timer as number | undefined)
  }

  random(count: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(count))
  }

  async sha256(data: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', data as BufferSource))
  }

  async hmacSha256(key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
    const made = await crypto.subtle.importKey('raw', key as BufferSource, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('HMAC', made, data as BufferSource))
  }

  exclusive<T>(name: string, action: () => Promise<T>): Promise<T> {
    return exclusive(name, action)
  }

  onWake(action: () => void): () => void {
    const seen = (): void => void (document.visibilityState === 'visible' && action())
    addEventListener('online', action)
    addEventListener('offline', action)
    document.addEventListener('visibilitychange', seen)
    return () => {
      removeEventListener('online', action)
      removeEventListener('offline', action)
      document.removeEventListener('visibilitychange', seen)
    }
  }

  onPause(action: () => void): () => void {
    const hidden = (): void => void (document.visibilityState === 'hidden' && action())
    addEventListener('pagehide', action)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      removeEventListener('pagehide', action)
      document.removeEventListener('visibilitychange', hidden)
    }
  }
}
