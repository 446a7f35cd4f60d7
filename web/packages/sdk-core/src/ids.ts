/** A UUIDv7: sorts by the time it was made. */
export function newId(millis: number, random: Uint8Array): string {
  const hex: string[] = []
  const time = Math.floor(millis).toString(16).padStart(12, '0')
  for (let i = 0; i < 10; i++) {
    let byte = random[i] ?? 0
    if (i === 0) byte = (byte & 0x0f) | 0x70
    if (i === 2) byte = (byte & 0x3f) | 0x80
    hex.push(byte.toString(16).padStart(2, '0'))
  }
  const rest = hex.join('')
  return [time.slice(0, 8), time.slice(8), rest.slice(0, 4), rest.slice(4, 8), rest.slice(8)].join('-')
}

/** A number in [0, 1). */
export function fraction(random: Uint8Array): number {
  return ((random[0] ?? 0) * 65536 + (random[1] ?? 0) * 256 + (random[2] ?? 0)) / 16777216
}
