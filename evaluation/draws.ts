import { drawBinomial, seededRandom } from '../web/lib/statistics/random.ts'
import type { Cluster } from './evaluate.ts'
import { scoreOf, type Count, type Known } from './score.ts'

/** So many draws of a township are made before whoever waits may do something else. */
const DRAWS_AT_ONCE = 50
/** Each draw of a kind of subject is mixed with so many of the whole county: three of three is not certain to be the best. */
const MIXED_IN = 2

type Numbered = Cluster & { numbers: Float64Array }

export interface Drawing {
  /** Those that are drawn, in this order. */
  townships: readonly string[]
  clusters: readonly Cluster[]
  known: Known
  seed: number
  draws: number
}

/**
 * Cluster bootstrap within each township, over subjects of each kind by itself: children, incidents, homes (statistics.md, Ranks
 * and bands). A draw takes as many of a kind as there are, each with all that it has, so that what goes together in a child
 * stays together, and the one incident of a township may also be one of the county's. The county's spread is held fixed.
 * Answers the points of the items, by township.
 */
export function* drawScores({ townships, clusters, known, seed, draws }: Drawing): Generator<number, Float64Array[]> {
  const random = seededRandom(seed)
  const tally = new Tally(known.scheme.items.map(({ duty }) => duty))
  const kinds = kindsOf(clusters).map((of) => {
    const all = of.map((cluster) => ({ ...cluster, numbers: tally.numbersOf(cluster) }))
    return { all, pick: pickerOf(all) }
  })
  const values = townships.map(() => new Float64Array(draws))
  for (const [place, township] of townships.entries()) {
    const owned = kinds.map(({ all, pick }) => ownOf(all, { township, pick }))
    const drawn = values[place] ?? new Float64Array(0)
    for (let draw = 0; draw < draws; draw++) {
      if (draw % DRAWS_AT_ONCE === 0) yield (place + draw / draws) / townships.length
      tally.clear()
      for (const own of owned) addDraw(tally, own, random)
      drawn[draw] = scoreOf(township, tally.counts(), known).items_points
    }
  }
  return values
}

/** Subjects are of one kind where some subject owes a duty of the one and a duty of the other. */
function kindsOf(clusters: readonly Cluster[]): Cluster[][] {
  const kinds = new Map<string, string>()
  const kindOf = (duty: string): string => {
    const parent = kinds.get(duty) ?? duty
    return parent === duty ? duty : kindOf(parent)
  }
  for (const { cells } of clusters) {
    const [first, ...others] = cells.map(({ duty }) => kindOf(duty))
    for (const other of others) kinds.set(kindOf(other), kindOf(first ?? other))
  }
  const grouped = new Map<string, Cluster[]>()
  for (const cluster of clusters) {
    const kind = kindOf(cluster.cells[0]?.duty ?? '')
    const group = grouped.get(kind)
    if (group === undefined) grouped.set(kind, [cluster])
    else group.push(cluster)
  }
  return [...grouped.values()]
}

/** A township's subjects of one kind, by what they have, and how one of the county's is picked. */
interface Own {
  clusters: readonly Numbered[]
  size: number
  pick: (random: () => number) => Numbered
}

function ownOf(all: readonly Numbered[], { township, pick }: { township: string; pick: Own['pick'] }): Own {
  const clusters = all.filter((cluster) => cluster.township === township)
  return { clusters, size: clusters.reduce((sum, { count }) => sum + count, 0), pick }
}

/** Adds a draw of them: a multinomial one over the clusters that they fall into. */
function addDraw(tally: Tally, { clusters, size, pick }: Own, random: () => number): void {
  if (size === 0) return
  const foreign = drawBinomial(size, MIXED_IN / (size + MIXED_IN), random)
  for (let i = 0; i < foreign; i++) tally.add(pick(random).numbers, 1)
  let left = size - foreign
  let mass = size
  for (const { count, numbers } of clusters) {
    const times = mass <= count ? left : drawBinomial(left, count / mass, random)
    if (times > 0) tally.add(numbers, times)
    left -= times
    mass -= count
  }
}

/** Sums of a draw: a draw adds millions of cells, which as maps would take minutes. */
class Tally {
  readonly #duties: readonly string[]
  readonly #sums: Float64Array

  constructor(duties: readonly string[]) {
    this.#duties = duties
    this.#sums = new Float64Array(3 * duties.length)
  }

  clear(): void {
    this.#sums.fill(0)
  }

  /** The cells of a cluster as place, met and total, one after another. */
  numbersOf({ cells }: Cluster): Float64Array {
    return Float64Array.from(
      cells.flatMap(({ duty, met, total }) => {
        const place = this.#duties.indexOf(duty)
        return place < 0 ? [] : [3 * place, met, total]
      }),
    )
  }

  add(numbers: Float64Array, times: number): void {
    const sums = this.#sums
    for (let i = 0; i < numbers.length; i += 3) {
      const at = numbers[i] ?? 0
      sums[at] = (sums[at] ?? 0) + (numbers[i + 1] ?? 0) * times
      sums[at + 1] = (sums[at + 1] ?? 0) + (numbers[i + 2] ?? 0) * times
      sums[at + 2] = (sums[at + 2] ?? 0) + times
    }
  }

  counts(): Map<string, Count> {
    const sum = (place: number, offset: number): number => this.#sums[3 * place + offset] ?? 0
    return new Map(
      this.#duties.map((duty, place) => [duty, { met: sum(place, 0), total: sum(place, 1), subjects: sum(place, 2) }]),
    )
  }
}

/** A subject of the whole county, at random. */
function pickerOf<Each extends Cluster>(clusters: readonly Each[]): (random: () => number) => Each {
  const sums: number[] = []
  let all = 0
  for (const { count } of clusters) sums.push((all += count))
  return (random) => {
    const at = random() * all
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    return clusters[low] as Each
  }
}
