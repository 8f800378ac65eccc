import { bandsOfDraws } from '../web/lib/statistics/rank-bands.ts'
import { seededRandom, drawBinomial } from '../web/lib/statistics/random.ts'
import type { Scheme, SchemeItem, Scoring } from './scheme.ts'
import { gradeOf, nextGrade, scoreOf, spreadOf, type Count, type Known, type Scored, type Verified } from './score.ts'

/** Subjects of a township that have the same: a child's (or an incident's, a home's) due rows and met ones by duty. */
export interface Cluster {
  township: string
  /** How many subjects have just this. */
  count: number
  cells: readonly { duty: string; met: number; total: number }[]
}

/** Raised whenever the same input gives other results: an archive is recomputed by the rules that it was computed by. */
export const METHOD = 1
/** statistics.md, Ranks and bands. */
export const DRAWS = 2000
/** So many draws of a township are made before whoever waits may do something else. */
const DRAWS_AT_ONCE = 50
/** Each draw is mixed with so many subjects of the whole county: three of three is not certain to be the best. */
const MIXED_IN = 2

export interface EvaluationInput {
  scheme: Scheme & { items: readonly SchemeItem[] }
  townships: readonly string[]
  clusters: readonly Cluster[]
  targets: ReadonlyMap<string, number | null>
  verified: Verified
  seed: number
  draws?: number
}

/** A township's place: never a bare rank, but the range that the data support, and the band of those it is not told apart from. */
export interface Standing extends Scored {
  low: number
  high: number
  rank_low: number
  rank_high: number
  band: number
  grade: string
  is_vetoed: boolean
  next: { name: string; missing: number } | null
}

/** What the county's rate of an item is, and how it is scored: with a township's counts it gives the points again. */
export interface CountyItem extends SchemeItem {
  scoring: Scoring
  target: number | null
  /** The county's rate, over subjects. */
  mean: number
  /** So many subjects of it a township is mixed with. */
  strength: number
  /** So many townships owe it; none: it is in no score. */
  townships: number
}

export interface Evaluation {
  seed: number
  draws: number
  /** In the order of the scheme. */
  items: CountyItem[]
  /** The best first; those who owe nothing at all are left out. */
  standings: Standing[]
  /** What a township would score that had the county's rate in every item. */
  average: number
  /** How the order changes when one weight moves by a tenth. */
  sensitivity: { duty: string; factor: number; moved: number; regraded: string[] }[]
}

