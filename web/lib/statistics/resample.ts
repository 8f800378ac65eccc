import { Binomial } from './random.ts'

/** Each draw is mixed with so many clusters of the whole county: a unit of 5/5 is not certain to be the best. */
const MIXED_IN = 2

/** Picks one of clusters of which there are so many each, at random: answers its place. */
export function pickerOf(counts: readonly number[]): (random: () => number) => number {
  let all = 0
  const ends = Float64Array.from(counts, (count) => (all += count))
  return (random) => {
    const at = random() * all
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    return low
  }
}

/**
 * A cluster bootstrap of one unit (statistics.md, Ranks and bands): as many clusters as it has are drawn with replacement, a
 * few of them of the whole county's. `counts`: of each outcome so many clusters of the unit; `pick`: one of the county's.
 */
export class Resample {
  /** How often the last draw took each of the unit's own outcomes. */
  readonly times: Float64Array
  /** Which of the county's the last draw took besides, the first `foreign_count` of these. */
  readonly foreign: Uint32Array
  foreign_count = 0
  readonly #size: number
  readonly #mixing: Binomial
  readonly #rests: readonly Binomial[]
  readonly #pick: (random: () => number) => number

  constructor(counts: readonly number[], pick: (random: () => number) => number) {
    this.#size = counts.reduce((sum, count) => sum + count, 0)
    this.#mixing = new Binomial(MIXED_IN / (this.#size + MIXED_IN))
    let mass = this.#size
    this.#rests = counts.map((count) => {
      const part = new Binomial(mass <= count ? 1 : count / mass)
      mass -= count
      return part
    })
    this.#pick = pick
    this.times = new Float64Array(counts.length)
    this.foreign = new Uint32Array(this.#size)
  }

  /** Draws once more: a multinomial draw over the outcomes, one binomial of what is left after another. */
  draw(random: () => number): void {
    this.foreign_count = this.#mixing.draw(this.#size, random)
    for (let i = 0; i < this.foreign_count; i++) this.foreign[i] = this.#pick(random)
    let left = this.#size - this.foreign_count
    for (let place = 0; place < this.#rests.length; place++) {
      const taken = this.#rests[place]?.draw(left, random) ?? 0
      this.times[place] = taken
      left -= taken
    }
  }
}
