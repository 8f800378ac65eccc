import { bandsOfDraws, type RankRange } from '../web/lib/statistics/rank-bands.ts'
import { drawScores } from './draws.ts'
import type { Scheme, SchemeItem, Scoring } from './scheme.ts'
import { gradeOf, isVetoed, nextGrade, scoreOf, spreadOf } from './score.ts'
import type { Count, Known, Scored, Verified } from './score.ts'

/** Subjects of a township that have the same: a child's (or an incident's, a home's) due rows and met ones by duty. */
export interface Cluster {
  township: string
  /** How many subjects have just this. */
  count: number
  cells: readonly { duty: string; met: number; total: number }[]
}

/** Raised whenever the same input gives other results: an archive is recomputed by the rules that it was computed by. */
export const METHOD = 2
/** statistics.md, Ranks and bands. */
export const DRAWS = 2000

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
  const townships = scored.map(({ township }) => township)
  const { clusters } = input
  const values = draws === 0 ? [] : yield* drawScores({ townships, clusters, known, seed, draws })
  const ranges = rangesOf(scored, values, scheme)
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
      is_vetoed: isVetoed(scheme, each.township),
      next: nextGrade(each.score, scheme, each.township),
    }
  })
  standings.sort(bestFirst)
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

type Placed = Pick<Standing, 'township' | 'score' | 'is_vetoed'>

/** The better score first; whoever is vetoed stands after all others, whatever the score. */
const bestFirst = (a: Placed, b: Placed): number =>
  Number(a.is_vetoed) - Number(b.is_vetoed) || b.score - a.score || (a.township < b.township ? -1 : 1)

/**
 * Ranks and bands of the scores: the points of the items as they were drawn, with bonus and deduction, which are certain. Who is
 * vetoed is in no race: those share the last ranks and a band of their own.
 */
function rangesOf(scored: readonly Scored[], values: readonly Float64Array[], scheme: Scheme): RankRange[] {
  if (values.length === 0) return []
  const racing = scored.flatMap(({ township }, place) => (isVetoed(scheme, township) ? [] : [place]))
  const ranges = bandsOfDraws(
    racing.map((place) => scored[place]?.items_points ?? 0),
    racing.map((place) => (values[place] ?? new Float64Array(0)).slice()),
    racing.map((place) => scored[place]?.entries_points ?? 0),
  )
  const last = { low: racing.length + 1, high: scored.length, band: Math.max(0, ...ranges.map(({ band }) => band)) + 1 }
  return scored.map((_, place) => ranges[racing.indexOf(place)] ?? last)
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
      const again = scoresOf(input, totals, knownOf({ ...input, scheme }, totals)).map((each) => ({
        ...each,
        is_vetoed: isVetoed(scheme, each.township),
      }))
      again.sort(bestFirst)
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