/** The evaluation of a year as its ledger stands (docs/evaluation.md): the same input and seed give the same to the last digit. */
export function evaluate(input: EvaluationInput): Evaluation {
  const steps = evaluating(input)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * The same in steps, for a process that has others to serve: each says which part of the draws is done. Without draws
 * (`draws: 0`) there are scores alone, and nothing is told apart.
 */
export function* evaluating(input: EvaluationInput): Generator<number, Evaluation> {
  const { scheme, targets, seed, draws = DRAWS } = input
  const totals = totalsOf(input)
  const known = knownOf(input, totals)
  const scored = scoresOf(input, totals, known)
  const values = draws === 0 ? [] : yield* drawScores(input, { scored, known, draws })
  const ranges =
    draws === 0
      ? []
      : bandsOfDraws(
          scored.map(({ items_points }) => items_points),
          values.map((drawn) => drawn.slice()),
        )
  const standings = scored.map((each, i): Standing => {
    const sorted = [...(values[i] ?? [])].sort((a, b) => a - b)
    const at = (q: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? each.items_points
    const range = ranges[i] ?? { low: 1, high: scored.length, band: 1 }
    return {
      ...each,
      low: clip(at(0.05) + each.entries_points),
      high: clip(at(0.95) + each.entries_points),
      rank_low: range.low,
      rank_high: range.high,
      band: range.band,
      grade: gradeOf(each.score, scheme, each.township),
      is_vetoed: scheme.vetoes.some(({ township }) => township === each.township),
      next: nextGrade(each.score, scheme, each.township),
    }
  })
  standings.sort((a, b) => b.score - a.score || (a.township < b.township ? -1 : 1))
  return {
    seed,
    draws,
    items: scheme.items.map((item) => ({
      ...item,
      target: targets.get(item.duty) ?? null,
      mean: known.spreads.get(item.duty)?.mean ?? 0,
      strength: known.spreads.get(item.duty)?.strength ?? 0,
      townships: owedOf(totals, item.duty).length,
    })),
    standings,
    average: averageScore(input, totals, known),
    sensitivity: sensitivityOf(input, totals, standings),
  }
}

type Totals = ReadonlyMap<string, ReadonlyMap<string, Count>>

function totalsOf({ townships, clusters }: EvaluationInput): Totals {
  const totals = new Map(townships.map((id) => [id, new Map<string, Count>()]))
  for (const { township, count, cells } of clusters) {
    for (const { duty, met, total } of cells) {
      const of = totals.get(township)
      const sum = of?.get(duty) ?? { met: 0, total: 0, subjects: 0 }
      of?.set(duty, { met: sum.met + met * count, total: sum.total + total * count, subjects: sum.subjects + count })
    }
  }
  return totals
}

function knownOf({ scheme, targets, verified }: EvaluationInput, totals: Totals): Known {
  const spreads = new Map(scheme.items.map(({ duty }) => [duty, spreadOf(owedOf(totals, duty))]))
  return { scheme, spreads, targets, verified }
}

/** What the townships have of a duty, those that owe it. */
const owedOf = (totals: Totals, duty: string): Count[] =>
  [...totals.values()].flatMap((counts) => counts.get(duty) ?? []).filter(({ total }) => total > 0)

const scoresOf = ({ townships }: EvaluationInput, totals: Totals, known: Known): Scored[] =>
  townships.map((id) => scoreOf(id, totals.get(id) ?? new Map(), known)).filter(({ items }) => items.length > 0)

/**
 * Cluster bootstrap over subjects within each township: a draw takes as many as there are, each with all that it has, so that
 * what goes together in a child stays together. The county's spread is held fixed.
 */
function* drawScores(
  { clusters, seed }: EvaluationInput,
  { scored, known, draws }: { scored: readonly Scored[]; known: Known; draws: number },
): Generator<number, Float64Array[]> {
  const random = seededRandom(seed)
  const tally = new Tally(known.scheme.items.map(({ duty }) => duty))
  const all = clusters.map((cluster) => ({ ...cluster, numbers: tally.numbersOf(cluster) }))
  const pick = pickerOf(all)
  const values = scored.map(() => new Float64Array(draws))
  for (const [place, { township }] of scored.entries()) {
    const own = all.filter((cluster) => cluster.township === township)
    const size = own.reduce((sum, { count }) => sum + count, 0)
    const drawOne = (): number => {
      tally.clear()
      const foreign = drawBinomial(size, MIXED_IN / (size + MIXED_IN), random)
      for (let i = 0; i < foreign; i++) tally.add(pick(random).numbers, 1)
      let left = size - foreign
      let mass = size
      for (const { count, numbers } of own) {
        const times = mass <= count ? left : drawBinomial(left, count / mass, random)
        if (times > 0) tally.add(numbers, times)
        left -= times
        mass -= count
      }
      return scoreOf(township, tally.counts(), known).items_points
    }
    const drawn = values[place] ?? new Float64Array(0)
    for (let draw = 0; draw < draws; draw++) {
      if (draw % DRAWS_AT_ONCE === 0) yield (place + draw / draws) / scored.length
      drawn[draw] = drawOne()
    }
  }
  return values
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

/**
 * The score of a township at the county's rate in every item that anybody owes, with a mean township's rows (a penalty counts
 * cases), verified as the county is.
 */
function averageScore({ scheme }: EvaluationInput, totals: Totals, known: Known): number {
  const counts = new Map(
    scheme.items.flatMap(({ duty }): [string, Count][] => {
      const owed = owedOf(totals, duty)
      if (owed.length === 0) return []
      const total = owed.reduce((sum, count) => sum + count.total, 0) / owed.length
      return [[duty, { met: total * (known.spreads.get(duty)?.mean ?? 0), total, subjects: 1 }]]
    }),
  )
  return scoreOf('', counts, { ...known, scheme: { ...scheme, entries: [] } }).score
}

function sensitivityOf(input: EvaluationInput, totals: Totals, standings: readonly Standing[]) {
  const order = standings.map(({ township }) => township)
  return input.scheme.items.flatMap(({ duty }) =>
    [0.9, 1.1].map((factor) => {
      const items = input.scheme.items.map((item) =>
        item.duty === duty ? { ...item, weight: item.weight * factor } : item,
      )
      const scheme = { ...input.scheme, items }
      const again = scoresOf(input, totals, knownOf({ ...input, scheme }, totals)).sort(
        (a, b) => b.score - a.score || (a.township < b.township ? -1 : 1),
      )
      const moved = again.filter(({ township }, place) => order[place] !== township).length
      const regraded = again
        .filter(({ township, score }) => {
          const before = standings.find((each) => each.township === township)
          return before !== undefined && gradeOf(score, scheme, township) !== before.grade
        })
        .map(({ township }) => township)
      return { duty, factor, moved, regraded }
    }),
  )
}

const clip = (score: number): number => Math.min(100, Math.max(0, score))
