/** At most so many in so many milliseconds, counted back from now, for each key. */
export class Pace {
  readonly #most: number
  readonly #window_ms: number
  readonly #taken = new Map<string, number[]>()

  constructor(most: number, window_ms: number) {
    this.#most = most
    this.#window_ms = window_ms
  }

  /** Takes one and answers 0, or answers after how many milliseconds there is one. */
  take(key: string, now: Date): number {
    const recent = (this.#taken.get(key) ?? []).filter((at) => at > now.getTime() - this.#window_ms)
    this.#taken.set(key, recent)
    const [oldest] = recent
    if (oldest !== undefined && recent.length >= this.#most) return oldest + this.#window_ms - now.getTime()
    recent.push(now.getTime())
    return 0
  }
}
