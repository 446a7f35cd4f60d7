import type { Noted, Proof, RedPacketDetails } from '@hongyan/sdk-core'
import { t } from '../text'
import { amountText } from './amount'
import { fullTime } from './format'

export interface Finding {
  /** Undefined: it is neither for nor against. */
  good: boolean | undefined
  text: string
}

/** What recomputing a draw has shown, point by point. */
export function findingsOf(packet: RedPacketDetails, { commitment, claims, complete }: Proof, noted: Noted | undefined): Finding[] {
  const wrong = claims.filter((fits) => !fits).length
  const total = amountText(packet.total, packet.currency)
  return [
    { good: commitment, text: t(commitment ? 'money.commitmentRight' : 'money.commitmentWrong') },
    { good: !wrong, text: wrong ? t('money.sharesWrong', { n: wrong }) : t('money.sharesRight', { n: claims.length }) },
    { good: complete, text: t(complete ? 'money.sumRight' : 'money.sumWrong', { total }) },
    ofNote(packet, noted),
  ]
}

function ofNote(packet: RedPacketDetails, noted: Noted | undefined): Finding {
  if (!noted) return { good: undefined, text: t('money.notNoted') }
  const { commitment, total = packet.total, count = packet.count, claimedCount } = noted
  if (commitment !== packet.commitment || total !== packet.total || count !== packet.count) return { good: false, text: t('money.notedWrong') }
  const time = fullTime(noted.at)
  return { good: true, text: claimedCount === 0 ? t('money.noted', { time }) : t('money.notedLater', { time, opened: claimedCount ?? '?', count }) }
}

/** The words for what all of it proves, and no more: what was noted late, or never, proves little. */
export function verdictOf(findings: Finding[], noted: Noted | undefined): string {
  if (findings.some(({ good }) => good === false)) return 'money.disproves'
  if (!noted) return 'money.agrees'
  return noted.claimedCount === 0 ? 'money.provesFull' : 'money.provesPart'
}
