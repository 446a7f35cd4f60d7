/** What the core needs of the world around it. Everything else it does itself, so that it runs wherever this is given. */
export interface Platform {
  openSocket(token: string, events: SocketEvents): Socket
  request(request: HttpRequest): Promise<HttpAnswer>
  /** Milliseconds since some fixed moment; must never jump with the wall clock. */
  monotonic(): number
  /** Milliseconds since 1970, for display and for new ids only. */
  wall(): number
  setTimer(action: () => void, ms: number): unknown
  clearTimer(timer: unknown): void
  /** Random bytes that nobody can guess. */
  random(count: number): Uint8Array
  /** Fails where there is no cryptography, as in a browser page that came without TLS. */
  sha256(data: Uint8Array): Promise<Uint8Array>
  hmacSha256(key: Uint8Array, data: Uint8Array): Promise<Uint8Array>
  /** Runs one action of that name at a time, over everything that shares the session (all tabs of a browser). */
  exclusive<T>(name: string, action: () => Promise<T>): Promise<T>
  storage: Storage
  /** Calls back when the network comes or goes, or the user returns: the moment to connect, or to see whether one is connected. Returns how to stop that. */
  onWake(action: () => void): () => void
  /** Calls back before the program may be frozen or ended: the last moment to write. */
  onPause(action: () => void): () => void
}

export interface Socket {
  send(text: string): void
  close(code: number): void
}

export interface SocketEvents {
  onText(text: string): void
  /** Exactly once, also when the socket never opened. */
  onClose(code: number): void
}

export interface HttpRequest {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

export interface HttpAnswer {
  status: number
  text: string
  retryAfterSeconds?: number
}

export type Table = 'conversations' | 'messages' | 'outbox' | 'people' | 'meta'

/** One change of the storage; a list of them is applied whole or not at all. */
export type Write =
  | { table: Table; key: string; value: unknown }
  | { table: Table; key: string; remove: true }
  | { table: Table; from: string; below: string }

/** Records by key, sorted by it, kept over restarts. */
export interface Storage {
  load<T>(table: Table, prefix?: string): Promise<T[]>
  write(writes: Write[]): Promise<void>
  /** Forgets everything, at sign-out. */
  wipe(): Promise<void>
}
