import type { Standing } from '../../../evaluation/evaluate.ts'
import type { Results } from '../../../pipeline/evaluation/results.ts'
import type { Pair } from './evaluated-year.ts'
import { discoveries } from '../../lib/statistics/benjamini-hochberg.ts'

export type Reason = 'best_grade' | 'improved' | 'lowest_grade' | 'vetoed' | 'fallen'

export interface Listed {
  township: string
  score: number
  grade: string
  band: number
  reasons: Reason[]
  /** The points of both years by one set of rules, without bonus and deduction; null without a year before. */
  before: number | null
  after: number | null
}

/** Of all townships that are said to have risen or fallen, at most this part may be so by chance (statistics.md). */
const Q = 0.01
/** A 90 % interval is so many standard deviations wide to each side. */
const HALF_WIDTH = 1.6448536269514722

/**
 * Who is to be commended and who to be warned: by grade, by veto, and by a change since the year before beyond chance. What is
 * compared are the points of the items of two years by one set of rules: a change is one of what was done, not of a weight or
 * a bonus. Whoever has the lowest grade is not commended for having risen.
 */
export function listsOf(results: Results, compared: Pair | null): { commended: Listed[]; warned: Listed[] } {
  const { standings, scheme } = results
  const [best, lowest] = [scheme.grades[0]?.name, scheme.grades.at(-1)?.name]
  const moved = compared === null ? new Map<string, Moved>() : movedOf(compared)
  const listed = standings.map((standing): Listed => {
    const { township, score, grade, band, is_vetoed } = standing
    const change = moved.get(township)
    const reasons: Reason[] = [
      ...(grade === best ? (['best_grade'] as const) : []),
      ...(change?.isBeyondChance === true && change.after > change.before ? (['improved'] as const) : []),
      ...(is_vetoed ? (['vetoed'] as const) : grade === lowest ? (['lowest_grade'] as const) : []),
      ...(change?.isBeyondChance === true && change.after < change.before ? (['fallen'] as const) : []),
    ]
    return { township, score, grade, band, reasons, before: change?.before ?? null, after: change?.after ?? null }
  })
  const chosen = (wanted: readonly Reason[]): Listed[] =>
    listed
      .map((each) => ({ ...each, reasons: each.reasons.filter((reason) => wanted.includes(reason)) }))
      .filter(({ reasons }) => reasons.length > 0)
  return {
    commended: chosen(['best_grade', 'improved']).filter(({ grade }) => grade !== lowest),
    warned: chosen(['vetoed', 'lowest_grade', 'fallen']),
  }
}

interface Moved {
  before: number
  after: number
  isBeyondChance: boolean
}

/** By township the points of both years, and whether their difference is more than the draws of both explain. */
function movedOf({ now, before }: Pair): Map<string, Moved> {
  const pairs = now.standings.flatMap((standing) => {
    const other = before.standings.find(({ township }) => township === standing.township)
    return other === undefined ? [] : [{ standing, other, p: chanceOf(standing, other) }]
  })
  const isBeyond = discoveries(
    pairs.map(({ p }) => p),
    Q,
  )
  return new Map(
    pairs.map(({ standing, other }, place) => [
      standing.township,
      { before: other.items_points, after: standing.items_points, isBeyondChance: isBeyond[place] ?? false },
    ]),
  )
}

/** The chance of so large a difference where nothing changed: the draws of two years are apart, and about normal. */
function chanceOf(a: Standing, b: Standing): number {
  const deviation = ({ low, high }: Standing): number => (high - low) / (2 * HALF_WIDTH)
  const both = Math.hypot(deviation(a), deviation(b))
  return both === 0 ? 1 : twoSided(Math.abs(a.items_points - b.items_points) / both)
}

/** The chance beyond ±z of a normal distribution (Abramowitz and Stegun 7.1.26: to 1.5e-7). */
function twoSided(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return sum * Math.exp(-x * x)
}
