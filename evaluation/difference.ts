import type { CountyItem, Standing } from './evaluate.ts'
import type { SchemeItem } from './scheme.ts'
import { partOf, shrunkRate } from './score.ts'

/** What the points of an item are made of. */
export const CAUSES = ['own', 'county', 'verification', 'weight', 'scoring'] as const
/**
 * own: the township's counts; county: the rate and spread that a small township borrows from; verification: what inspections
 * confirmed; weight: of 100, also because other duties came or went; scoring: the target and how a rate becomes points.
 */
export type Cause = (typeof CAUSES)[number]

/** Of one item: the points of both sides, and what each cause did of the difference; the parts add up to it. */
export interface ItemDifference {
  duty: string
  before: number
  after: number
  /** Null on a side on which the township owed nothing of it, or the scheme did not have it. */
  counts: { before: Counts | null; after: Counts | null }
  parts: Record<Cause, number>
}

export interface Counts {
  met: number
  total: number
  verification: number
  weight: number
}

/** How a township's score came from one to another: items, bonus and deduction, and what the bounds of 0 and 100 cut. */
export interface Difference {
  before: number
  after: number
  items: ItemDifference[]
  entries: number
  bounds: number
}

/** One side of a difference: a township's standing, and the county's part of its items. */
export interface Side {
  standing: Standing
  items: readonly CountyItem[]
}

interface Factors {
  own: { met: number; total: number; subjects: number }
  county: { mean: number; strength: number }
  verification: number
  weight: number
  scoring: { item: SchemeItem; target: number | null }
}

/**
 * The difference between two scores of a township, item by item and cause by cause. The points of an item are a product of
 * its causes, so what each did depends on the order in which they change; the mean over all orders is taken (Shapley value;
 * Shorrocks, J. Econ. Inequal. 11:99, 2013): the parts add up to the difference, and no cause is first. An item that is on one
 * side alone has the weight 0 on the other: all of it came by the weight.
 */
export function differenceOf(before: Side, after: Side): Difference {
  const duties = [...new Set([...after.standing.items, ...before.standing.items].map(({ duty }) => duty))]
  const items = duties.map((duty): ItemDifference => {
    const [then, now] = [factorsOf(before, duty), factorsOf(after, duty)]
    const [from, to] = [then ?? { ...(now as Factors), weight: 0 }, now ?? { ...(then as Factors), weight: 0 }]
    return {
      duty,
      before: pointsOf(from),
      after: pointsOf(to),
      counts: { before: then && countsOf(then), after: now && countsOf(now) },
      parts: partsOf(from, to),
    }
  })
  const [then, now] = [before.standing, after.standing]
  const cut = ({ score, items_points, entries_points }: Standing): number => score - items_points - entries_points
  return {
    before: then.score,
    after: now.score,
    items,
    entries: now.entries_points - then.entries_points,
    bounds: cut(now) - cut(then),
  }
}

function factorsOf({ standing, items }: Side, duty: string): Factors | null {
  const own = standing.items.find((item) => item.duty === duty)
  const county = items.find((item) => item.duty === duty)
  if (own === undefined || county === undefined) return null
  return {
    own: { met: own.met, total: own.total, subjects: own.subjects },
    county: { mean: county.mean, strength: county.strength },
    verification: own.verification,
    weight: own.weight,
    scoring: { item: county, target: county.target },
  }
}

const countsOf = ({ own: { met, total }, verification, weight }: Factors): Counts => ({
  met,
  total,
  verification,
  weight,
})

function pointsOf({ own, county, verification, weight, scoring: { item, target } }: Factors): number {
  const rate = shrunkRate(own, county).rate * verification
  return weight * partOf(item, { rate, missed: own.total - own.met, target })
}

function partsOf(from: Factors, to: Factors): Record<Cause, number> {
  const count = CAUSES.length
  const all = 1 << count
  const values = Array.from({ length: all }, (_, set) => pointsOf(mixed(from, to, set)))
  const share = (size: number): number => (factorial(size) * factorial(count - size - 1)) / factorial(count)
  const parts = CAUSES.map((_, place) => {
    const bit = 1 << place
    let sum = 0
    for (let set = 0; set < all; set++) {
      if ((set & bit) !== 0) continue
      sum += share(bitsOf(set)) * ((values[set | bit] ?? 0) - (values[set] ?? 0))
    }
    return sum
  })
  return Object.fromEntries(CAUSES.map((cause, place) => [cause, parts[place] ?? 0])) as Record<Cause, number>
}

/** The causes of `set` as they are afterwards, the others as they were. */
const mixed = (from: Factors, to: Factors, set: number): Factors =>
  Object.fromEntries(
    CAUSES.map((cause, place) => [cause, (set & (1 << place)) === 0 ? from[cause] : to[cause]]),
  ) as unknown as Factors

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))

const bitsOf = (set: number): number => [...set.toString(2)].filter((bit) => bit === '1').length
