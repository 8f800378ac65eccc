import type { ComparisonQuery, PeriodRow } from '../../queries/comparison.ts'
import type { Desk } from './desk.ts'

/** How many days a month has, 1 the first of a year. */
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The last moments of the months of the year before `as_of`, then `as_of` itself, each with its month. */
export function monthEnds(as_of: string): { month: string; at: string }[] {
  const year = Number(as_of.slice(0, 4))
  const last = Number(as_of.slice(5, 7))
  return Array.from({ length: last }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`
    return { month, at: index + 1 === last ? as_of : `${month}-${daysIn(year, index + 1)}T23:59:59.000` }
  })
}

/** Whether a local time is the last second of a month. */
export const isMonthEnd = (local: string): boolean => {
  const [year = 0, month = 0, day] = local.slice(0, 10).split('-').map(Number)
  return local.slice(11, 19) === '23:59:59' && day === daysIn(year, month)
}

/**
 * A duty through the year, a row a unit and period: by the duty's own periods; a duty of the state has its value at each
 * month's end, as the versions show it, and at `as_of`.
 */
export async function seriesOf(
  { comparisons, summaries }: Desk,
  query: ComparisonQuery,
  isState: boolean,
): Promise<PeriodRow[]> {
  if (!isState) return comparisons.periods(query)
  const { level, duty, within } = query
  const found: PeriodRow[] = []
  // One after the other: the warehouse's readers are for everybody.
  for (const { month, at } of monthEnds(query.as_of)) {
    const rows = await summaries.rows({
      as_of: at,
      period: at.slice(0, 4),
      levels: [level],
      duties: [duty],
      unit: within,
      is_within: within !== undefined,
    })
    for (const { unit_id, met, late, missed } of rows)
      found.push({ unit_id, period: month, met, closed: met + late + missed })
  }
  return found
}

/** So many points of a unit are shown; limits are of its first twelve (statistics.md, Trend of one unit). */
export const MOST_POINTS = 24
const YEARS_BEFORE = 2

/**
 * The series of one unit with those of the years before it, as they stood when each year ended, as far back as there is anything:
 * a year alone has too few points for limits that stay. A month that ended with its year was not over then, and is left out.
 */
export async function longSeriesOf(
  desk: Desk,
  query: ComparisonQuery & { unit: string },
  isState: boolean,
): Promise<PeriodRow[]> {
  const { unit, ...asked } = query
  const year = Number(query.as_of.slice(0, 4))
  const ends = Array.from({ length: YEARS_BEFORE }, (_, index) => `${year - 1 - index}-12-31T23:59:59.000`)
  let found: PeriodRow[] = []
  for (const as_of of [query.as_of, ...ends]) {
    const rows = (await seriesOf(desk, { ...asked, as_of }, isState)).filter(({ unit_id }) => unit_id === unit)
    if (rows.length === 0 && as_of !== query.as_of) break
    found = [...rows, ...found]
  }
  return found
}
