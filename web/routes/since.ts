import type { Duty, SummaryRow } from '../server/answers.ts'
import { closedOf } from './rows.ts'

/** The moments that the overview looks back to. */
export const SINCE = ['week', 'month', 'year'] as const
export type Since = (typeof SINCE)[number]

/** One duty of the county, now and then; null where nothing was owed or there were no data yet. */
export interface SinceRow {
  duty: Duty
  now: SummaryRow | null
  then: Record<Since, SummaryRow | null>
}

/**
 * The day to look back to from an instant (`2026-10-31…`, the county's local day first): seven days before, and the
 * same day of the month or year before, or its last one (31 March, a month back: 28 February).
 */
export function dayBefore(instant: string, since: Since): string {
  const [year = 0, month = 0, day = 0] = instant.slice(0, 10).split('-').map(Number)
  if (since === 'week') return textOf(new Date(Date.UTC(year, month - 1, day - 7)))
  const first = since === 'month' ? new Date(Date.UTC(year, month - 2, 1)) : new Date(Date.UTC(year - 1, month - 1, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return textOf(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last))))
}

const textOf = (date: Date): string => date.toISOString().slice(0, 10)

/** Every duty with its figures of now and then, in the order of the catalogue; those of which nothing is known are left out. */
export function sinceRows(
  duties: readonly Duty[],
  now: readonly SummaryRow[],
  then: Record<Since, readonly SummaryRow[]>,
): SinceRow[] {
  const of = (rows: readonly SummaryRow[], { code }: Duty): SummaryRow | null => {
    const row = rows.find(({ duty }) => duty === code)
    return row !== undefined && closedOf(row) > 0 ? row : null
  }
  return duties
    .map((duty) => ({
      duty,
      now: of(now, duty),
      then: { week: of(then.week, duty), month: of(then.month, duty), year: of(then.year, duty) },
    }))
    .filter(({ now: row }) => row !== null)
}
