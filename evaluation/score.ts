import { even } from '../web/lib/statistics/even.ts'
import type { Scheme, SchemeItem } from './scheme.ts'

/** What a township has of a duty: rows that are due, those that were met, and of how many subjects they are. */
export interface Count {
  met: number
  total: number
  subjects: number
}

/** A duty's spread between the townships: the county's rate, and how many subjects' worth of it a township is mixed with. */
export interface Spread {
  mean: number
  /** The pseudo-count of the beta prior, in subjects. */
  strength: number
}

/** How far inspections confirmed what was reported, from 0 to 1. */
export type Verified = (
  township: string,
  duty: string,
) => { rate: number; checked: number; of: 'township' | 'county' | 'none' }

/** One item of a township's score, from the counts to the points. */
export interface ItemScore {
  duty: string
  /** Of 100, after the items of which the township owes nothing were left out. */
  weight: number
  met: number
  total: number
  /** Children, incidents, homes that the rows are of. */
  subjects: number
  missed: number
  raw: number
  shrunk: number
  /** The part of the shrunk rate that comes from the county, from 0 to 1. */
  borrowed: number
  verification: number
  verified_by: 'township' | 'county' | 'none'
  /** What is scored: the shrunk rate, as far as it was confirmed. */
  counted: number
  points: number
  lost: number
}

/**
 * The spread of a duty between townships by the method of moments of a beta-binomial over subjects (Kleinman, J. Am. Stat.
 * Assoc. 68:46, 1973): rows of one child go together, so it is children that are counted. With a dozen townships that estimate is
 * itself unsure, and where they differ by no more than chance it is infinite: it is held to the size of a mean township, which so
 * keeps at least half of its own rate. So it is where each has one subject, which tells nothing of chance.
 */
export function spreadOf(counts: readonly Count[]): Spread {
  const units = counts.filter(({ total, subjects }) => total > 0 && subjects > 0)
  const total = units.reduce((sum, { subjects }) => sum + subjects, 0)
  const mean = units.reduce((sum, { met, total: n, subjects }) => sum + subjects * (met / n), 0) / Math.max(1, total)
  const variance = mean * (1 - mean)
  const k = units.length
  const most = total / Math.max(1, k)
  if (k < 2 || variance === 0 || total === k) return { mean, strength: most }
  const squares = units.reduce((sum, { met, total: n, subjects }) => sum + subjects * (met / n - mean) ** 2, 0)
  const observed = (k / (k - 1)) * (squares / total)
  const by_chance = k / total
  const correlation = (observed / variance - by_chance) / (1 - by_chance)
  if (!(correlation > 0)) return { mean, strength: most }
  return { mean, strength: Math.min(most, Math.max(0, (1 - correlation) / correlation)) }
}

/** A rate drawn towards the county's (statistics.md, Small units in a score), and how much of it was borrowed. */
export function shrunkRate(
  { met, total, subjects }: Count,
  { mean, strength }: Spread,
): { rate: number; borrowed: number } {
  const borrowed = strength / (subjects + strength)
  return { rate: (1 - borrowed) * (met / total) + borrowed * mean, borrowed }
}

/** The part of an item's points, from 0 to 1. `target` is the duty's; without one all of it is. */
export function partOf(
  { weight, scoring }: SchemeItem,
  { rate, missed, target }: { rate: number; missed: number; target: number | null },
): number {
  if (scoring.kind === 'penalty') return Math.max(0, 1 - (missed * scoring.per_case) / weight)
  if (scoring.kind === 'steps')
    return Math.max(0, ...scoring.steps.filter(({ from }) => rate >= from).map((step) => step.part))
  const to = scoring.to ?? target ?? 1
  // A target that was lowered since to where the points begin leaves all or nothing.
  if (to <= scoring.from) return rate >= to ? 1 : 0
  return Math.min(1, Math.max(0, (rate - scoring.from) / (to - scoring.from)))
}

export interface Scored {
  township: string
  /** Of 100, before bonus and deduction. */
  items_points: number
  entries_points: number
  score: number
  items: ItemScore[]
}

export interface Known {
  scheme: Scheme & { items: readonly SchemeItem[] }
  spreads: ReadonlyMap<string, Spread>
  targets: ReadonlyMap<string, number | null>
  verified: Verified
}

/** A township's score: what it owes nothing of is left out, and the other weights make up 100 again. */
export function scoreOf(township: string, counts: ReadonlyMap<string, Count>, known: Known): Scored {
  const { scheme, spreads, targets, verified } = known
  const owed = scheme.items.filter(({ duty }) => (counts.get(duty)?.total ?? 0) > 0)
  const whole = owed.reduce((sum, { weight }) => sum + weight, 0)
  const items = owed.map((item): ItemScore => {
    const count = counts.get(item.duty) ?? { met: 0, total: 1, subjects: 0 }
    const { met, total, subjects } = count
    const { rate: shrunk, borrowed } = shrunkRate(count, spreads.get(item.duty) ?? { mean: met / total, strength: 0 })
    const { rate: verification, of } = scheme.verification === 'none' ? UNVERIFIED : verified(township, item.duty)
    const counted = shrunk * verification
    const weight = (100 * item.weight) / whole
    const points = weight * partOf(item, { rate: counted, missed: total - met, target: targets.get(item.duty) ?? null })
    const told = {
      duty: item.duty,
      weight,
      met,
      total,
      subjects,
      missed: total - met,
      raw: met / total,
      shrunk,
      borrowed,
    }
    return { ...told, verification, verified_by: of, counted, points, lost: weight - points }
  })
  const items_points = even(items.reduce((sum, { points }) => sum + points, 0))
  const entries_points = scheme.entries.reduce(
    (sum, entry) => sum + (entry.township === township ? entry.points : 0),
    0,
  )
  const score = even(Math.min(100, Math.max(0, items_points + entries_points)))
  return { township, items_points, entries_points, score, items }
}

const UNVERIFIED = { rate: 1, of: 'none' as const }

/** Whether a veto (一票否决) stands against a township. */
export const isVetoed = ({ vetoes }: Scheme, township: string): boolean =>
  vetoes.some((veto) => veto.township === township)

/** The name of the grade of a score; a veto gives the lowest, whatever the score. */
export function gradeOf(score: number, scheme: Scheme, township: string): string {
  const { grades } = scheme
  const lowest = grades.at(-1)?.name ?? ''
  if (isVetoed(scheme, township)) return lowest
  return grades.find(({ from }) => score >= from)?.name ?? lowest
}

/** The next better grade and how many points it is away; null at the best, and where a veto stands. */
export function nextGrade(score: number, scheme: Scheme, township: string): { name: string; missing: number } | null {
  if (isVetoed(scheme, township)) return null
  const better = scheme.grades.filter(({ from }) => from > score).at(-1)
  return better === undefined ? null : { name: better.name, missing: better.from - score }
}
