import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

const source = readFileSync(new URL('../public/sw.js', import.meta.url), 'utf8')
const answered = (token: string, status = 200): Response => new Response(token, { status })

/** The worker with a network of ours; `post` is what a page does. */
function worker(network: (path: string, init?: RequestInit) => Promise<Response>) {
  const handlers = new Map<string, (event: object) => void>()
  const scope = { addEventListener: (name: string, handler: (event: object) => void) => handlers.set(name, handler) }
  const asked = vi.fn((request: Request, init?: RequestInit) => network(new URL(request.url).pathname, init))
  new Function('self', 'caches', 'location', 'fetch', source)(scope, {}, { origin: 'https://hongyan.example' }, asked)
  const post = (path: string, signal?: AbortSignal): Promise<string> | undefined => {
    let given: Promise<Response> | undefined
    const request = new Request(`https://hongyan.example${path}`, { method: 'POST', signal })
    handlers.get('fetch')?.({ request, waitUntil: () => {}, respondWith: (answer: Promise<Response>) => (given = answer) })
    return given?.then((answer) => answer.text())
  }
  return { asked, post }
}

it('renews once for all who ask at the same time or a little later, whether the page waits for it or not', async () => {
  const [leaving, signals] = [new AbortController(), [] as (AbortSignal | null | undefined)[]]
  let answer = (_: Response): void => {}
  const { asked, post } = worker((_, init) => {
    signals.push(init?.signal)
    return new Promise((resolve) => (answer = resolve))
  })
  const all = [post('/api/auth/refresh', leaving.signal), post('/api/auth/refresh')]
  leaving.abort()
  answer(answered('first'))
  expect(await Promise.all([...all, post('/api/auth/refresh')])).toEqual(['first', 'first', 'first'])
  expect(asked).toHaveBeenCalledOnce()
  expect(signals.map((signal) => signal?.aborted)).toEqual([false])
})

it('asks anew when the network never answers', async () => {
  const end = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(end.signal)
  const answers = [
    (signal?: AbortSignal | null) => new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(new TypeError('too late')))),
    () => Promise.resolve(answered('there')),
  ]
  const { post } = worker((_, init) => answers.shift()!(init?.signal))
  const first = post('/api/auth/refresh')
  expect(timeout).toHaveBeenCalledWith(60_000)
  end.abort()
  await expect(first).rejects.toThrow('too late')
  expect(await post('/api/auth/refresh')).toBe('there')
})

it('asks anew after what was no new token', async () => {
  const answers = [Promise.reject(new TypeError('no network')), Promise.resolve(answered('busy', 503)), Promise.resolve(answered('there'))]
  answers[0]!.catch(() => {})
  const { post } = worker(() => answers.shift()!)
  await expect(post('/api/auth/refresh')).rejects.toThrow('no network')
  expect(await post('/api/auth/refresh')).toBe('busy')
  expect(await post('/api/auth/refresh')).toBe('there')
})

it('does not answer who signs in with the token of who was here before', async () => {
  const tokens = ['hers', 'his']
  const { post } = worker(() => Promise.resolve(answered(tokens.shift()!)))
  expect(await post('/api/auth/refresh')).toBe('hers')
  expect(post('/api/auth/login')).toBeUndefined()
  expect(await post('/api/auth/refresh')).toBe('his')
})
