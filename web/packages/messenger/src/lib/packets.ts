import type { RedPacketDetails } from '@hongyan/sdk-core'

/** What a red packet is to whoever looks at it; only `open` ones can be opened. */
export type Look = 'open' | 'opened' | 'waiting' | 'other' | 'finished' | 'expired' | 'refunded' | 'void'

export function lookOf(packet: RedPacketDetails, me: string | undefined, direct: boolean): Look {
  const { state, sender, kind, recipient, claims } = packet
  if (claims.some(({ user }) => user === me)) return 'opened'
  if (state !== 'active' && state !== 'pending') return state
  if (kind === 'exclusive' && recipient !== me) return sender === me ? 'waiting' : 'other'
  return direct && sender === me ? 'waiting' : 'open'
}

const SPENT = new Set<Look>(['opened', 'finished', 'expired', 'refunded', 'void'])

/** Whether there is nothing left in it for this reader. */
export function isSpent(look: Look | undefined): boolean {
  return !!look && SPENT.has(look)
}
