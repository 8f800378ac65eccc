/** How many wrong tries are borne before the next must wait. */
const MOST_OF_ACCOUNT = 5
const MOST_OF_ADDRESS = 20
const FIRST_WAIT = 30_000
const LONGEST_WAIT = 15 * 60_000
const KEPT = 60 * 60_000
const MOST_KEYS = 10_000

interface Tries {
  count: number
  last: number
}

/**
 * Slows down whoever guesses: after some wrong tries of one account, or from one address, the next must wait, twice as
 * long after each further one. A right password forgets an account's wrong tries, and never an address's.
 */
export class Throttle {
  readonly #now: () => Date
  readonly #tries = new Map<string, Tries>()

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Seconds until the next try is heard; 0: now. */
  wait(account: string, address: string): number {
    const [ofAccount, ofAddress] = keysOf(account, address)
    const waits = [this.#waitOf(ofAccount, MOST_OF_ACCOUNT), this.#waitOf(ofAddress, MOST_OF_ADDRESS)]
    return Math.ceil(Math.max(0, ...waits) / 1000)
  }

  failed(account: string, address: string): void {
    for (const key of keysOf(account, address)) {
      const before = this.#tries.get(key)
      this.#tries.delete(key)
      this.#tries.set(key, { count: (before?.count ?? 0) + 1, last: this.#now().getTime() })
    }
    for (const [key, { last }] of this.#tries) {
      if (this.#tries.size <= MOST_KEYS && this.#now().getTime() - last < KEPT) break
      this.#tries.delete(key)
    }
  }

  succeeded(account: string): void {
    this.#tries.delete(keysOf(account, '')[0])
  }

  #waitOf(key: string, most: number): number {
    const tries = this.#tries.get(key)
    if (tries === undefined || tries.count < most) return 0
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries.count - most))
    return tries.last + wait - this.#now().getTime()
  }
}

/** No account has a longer name: what is typed beyond it must not fill the memory. */
const MOST_NAME = 64

const keysOf = (account: string, address: string): [string, string] => [
  `a ${account.slice(0, MOST_NAME)}`,
  `i ${address.slice(0, MOST_NAME)}`,
]
