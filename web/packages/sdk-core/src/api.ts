import type { paths as GroupPaths } from './generated/group'
import type { paths as MessagePaths } from './generated/message'
import type { paths as MoneyPaths } from './generated/redpacket'
import type { paths as UserPaths } from './generated/user'
import type { HttpAnswer, Platform } from './platform'
import type { Problem } from './protocol'

type Paths = UserPaths & MessagePaths & GroupPaths & MoneyPaths
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type PathsWith<M extends Method> = { [P in keyof Paths]: Paths[P][M] extends undefined ? never : P }[keyof Paths]
type Operation<P extends keyof Paths, M extends Method> = NonNullable<Paths[P][M]>
type Content<T> = T extends { content: { 'application/json': infer C } } ? C : undefined
type Answers<O> = O extends { responses: infer R } ? R : never
type Good<R> = { [S in keyof R & (200 | 201 | 202)]: Content<R[S]> }[keyof R & (200 | 201 | 202)]
export type Answer<P extends keyof Paths, M extends Method> =
  Good<Answers<Operation<P, M>>> extends infer A ? ([A] extends [never] ? undefined : A) : never
type Body<O> = O extends { requestBody?: infer B } ? Content<NonNullable<B>> : undefined

export interface CallOptions<B = unknown> {
  path?: Record<string, string>
  query?: Record<string, string | number | undefined>
  body?: B
  headers?: Record<string, string>
}

/** A refusal by the server, in the language that was asked for; `status` 0 means that it could not be reached. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly problem?: Problem,
    readonly retryAfterSeconds?: number,
  ) {
    super(problem?.detail ?? code)
  }

  static of(answer: HttpAnswer): ProblemError {
    const problem = parse(answer.text) as Problem | undefined
    const code = problem?.type?.split('/').pop() ?? `status-${answer.status}`
    return new ProblemError(answer.status, code, problem, answer.retryAfterSeconds)
  }

  static unreachable(): ProblemError {
    return new ProblemError(0, 'unreachable')
  }
}

export interface Credentials {
  /** A token that is still good; fails with a {@link ProblemError} when there is none to be had. */
  token(): Promise<string>
  /** Says that a token was refused though it looked good. */
  refused(token: string): void
}

/** Calls of the REST interface, typed by the documents of the services. */
export class Api {
  language = 'en'

  constructor(
    private readonly platform: Platform,
    private readonly credentials: Credentials,
  ) {}

  get<P extends PathsWith<'get'>>(path: P, options: CallOptions<never> = {}): Promise<Answer<P, 'get'>> {
    return this.call('GET', path, options)
  }

  post<P extends PathsWith<'post'>>(path: P, options: CallOptions<Body<Operation<P, 'post'>>> = {}): Promise<Answer<P, 'post'>> {
    return this.call('POST', path, options)
  }

  put<P extends PathsWith<'put'>>(path: P, options: CallOptions<Body<Operation<P, 'put'>>> = {}): Promise<Answer<P, 'put'>> {
    return this.call('PUT', path, options)
  }

  patch<P extends PathsWith<'patch'>>(path: P, options: CallOptions<Body<Operation<P, 'patch'>>> = {}): Promise<Answer<P, 'patch'>> {
    return this.call('PATCH', path, options)
  }

  delete<P extends PathsWith<'delete'>>(path: P, options: CallOptions<never> = {}): Promise<Answer<P, 'delete'>> {
    return this.call('DELETE', path, options)
  }

  /** The answer as it is, where it is no JSON. */
  async text(path: PathsWith<'get'>, options: CallOptions<never> = {}): Promise<string> {
    return (await this.authorized('GET', path, { ...options, headers: { ...options.headers, Accept: 'text/*' } })).text
  }

  /** A call without a token: register, log in, refresh. */
  async open<T>(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return json<T>(good(await this.exchange(method, path, { body, headers })))
  }

  private async call<T>(method: string, path: string, options: CallOptions): Promise<T> {
    return json<T>(await this.authorized(method, path, options))
  }

  private async authorized(method: string, path: string, options: CallOptions): Promise<HttpAnswer> {
    const address = fill(path, options)
    for (let attempt = 0; ; attempt++) {
      const token = await this.credentials.token()
      const headers = { ...options.headers, Authorization: `Bearer ${token}` }
      const answer = await this.exchange(method, address, { ...options, headers })
      if (answer.status !== 401 || attempt > 0) {
        return good(answer)
      }
      this.credentials.refused(token)
    }
  }

  private async exchange(method: string, path: string, options: CallOptions): Promise<HttpAnswer> {
    const headers: Record<string, string> = {
      Accept: 'application/json, application/problem+json',
      'Accept-Language': this.language,
      ...options.headers,
    }
    if (options.body !== undefined) headers['Content-Type'] = 'application/json'
    const body = options.body === undefined ? undefined : JSON.stringify(options.body)
    try {
      return await this.platform.request({ method, path, headers, body })
    } catch {
      throw ProblemError.unreachable()
    }
  }
}

function fill(path: string, { path: values = {}, query = {} }: CallOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return asked.length ? `${filled}?${asked.join('&')}` : filled
}

function good(answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw ProblemError.of(answer)
}

function json<T>(answer: HttpAnswer): T {
  return parse(answer.text) as T
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
