/** At most so many requests of one key in any minute, counted back from now. */
export class RateLimit {
  readonly #most: number
  readonly #now: () => Date
  readonly #seen = new Map<string, number[]>()

  constructor(most: number, now: () => Date) {
    this.#most = most
    this.#now = now
  }

  /** Counts a request; answers 0, or after how many seconds the next one may come. */
  take(key: string): number {
    const now = this.#now().getTime()
    const recent = (this.#seen.get(key) ?? []).filter((at) => at > now - MINUTE && at <= now)
    const [oldest] = recent
    this.#seen.set(key, recent)
    if (recent.length >= this.#most && oldest !== undefined)
      return Math.max(1, Math.ceil((oldest + MINUTE - now) / 1000))
    recent.push(now)
    return 0
  }
}

const MINUTE = 60_000
