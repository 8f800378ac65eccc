/** Calls back once after so many milliseconds; what it returns calls it off. Tests hand in their own. */
export type Timer = (ms: number, onExpire: () => void) => () => void

export const startTimer: Timer = (ms, onExpire) => {
  const timeout = setTimeout(onExpire, ms)
  return () => {
    clearTimeout(timeout)
  }
}

/** `answer`: nobody answered; `silence`: (almost) no bytes any more; `total`: the whole took too long. */
export type Expiry = 'answer' | 'silence' | 'total'

/** A server that sends a byte now and then is not alive: silence ends only with so many bytes. */
const PROGRESS_BYTES = 16 * 1024

/** How many times the timeout a whole transfer may take: with 30 seconds, an hour. */
const TOTAL_TIMEOUTS = 120

/** The longest that a whole transfer may take, in milliseconds. */
export const totalTimeout = (timeout_ms: number): number => timeout_ms * TOTAL_TIMEOUTS

/** Watches one connection or transfer, and tells `onExpire` once when it stalls. */
export class Watchdog {
  readonly #timer: Timer
  readonly #timeout_ms: number
  readonly #onExpire: (expiry: Expiry) => void
  readonly #cancelTotal: () => void
  #cancelSilence: () => void
  #bytes = 0
  #expired: Expiry | null = null

  constructor(timer: Timer, timeout_ms: number, onExpire: (expiry: Expiry) => void) {
    this.#timer = timer
    this.#timeout_ms = timeout_ms
    this.#onExpire = onExpire
    this.#cancelTotal = timer(totalTimeout(timeout_ms), () => {
      this.#expire('total')
    })
    this.#cancelSilence = this.#arm('answer')
  }

  /** Why it expired; null while all is well. */
  get expired(): Expiry | null {
    return this.#expired
  }

  /** The other side answered: from now on it may not fall silent. */
  answered(): void {
    this.#rearm()
  }

  /** So many bytes came. */
  progress(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes >= PROGRESS_BYTES) this.#rearm()
  }

  stop(): void {
    this.#cancelSilence()
    this.#cancelTotal()
  }

  #arm(expiry: Expiry): () => void {
    return this.#timer(this.#timeout_ms, () => {
      this.#expire(expiry)
    })
  }

  #rearm(): void {
    if (this.#expired !== null) return
    this.#bytes = 0
    this.#cancelSilence()
    this.#cancelSilence = this.#arm('silence')
  }

  #expire(expiry: Expiry): void {
    if (this.#expired !== null) return
    this.#expired = expiry
    this.stop()
    this.#onExpire(expiry)
  }
}
