import { addDays, addMonths } from '../lib/calendar.ts'
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
  const day = instant.slice(0, 10)
  return since === 'week' ? addDays(day, -7) : addMonths(day, since === 'month' ? -1 : -12)
}

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
