/**
 * A small seeded source of chance: the same keys give the same numbers on every machine, whatever was drawn elsewhere.
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021); its state
 * is filled from the keys with the mixing steps of MurmurHash3 and SplitMix32, as its authors advise.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(a: number, b: number, c: number, d: number) {
    this.#a = a | 0
    this.#b = b | 0
    this.#c = c | 0
    this.#d = d | 0
  }

  /** The next 32 bits, 0 to 4294967295. */
  next(): number {
    const x = Math.imul(this.#b, 5)
    const result = Math.imul((x << 7) | (x >>> 25), 9)
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result >>> 0
  }

  /** A number from 0 (included) to 1 (excluded). */
  unit(): number {
    return this.next() / 4294967296
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** One of the values, each as likely as the other. */
  pick<T>(values: readonly [T, ...T[]]): T
  pick<T>(values: readonly T[]): T | undefined
  pick<T>(values: readonly T[]): T | undefined {
    return values[Math.floor(this.unit() * values.length)]
  }

  /** The place of one of the weights, as likely as it is heavy. */
  weighted(weights: readonly number[]): number {
    let total = 0
    for (const weight of weights) total += weight
    let left = this.unit() * total
    for (let place = 0; place < weights.length; place++) {
      left -= weights[place] ?? 0
      if (left < 0) return place
    }
    return weights.length - 1
  }

  /** Exponentially distributed with this mean: many short, a few long. */
  exponential(mean: number): number {
    return -Math.log(1 - this.unit()) * mean
  }

  /** Normally distributed (Box and Muller). */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.unit())
  }

  /** The values in a new order (Fisher and Yates). */
  shuffle<T>(values: readonly T[]): T[] {
    const left = [...values]
    const shuffled: T[] = []
    while (left.length > 0) shuffled.push(...left.splice(this.integer(0, left.length - 1), 1))
    return shuffled
  }
}

const finalise = (hash: number): number => {
  let h = hash | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A stream of chance of its own for these keys (whole numbers). 64 bits are kept, so that a million children's streams differ. */
export function streamOf(...keys: readonly number[]): Random {
  let high = 0x9e3779b9
  let low = 0x243f6a88
  for (const key of keys) {
    high = finalise(Math.imul(high, 31) ^ key)
    low = finalise(Math.imul(low, 0x9e3779b1) + key)
  }
  return new Random(high, low, finalise(high + 0x9e3779b9), finalise(low ^ 0x7f4a7c15) | 1)
}

/** A whole number that stands for the keys: streams nest by it. */
export const keyOf = (...keys: readonly number[]): number => streamOf(...keys).next()

/** What a stream is for. The numbers are part of what a seed means: add, never renumber. */
export const PURPOSE = {
  places: 1,
  township: 2,
  child: 3,
  archive: 4,
  pairing: 5,
  carer: 6,
  contact: 7,
  class_teacher: 8,
  class_day: 9,
  incident: 10,
  schedule: 11,
  style: 12,
  surface: 13,
  fault: 14,
  stray: 15,
  move: 16,
  semester_contact: 17,
  parent_feedback: 18,
  dropout: 19,
  enrolment: 20,
  legal_case: 21,
  checkup: 22,
  checkup_day: 23,
  home: 24,
  activity: 25,
  plan: 26,
  need: 27,
  assistance: 28,
  school_link: 29,
  training: 30,
} as const
