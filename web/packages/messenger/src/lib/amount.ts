import { preferences } from '../state/preferences'
import { t } from '../text'

const formats = new Map<string, Intl.NumberFormat>()

function format(currency: string, currencyDisplay: 'narrowSymbol' | 'name'): Intl.NumberFormat {
  const key = `${preferences.language} ${currency} ${currencyDisplay}`
  const made = formats.get(key) ?? new Intl.NumberFormat(preferences.language, { style: 'currency', currency, currencyDisplay })
  formats.set(key, made)
  return made
}

/** An amount to look at. Amounts are whole fen, or hundredths of another currency; only here they get their point. */
export function amountText(fen: number, currency = preferences.currency): string {
  return preferences.points ? t('amount.points', { n: fen }) : format(currency, 'narrowSymbol').format(fen / 100)
}

/** An amount to listen to, as people say it: a screen reader would read "¥12.34" as anything. */
export function amountSpoken(fen: number, currency = preferences.currency): string {
  if (preferences.points) return t('amount.points', { n: fen })
  if (fen < 0) return t('amount.minus', { amount: amountSpoken(-fen, currency) })
  if (currency !== 'CNY') return format(currency, 'name').format(fen / 100)
  const yuan = Math.floor(fen / 100)
  const parts = preferences.language === 'zh-CN' ? byTens(yuan, fen % 100) : [words('yuan', yuan), words('fen', fen % 100)]
  return parts.filter(Boolean).join(preferences.language === 'zh-CN' ? '' : ' ') || t('amount.yuan', { n: 0 })
}

function byTens(yuan: number, rest: number): string[] {
  const [jiao, fen] = [Math.floor(rest / 10), rest % 10]
  return [words('yuan', yuan), words('jiao', jiao), yuan && fen && !jiao ? t('amount.zero') : '', words('fen', fen)]
}

function words(unit: 'yuan' | 'jiao' | 'fen', n: number): string {
  return n ? t(`amount.${unit}`, { n }) : ''
}

/** What an input method makes of a full stop and of digits is as good as the plain ones. */
export function normalized(text: string): string {
  return text.normalize('NFKC').replace(/。/g, '.').trim()
}

/** Fen of what somebody typed, without a rounding error on the way; undefined when it is no amount. */
export function parseAmount(text: string): number | undefined {
  const found = preferences.points ? /^(\d{1,12})$/.exec(normalized(text)) : /^(\d{0,10})(?:\.(\d{0,2}))?$/.exec(normalized(text))
  if (!found || !/\d/.test(found[0])) return undefined
  return preferences.points ? Number(found[1]) : Number(found[1] || 0) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

/** What stands before a field. */
export function currencySign(): string {
  return format(preferences.currency, 'narrowSymbol').formatToParts(0).find(({ type }) => type === 'currency')?.value ?? ''
}

/** As it stands in a field. */
export function amountField(fen: number): string {
  return preferences.points ? String(fen) : `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}
