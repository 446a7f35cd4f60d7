const FIRST_MS = 500
const MOST_MS = 30_000

/** Full jitter: a thousand clients that lost the same server do not come back in the same moment. */
export class Backoff {
  private attempts = 0

  constructor(private readonly random: () => number) {}

  next(): number {
    const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(this.attempts, 10))
    this.attempts++
    return Math.round(this.random() * ceiling)
  }

  reset(): void {
    this.attempts = 0
  }
}
