import { Api, OVER, ProblemError, type Tokens } from '@hongyan/sdk-core'
import { exclusive, send } from '@hongyan/sdk-web'

const KEY = 'hongyan.leaving'
export const COOKIE = { 'X-Session': 'cookie' }

/** Before there is a session there is no client: such calls need no token. */
export function anonymous(): Api {
  const nobody = { token: () => Promise.reject(new ProblemError(401, 'unauthorized')), refused: () => {} }
  return new Api({ request: send } as never, nobody)
}

/** Somebody signs out. Remembered until the server has heard of it, which may be after a restart. */
export function beginLeaving(): void {
  localStorage.setItem(KEY, 'true')
}

/** The session is over, or its cookie is another's by now. */
export function endLeaving(): void {
  localStorage.removeItem(KEY)
}

/** Ends the session of whoever signed out while the server could not be reached. */
export async function finishLeaving(): Promise<void> {
  if (!localStorage.getItem(KEY)) return
  await exclusive('refresh', async () => {
    // Another tab may have been quicker.
    if (!localStorage.getItem(KEY)) return
    try {
      const api = anonymous()
      const { accessToken } = await api.open<Tokens>('POST', '/api/auth/refresh', undefined, COOKIE)
      await api.open('POST', '/api/auth/logout', undefined, { ...COOKIE, Authorization: `Bearer ${accessToken}` })
      endLeaving()
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure
      if (OVER.has(failure.status)) endLeaving()
    }
  })
}
