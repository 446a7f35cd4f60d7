import { LARGEST_SHARE } from './draw'

/**
 * What a server allows that was not configured otherwise, in fen; for saying so before it refuses. Its settings may be
 * others, and there is no call that tells them yet: an answer of `GET /api/red-packets/limits` belongs here.
 */
export const LIMITS = {
  maxCount: 100,
  maxShare: LARGEST_SHARE,
  maxTotal: 2_000_000,
  maxTransfer: 5_000_000,
}
