import { dayOfMinute } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { deskMinute, isLeftBehindOn, lagDays, schoolOn } from './child.ts'
import type { Child } from './child.ts'
import { qualityOnDay } from './county.ts'
import type { County } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { ExportRow } from './row.ts'
import { semestersBetween } from './semester.ts'
import type { Semester } from './semester.ts'

/** A child at no school is sent for by the village, which does it less often. */
const WITHOUT_SCHOOL = 0.85

/** The first of the days on which the doctors are at a school; -1 is the clinic, to which the village sends its small ones. */
function firstDayAt(county: County, child: Child, place: number, semester: Semester): Day {
  const random = streamOf(county.seed, PURPOSE.checkup_day, child.township.index, place + 1, semester.number)
  return semester.first + random.integer(12, 70)
}

/** The child's rows of the checkup register as exported at a minute: one a semester, at its school or the clinic. */
export function* checkupRows(county: County, child: Child, at: Minute): Generator<ExportRow, void, undefined> {
  if (at < child.knownAt) return
  const last = dayOfMinute(county.through)
  for (const semester of semestersBetween(county.beginsOn, last)) {
    const random = streamOf(county.seed, PURPOSE.checkup, child.township.index, child.index, semester.number)
    const attended = schoolOn(child, semester.first)
    const quality = qualityOnDay(county, child.township, semester.first, attended?.school.quality)
    if (!random.chance((0.66 + 0.33 * quality) * (attended === null ? WITHOUT_SCHOOL : 1))) continue
    const isAbsent = random.chance(0.08)
    const first = firstDayAt(county, child, attended?.place ?? -1, semester)
    const checkedOn = first + (isAbsent ? random.integer(8, 45) : random.integer(0, 3))
    const recordedAt = deskMinute(random, checkedOn + lagDays(random, quality, 6))
    if (checkedOn < county.beginsOn || checkedOn > last || recordedAt > at || !isLeftBehindOn(child, checkedOn))
      continue
    yield {
      key: keyOf(PURPOSE.checkup, child.township.index, child.index, semester.number),
      values: { child_id: child.id, checked_on: checkedOn },
    }
  }
}
