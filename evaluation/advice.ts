import type { CountyItem, Standing } from './evaluate.ts'
import type { Scheme } from './scheme.ts'
import { scoreOf, spreadOf, type Count, type Known } from './score.ts'

/** So many rows of one duty, met instead of missed (or, of `coming`, more of them), would do. */
export interface Way {
  duty: string
  /** Rows that were not met in time, of which so many met would reach the grade; null: not even all of them. */
  mended: number | null
  missed: number
  /** Further rows that come due, all of them met, would reach it too; null: however many. Of a state there are none. */
  coming: number | null
}

/** What it would take to reach the next grade: everything else, and everybody else, as it stands. */
export interface Advice {
  grade: string
  from: number
  missing: number
  /** Items that reach it alone, the fewest rows first. */
  ways: Way[]
  /** Where no item reaches it alone: those that together do, each with its rows, the last no more than needed. Empty: none do. */
  together: { duty: string; mended: number }[]
}

/** What an evaluation knows that the advice rests on. */
export interface Evaluated {
  scheme: Scheme
  items: readonly CountyItem[]
  standings: readonly Standing[]
}

/** Rows met in place of missed ones, and further ones that are met, by duty. */
type Change = ReadonlyMap<string, { mended: number; coming: number }>

/** More rows than these many times what a township has are no advice. */
const MOST_COMING = 10

/**
 * What a township would need for the next better grade, by the very functions that score it: with other counts of its own
 * the county's rate and spread change too, and are made anew. Null where there is none, and where a veto stands. `isState`
 * says of a duty whether it is one of the state of things, of which no further rows come.
 */
export function adviceFor(evaluated: Evaluated, township: string, isState: (duty: string) => boolean): Advice | null {
  const standing = evaluated.standings.find((each) => each.township === township)
  if (!standing?.next) return null
  const { name, missing } = standing.next
  const from = evaluated.scheme.grades.find((grade) => grade.name === name)?.from ?? 100
  const reaches = (change: Change): boolean => scoreWith(evaluated, township, change) >= from
  const alone = standing.items.map((item): Way => {
    const { duty, missed, total } = item
    const mended = fewest(missed, (rows) => reaches(new Map([[duty, { mended: rows, coming: 0 }]])))
    const coming = isState(duty)
      ? null
      : fewest(total * MOST_COMING, (rows) => reaches(new Map([[duty, { mended: 0, coming: rows }]])))
    return { duty, mended, missed, coming }
  })
  const ways = alone
    .filter(({ mended, coming }) => mended !== null || coming !== null)
    .sort((a, b) => rowsOf(a) - rowsOf(b))
  return { grade: name, from, missing, ways, together: ways.length > 0 ? [] : togetherOf(standing, reaches) }
}

const rowsOf = ({ mended, coming }: Way): number => Math.min(mended ?? Infinity, coming ?? Infinity)

/** The items that lost most first, all their rows, until the grade is reached; of the last as few as do. */
function togetherOf({ items }: Standing, reaches: (change: Change) => boolean): { duty: string; mended: number }[] {
  const change = new Map<string, { mended: number; coming: number }>()
  for (const { duty, missed } of [...items].sort((a, b) => b.lost - a.lost)) {
    if (missed === 0) continue
    const least = fewest(missed, (rows) => reaches(new Map([...change, [duty, { mended: rows, coming: 0 }]])))
    change.set(duty, { mended: least ?? missed, coming: 0 })
    if (least !== null) return [...change].map(([code, { mended }]) => ({ duty: code, mended }))
  }
  return []
}

/** The score of a township had it other counts. */
export function scoreWith({ scheme, items, standings }: Evaluated, township: string, change: Change): number {
  const countsOf = (standing: Standing, duty: string): Count | undefined => {
    const found = standing.items.find((item) => item.duty === duty)
    if (found === undefined) return undefined
    const { met, total, subjects } = found
    const { mended, coming } = (standing.township === township ? change.get(duty) : undefined) ?? NOTHING
    return { met: met + mended + coming, total: total + coming, subjects }
  }
  const own = standings.find((each) => each.township === township)
  if (own === undefined) return 0
  // In one order, so that sums of fractions come out the same to the last digit.
  const ordered = [...standings].sort((a, b) => (a.township < b.township ? -1 : 1))
  const known: Known = {
    scheme: { ...scheme, items: [...items] },
    spreads: new Map(
      items.map(({ duty, mean, strength }) => [
        duty,
        change.has(duty) ? spreadOf(ordered.flatMap((standing) => countsOf(standing, duty) ?? [])) : { mean, strength },
      ]),
    ),
    targets: new Map(items.map(({ duty, target }) => [duty, target])),
    verified: (_township, duty) => {
      const item = own.items.find((each) => each.duty === duty)
      return { rate: item?.verification ?? 1, checked: 0, of: item?.verified_by ?? 'none' }
    },
  }
  const counts = new Map(own.items.flatMap(({ duty }) => [[duty, countsOf(own, duty)] as const]))
  return scoreOf(township, counts as Map<string, Count>, known).score
}

const NOTHING = { mended: 0, coming: 0 }

/**
 * Of the first `most` rows so many that they are enough and one fewer are not; null where not even all are. More rows met give
 * more points but where they change the county's spread, so that no fewer being enough is all but certain.
 */
function fewest(most: number, isEnough: (rows: number) => boolean): number | null {
  if (most < 1 || !isEnough(most)) return null
  let low = 0
  let high = most
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
