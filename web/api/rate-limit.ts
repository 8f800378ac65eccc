/** At most so many requests of one key in any minute, counted back from now. */
export class RateLimit {
  readonly #most: number
  readonly #ticks: (() => number) | undefined
  readonly #seen = new Map<string, number[]>()

  /** `ticks`: milliseconds of a clock that nobody sets; without one nothing is counted. */
  constructor(most: number, ticks: (() => number) | undefined) {
    this.#most = most
    this.#ticks = ticks
  }

  /** Counts a request; answers 0, or after how many seconds the next one may come. */
  take(key: string): number {
    if (this.#ticks === undefined) return 0
    const now = this.#ticks()
    const recent = (this.#seen.get(key) ?? []).filter((at) => at > now - MINUTE)
    const [oldest] = recent
    this.#seen.set(key, recent)
    if (recent.length >= this.#most && oldest !== undefined)
      return Math.max(1, Math.ceil((oldest + MINUTE - now) / 1000))
    recent.push(now)
    return 0
  }
}

const MINUTE = 60_000
