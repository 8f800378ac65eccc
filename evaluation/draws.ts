import { seededRandom } from '../web/lib/statistics/random.ts'
import { pickerOf, Resample } from '../web/lib/statistics/resample.ts'
import type { Cluster } from './evaluate.ts'
import { scoreOf, type Count, type Known } from './score.ts'

/** So many draws of a township are made before whoever waits may do something else. */
const DRAWS_AT_ONCE = 50

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
  const kinds = kindsOf(clusters).map((of): Kind => {
    const all = of.map((cluster) => ({ ...cluster, numbers: tally.numbersOf(cluster) }))
    return { all, pick: pickerOf(all.map(({ count }) => count)) }
  })
  const values = townships.map(() => new Float64Array(draws))
  for (const [place, township] of townships.entries()) {
    const owned = kinds.map((kind) => ownOf(kind, township))
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

/** The subjects of one kind, by what they have, and how one of them is picked. */
interface Kind {
  all: readonly Numbered[]
  pick: (random: () => number) => number
}

/** A township's of them, and how they are drawn again. */
interface Own {
  all: readonly Numbered[]
  clusters: readonly Numbered[]
  resample: Resample
}

function ownOf({ all, pick }: Kind, township: string): Own {
  const clusters = all.filter((cluster) => cluster.township === township)
  const counts = clusters.map(({ count }) => count)
  return { all, clusters, resample: new Resample(counts, pick) }
}

/** Adds a draw of them, each with all that it has. */
function addDraw(tally: Tally, { all, clusters, resample }: Own, random: () => number): void {
  resample.draw(random)
  for (let i = 0; i < resample.foreign_count; i++) tally.add(all[resample.foreign[i] ?? 0]?.numbers ?? NOTHING, 1)
  for (let place = 0; place < clusters.length; place++) {
    const times = resample.times[place] ?? 0
    if (times > 0) tally.add(clusters[place]?.numbers ?? NOTHING, times)
  }
}

const NOTHING = new Float64Array(0)

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
