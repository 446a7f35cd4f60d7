/**
 * Finding people and conversations by what is typed: the name itself, the pinyin that the server sends for people, and
 * the initials of pinyin for any name. Initials come from the browser's own sorting by pinyin, so no dictionary is
 * loaded for them.
 */
const BOUNDS = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀'
const LETTERS = 'ABCDEFGHJKLMNOPQRSTWXYZ'.toLowerCase()
const collator = new Intl.Collator('zh-CN-u-co-pinyin')
const known = new Map<string, string>()

function initial(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character
  let found = known.get(character)
  if (found === undefined) {
    let index = -1
    for (const bound of BOUNDS) {
      if (collator.compare(character, bound) < 0) break
      index++
    }
    found = LETTERS[index] ?? ''
    known.set(character, found)
  }
  return found
}

export function initials(text: string): string {
  return [...text].map(initial).join('').toLowerCase()
}

/** How well a text fits a query; 0 is best, undefined is not at all. */
export function fits(query: string, ...texts: (string | null | undefined)[]): number | undefined {
  const wanted = query.trim().toLowerCase()
  if (!wanted) return 0
  let best: number | undefined
  for (const text of texts) {
    if (!text) continue
    const plain = text.toLowerCase()
    const joined = plain.replace(/\s+/g, '')
    const ranks = [joined.startsWith(wanted) ? 0 : -1, plain.includes(wanted) || joined.includes(wanted) ? 1 : -1]
    ranks.push(plain.split(/\s+/).map((word) => word[0]).join('').startsWith(wanted) ? 1 : -1)
    ranks.push(initials(text).includes(wanted) ? 2 : -1)
    const rank = Math.min(...ranks.filter((one) => one >= 0))
    if (Number.isFinite(rank) && (best === undefined || rank < best)) best = rank
  }
  return best
}

/** The letter under which a name stands in a list. */
export function letterOf(name: string, pinyin?: string): string {
  const first = (pinyin?.[0] ?? initial(name[0] ?? '')).toUpperCase()
  return /[A-Z]/.test(first) ? first : '#'
}
