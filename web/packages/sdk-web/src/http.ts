import type { HttpAnswer, HttpRequest } from '@hongyan/sdk-core'

const REQUEST_WITHIN_MS = 20_000

/**
 * A request of this origin. A renewal is finished even if the page goes: its answer carries the next cookie. So is a
 * draft, which is saved when the page goes.
 */
export async function send({ method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const keepalive = path === '/api/auth/refresh' || path.endsWith('/settings')
  const signal = AbortSignal.timeout(REQUEST_WITHIN_MS)
  const response = await fetch(path, { method, headers, body, credentials: 'same-origin', keepalive, signal })
  const retryAfterSeconds = Number(response.headers.get('Retry-After')) || undefined
  return { status: response.status, text: await response.text(), retryAfterSeconds }
}
