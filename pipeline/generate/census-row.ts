import { dayOf, dayOfMinute, schoolYearOf } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { schoolOn, shownAt } from './child.ts'
import type { Child } from './child.ts'
import { keyOf, PURPOSE } from './random.ts'
import type { ExportRow } from './row.ts'

/** The day whose school year the clerk has in the books: after 1 September it takes good townships days and bad ones weeks. */
export function bookedSchoolDay(child: Child, at: Minute): Day {
  const today = dayOfMinute(at)
  const started = dayOf(schoolYearOf(today), 9, 1)
  const lag = 4 + Math.round((1 - child.township.quality) * 45) + (child.classPlace % 9)
  return today - started < lag ? started - 1 : today
}

/** The child's row of the sweep as the township would export it at a minute; null: not listed yet, or no longer. */
export function censusRow(child: Child, at: Minute): ExportRow | null {
  if (at < child.knownAt || (child.removedAt !== null && at >= child.removedAt)) return null
  return {
    key: keyOf(PURPOSE.child, child.township.index, child.index),
    values: {
      child_id: child.id,
      name: child.name,
      sex: child.sex,
      birth_date: child.birth,
      village: child.village,
      school: schoolOn(child, bookedSchoolDay(child, at))?.school.name ?? null,
      situation: shownAt(child.situations, at) ?? 'both_out',
      left_behind_from: child.leftFrom,
      left_behind_to: child.leftTo !== null && at >= child.leftToKnownAt ? child.leftTo : null,
      care_level: shownAt(child.careLevels, at) ?? null,
    },
  }
}
