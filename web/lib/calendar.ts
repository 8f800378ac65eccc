/** A day of a calendar, as the address writes it: `2026-10-31`. Months and days are counted without a time zone. */
type Day = string

const DAYS = 7
const YEAR = 12

const at = (day: Day): Date => new Date(`${day}T00:00:00Z`)
const written = (date: Date): Day => date.toISOString().slice(0, 10)

/** The day so many days away. */
export function addDays(day: Day, days: number): Day {
  const date = at(day)
  date.setUTCDate(date.getUTCDate() + days)
  return written(date)
}

/** The same day so many months away, or that month's last: 31 January and a month is 28 February. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return written(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))))
}

// duties.md: spring from 1 March, autumn from 1 September; a semester is named by the year in which it starts.
const SEMESTERS = [
  ['autumn', '09-01'],
  ['spring', '03-01'],
] as const

/** The semesters of the day's year that have begun by then, the latest first: `2026-autumn`, `2026-spring`. */
export const semestersUpTo = (day: Day): string[] =>
  SEMESTERS.filter(([, from]) => day.slice(5) >= from).map(([season]) => `${day.slice(0, 4)}-${season}`)

/** 0 is Monday. */
const weekday = (day: Day): number => (at(day).getUTCDay() + DAYS - 1) % DAYS

/** The weeks of the day's month, Monday first; null where a week lies in another month. */
export function weeksOf(day: Day): (Day | null)[][] {
  const first = `${day.slice(0, 7)}-01`
  const count = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
  const lead = weekday(first)
  const weeks = Math.ceil((lead + count) / DAYS)
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: DAYS }, (_, column) => {
      const index = week * DAYS + column - lead
      return index < 0 || index >= count ? null : addDays(first, index)
    }),
  )
}

/** Where a key leads from a day (WAI-ARIA APG, date picker dialog); null for a key that leads nowhere. */
export function dayByKey(day: Day, { key, shiftKey }: { key: string; shiftKey: boolean }): Day | null {
  const moves: Partial<Record<string, () => Day>> = {
    ArrowLeft: () => addDays(day, -1),
    ArrowRight: () => addDays(day, 1),
    ArrowUp: () => addDays(day, -DAYS),
    ArrowDown: () => addDays(day, DAYS),
    Home: () => addDays(day, -weekday(day)),
    End: () => addDays(day, DAYS - 1 - weekday(day)),
    PageUp: () => addMonths(day, shiftKey ? -YEAR : -1),
    PageDown: () => addMonths(day, shiftKey ? YEAR : 1),
  }
  return moves[key]?.() ?? null
}
