const URL_PATTERN = /https?:\/\/[^\s<>"'，。！？；、）】》]+[^\s<>"'，。！？；、）】》.,!?;:)\]]/g

export interface Piece {
  text: string
  href?: string
  mention?: boolean
}

/** A text in pieces to be shown as text nodes and links; nothing in it is ever markup. */
export function pieces(text: string, mentions: string[] = []): Piece[] {
  const parts: Piece[] = []
  let end = 0
  const names = mentions.filter(Boolean).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = names.length ? new RegExp(`${URL_PATTERN.source}|@(?:${names.join('|')})`, 'g') : URL_PATTERN
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push(match[0].startsWith('@') ? { text: match[0], mention: true } : { text: match[0], href: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s?){1,3}$/u

export function isEmojiOnly(text: string): boolean {
  return EMOJI_ONLY.test(text.trim())
}
