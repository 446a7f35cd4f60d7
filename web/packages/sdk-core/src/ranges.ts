/** Which numbers of a log are held: disjoint ranges with both ends included, ascending, never touching. */
export type Range = [from: number, to: number]

export class Ranges {
  constructor(readonly all: Range[] = []) {}

  /** The end of the newest range: up to here, and from the range's begin on, nothing is missing. */
  get top(): number {
    return this.all[this.all.length - 1]?.[1] ?? 0
  }

  get newest(): Range | undefined {
    return this.all[this.all.length - 1]
  }

  has(seq: number): boolean {
    return this.all.some(([from, to]) => from <= seq && seq <= to)
  }

  add(from: number, to: number): void {
    if (to < from) return
    let [low, high] = [from, to]
    const rest = this.all.filter(([f, t]) => {
      const apart = t < low - 1 || f > high + 1
      if (!apart) {
        low = Math.min(low, f)
        high = Math.max(high, t)
      }
      return apart
    })
    rest.push([low, high])
    rest.sort((a, b) => a[0] - b[0])
    this.all.splice(0, this.all.length, ...rest)
  }

  /** Lets go of all below a number. */
  keepFrom(seq: number): void {
    const rest = this.all.filter(([, to]) => to >= seq).map(([from, to]): Range => [Math.max(from, seq), to])
    this.all.splice(0, this.all.length, ...rest)
  }

  /** The newest hole between two ranges. */
  get hole(): Range | undefined {
    const [before, after] = this.all.slice(-2)
    return before && after ? [before[1] + 1, after[0] - 1] : undefined
  }
}
