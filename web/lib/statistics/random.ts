/** A seeded source of numbers from 0 up to 1 (mulberry32): the same seed, the same numbers, on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    // a signed state is a small integer of the engine's: an unsigned one were an object a number
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const SMALL_MEAN = 10

/** A draw from the binomial distribution: by inversion where its mean is small, else by rejection (Hörmann 1993, BTRS). */
export const drawBinomial = (n: number, p: number, random: () => number): number => new Binomial(p).draw(n, random)

/** The tail of Stirling's series for log k!: of the small ones what is missing in it, of the others the series' next terms. */
function stirlingTail(k: number): number {
  if (k < SMALL_TAILS.length) return SMALL_TAILS[k] ?? 0
  const next = k + 1
  const square = next * next
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / next
}

const SMALL_TAILS = Float64Array.from({ length: 10 }, (_, k) => {
  const next = k + 1
  let logFactorial = 0
  for (let i = 2; i <= k; i++) logFactorial += Math.log(i)
  return logFactorial - (0.5 * Math.log(2 * Math.PI) + (k + 0.5) * Math.log(next) - next)
})

/** The binomial distributions of one probability, to draw from again and again with whatever `n`. */
export class Binomial {
  readonly #isTurned: boolean
  readonly #p: number
  readonly #odds: number
  readonly #logFailure: number

  constructor(p: number) {
    this.#isTurned = p > 0.5
    this.#p = Math.max(0, p > 0.5 ? 1 - p : p)
    this.#odds = this.#p / (1 - this.#p)
    this.#logFailure = Math.log1p(-this.#p)
  }

  draw(n: number, random: () => number): number {
    if (n <= 0) return 0
    const drawn = this.#drawRarer(n, random)
    return this.#isTurned ? n - drawn : drawn
  }

  #drawRarer(n: number, random: () => number): number {
    if (this.#p === 0) return 0
    return n * this.#p < SMALL_MEAN ? this.#byInversion(n, random) : this.#byRejection(n, random)
  }

  #byInversion(n: number, random: () => number): number {
    const odds = this.#odds
    let mass = Math.exp(n * this.#logFailure)
    let rest = random()
    let k = 0
    while (rest > mass && k < n) {
      rest -= mass
      mass *= ((n - k) / (k + 1)) * odds
      k += 1
    }
    return k
  }

  #byRejection(n: number, random: () => number): number {
    const p = this.#p
    const odds = this.#odds
    const spread = Math.sqrt(n * p * (1 - p))
    const b = 1.15 + 2.53 * spread
    const a = -0.0873 + 0.0248 * b + 0.01 * p
    const centre = n * p + 0.5
    const sure = 0.92 - 4.2 / b
    for (;;) {
      const u = random() - 0.5
      const v = random()
      const us = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / us + b) * u + centre)
      if (us >= 0.07 && v <= sure) return k
      if (k < 0 || k > n || us === 0) continue
      const alpha = (2.83 + 5.1 / b) * spread
      const mode = Math.floor((n + 1) * p)
      const bound =
        (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
        (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
        (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
        stirlingTail(mode) +
        stirlingTail(n - mode) -
        stirlingTail(k) -
        stirlingTail(n - k)
      if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k
    }
  }
}
