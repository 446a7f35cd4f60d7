import type { Api } from './api'
import { Lookup } from './lookup'
import type { Platform, Write } from './platform'
import type { Message, RedPacketClaim, RedPacketDetails, RedPacketState, ServerFrame } from './protocol'

/** How far a packet has come; states of the same number exclude each other. */
const PROGRESS: Record<RedPacketState, number> = { pending: 0, active: 1, expired: 2, finished: 3, refunded: 3, void: 3 }
const OVER = PROGRESS.finished

const KEEPS_NOTES_MS = 90 * 86_400_000
/** Reads in a row, at most, when frames overtake them. */
const READS = 3

/** What this device saw of a draw while the packet was open: it cannot be changed any more without being found out. */
export interface Noted {
  id: string
  commitment: string
  at: string
  /** How many shares had been opened by then. Notes of older versions do not say. */
  claimedCount?: number
  total?: number
  count?: number
}

export function isOver(packet: Pick<RedPacketDetails, 'state'>): boolean {
  return PROGRESS[packet.state] >= OVER
}

/** The red packets that this client has shown, kept up by frames. */
export class Packets {
  private readonly lookup: Lookup<RedPacketDetails>
  private readonly noted = new Map<string, Noted>()

  constructor(
    private readonly platform: Platform,
    private readonly api: Api,
    changed: (id: string) => void,
  ) {
    const read = async (id: string): Promise<RedPacketDetails> => {
      const packet = await api.get('/api/red-packets/{id}', { path: { id } })
      this.note(packet)
      return packet
    }
    this.lookup = new Lookup(platform, read, newer, changed)
  }

  async restore(): Promise<void> {
    const oldest = this.platform.wall() - KEEPS_NOTES_MS
    const old: Write[] = []
    for (const one of await this.platform.storage.load<Noted>('meta', 'commitment/')) {
      if (Date.parse(one.at) < oldest) old.push({ table: 'meta', key: `commitment/${one.id}`, remove: true })
      else this.noted.set(one.id, one)
    }
    if (old.length) await this.platform.storage.write(old).catch(() => {})
  }

  /** The packet, or undefined until the server has answered. Its state is the latest one; its claims may lag behind. */
  get(id: string): RedPacketDetails | undefined {
    return this.lookup.get(id)
  }

  isMissing(id: string): boolean {
    return this.lookup.isMissing(id)
  }

  /** Reads it anew, with all claims: once more when a frame has told of one that the answer did not have. */
  async load(id: string): Promise<RedPacketDetails> {
    let packet = await this.lookup.load(id)
    for (let reads = 1; reads < READS && packet.claims.length < packet.claimedCount; reads++) packet = await this.lookup.load(id)
    return packet
  }

  /** Opens a packet. Repeating it does no harm: the answer stays the same for ever. */
  async claim(id: string): Promise<RedPacketClaim> {
    const claim = await this.api.post('/api/red-packets/{id}/claims', { path: { id } })
    this.take(claim)
    return claim
  }

  /** What this device noted of a packet before its end, if it saw it then. */
  notedOf(id: string): Noted | undefined {
    return this.noted.get(id)
  }

  onFrame({ redPacket, state, claimedCount }: Extract<ServerFrame, { op: 'packet' }>): void {
    const before = this.lookup.peek(redPacket)
    // The answer that is under way may be older.
    if (!before) return this.lookup.expire(redPacket)
    const behind = PROGRESS[state] < PROGRESS[before.state] || claimedCount < before.claimedCount
    if (!behind) this.lookup.put(redPacket, { ...before, state, claimedCount })
    // The seed and the badge come with the answer only.
    if (PROGRESS[state] >= OVER && !before.seed) this.lookup.expire(redPacket)
  }

  /** Lines of the `self` conversation tell what another device has done, and how a packet has ended. */
  onNotice({ body }: Message): void {
    if (typeof body.redPacket === 'string') this.lookup.expire(body.redPacket)
  }

  /** Frames may have been missed. */
  resumed(): void {
    this.lookup.expireAll((packet) => !isOver(packet))
  }

  private take({ redPacket, user, amount, claimedAt }: RedPacketClaim): void {
    const before = this.lookup.peek(redPacket)
    if (!before || before.claims.some((claim) => claim.user === user)) return
    this.lookup.put(redPacket, { ...before, claims: [...before.claims, { user, amount, claimedAt, luckiest: false }] })
    this.lookup.expire(redPacket)
  }

  private note(packet: RedPacketDetails): void {
    if (packet.kind !== 'lucky' || PROGRESS[packet.state] > PROGRESS.active || this.noted.has(packet.id)) return
    const { id, commitment, claimedCount, total, count } = packet
    const noted: Noted = { id, commitment, claimedCount, total, count, at: new Date(this.platform.wall()).toISOString() }
    this.noted.set(packet.id, noted)
    void this.platform.storage.write([{ table: 'meta', key: `commitment/${packet.id}`, value: noted }]).catch(() => {})
  }
}

function newer(before: RedPacketDetails | undefined, now: RedPacketDetails): RedPacketDetails {
  if (!before) return now
  const state = PROGRESS[now.state] >= PROGRESS[before.state] ? now.state : before.state
  const claims = now.claims.length >= before.claims.length ? now.claims : before.claims
  return { ...now, state, claims, claimedCount: Math.max(now.claimedCount, before.claimedCount), seed: now.seed ?? before.seed }
}
