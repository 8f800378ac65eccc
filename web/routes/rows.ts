import type { SummaryRow } from '../server/answers.ts'

/** How many of a row's duties are judged: their time is over (duties.md). */
export const closedOf = ({ met, late, missed }: SummaryRow): number => met + late + missed

/** The page of a row's duty, at its unit: the definition, and the rows of the ledger behind the figure. */
export function rowsBehind({ duty, level, unit_id: unit, period }: SummaryRow, asOf: string | null): string {
  const query = new URLSearchParams()
  if (level !== 'county') query.set('unit', unit)
  // A village and a school are written alike.
  if (level === 'village' || level === 'school') query.set('level', level)
  if (period !== 'state') query.set('period', period)
  if (asOf !== null) query.set('as_of', asOf)
  return query.size === 0 ? `/duties/${duty}` : `/duties/${duty}?${query}`
}

/** A township's own page. */
export const townshipAddress = (id: string, asOf: string | null): string =>
  `/townships/${encodeURIComponent(id)}${asOf === null ? '' : `?${new URLSearchParams({ as_of: asOf })}`}`

/** The page of what was added, changed and removed from a day on, until now or `asOf`. */
export const changesSince = (day: string, asOf: string | null): string =>
  `/changes?${new URLSearchParams({ from: day, ...(asOf === null ? {} : { to: asOf }) })}`
