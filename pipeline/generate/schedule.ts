import { atTime, dayOfMinute, firstDayOfMonth, instantOf, minuteOf, monthOfDay, monthOfYear } from './calendar.ts'
import type { Minute } from './calendar.ts'
import type { County, Township } from './county.ts'
import { PURPOSE, streamOf } from './random.ts'

const PULL_DAY = 14
const PULL_HOUR = 18
const PULLS = 12

/** Where the quality is above, the township knows the quarter's window (duties.md, quarter_update) and keeps to it. */
const GOOD = 0.5

/** When a township exports in a month; null: it does not, and the old files are left lying. */
function exportInMonth(county: County, township: Township, month: number): Minute | null {
  const random = streamOf(county.seed, PURPOSE.schedule, township.index, month)
  const fate = random.unit()
  const early = atTime(firstDayOfMonth(month) + random.integer(0, 11), 9, random.integer(0, 400))
  const late = atTime(firstDayOfMonth(month) + random.integer(15, 26), 9, random.integer(0, 400))
  const isQuarterEnd = monthOfYear(month) % 3 === 0
  if (township.quality >= GOOD) return fate < (isQuarterEnd ? 0.97 : 0.85) ? early : null
  const inTime = isQuarterEnd ? 0.15 + 0.8 * township.quality : 0.2 + 0.4 * township.quality
  if (fate < inTime) return early
  return fate < inTime + 0.3 ? late : null
}

/** When the files were written that lie in a township's folder at an instant. */
export function lastExportAt(county: County, township: Township, instant: Date): Date {
  const at = minuteOf(instant)
  // Whoever has an incident on the last day sends it at once.
  if (at >= county.through && township.index < 2) return instantOf(county.through)
  const first = monthOfDay(county.beginsOn)
  for (let month = monthOfDay(dayOfMinute(at)); month >= first; month--) {
    const exported = exportInMonth(county, township, month)
    if (exported !== null && exported <= at) return instantOf(exported)
  }
  return instantOf(atTime(county.beginsOn, 9, township.index))
}

/**
 * The instants at which a year of monthly pulls is replayed: the evening of the 14th, inside the window of a quarter's last
 * month, of the twelve months up to the county's last minute, and that minute itself.
 */
export function replay(county: County): { instants: Date[] } {
  const last = monthOfDay(dayOfMinute(county.through))
  const instants: Date[] = []
  for (let month = last - PULLS + 1; month <= last; month++) {
    const minute = atTime(firstDayOfMonth(month) + PULL_DAY - 1, PULL_HOUR)
    if (minute < county.through) instants.push(instantOf(minute))
  }
  return { instants: [...instants, instantOf(county.through)] }
}
