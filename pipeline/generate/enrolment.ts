import { dayOf, dayOfMinute, schoolYearOf } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { deskMinute, lagDays, schoolAge } from './child.ts'
import type { Child } from './child.ts'
import type { County } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'
import type { ExportRow } from './row.ts'

type Reason = 'transfer' | 'dropout' | 'graduation'

/** One stay at a school, from its first day to its last. */
interface Stay {
  from: Day
  to: Day | null
  reason: Reason | null
}

/** The register keeps the stays that ended so many days before the events, and later. */
const KEPT_DAYS = 250

/** The child's years at the primary and at the middle school, as if nothing came between. */
function stages(child: Child, random: Random): Stay[] {
  const entered = (age: number): number => {
    let year = schoolYearOf(child.birth) + age
    while (schoolAge(child.birth, year) < age) year++
    return year
  }
  const [primary, middle, after] = [entered(6), entered(12), entered(15)]
  const haste = random.integer(0, 3)
  const first = (year: number): Day => dayOf(year, 9, 1) - haste
  const graduation = (year: number): Day => dayOf(year, 7, 2) + (child.classPlace % 9)
  return [
    { from: first(primary), to: graduation(middle), reason: 'graduation' },
    child.staysAtSchool
      ? { from: first(middle), to: null, reason: null }
      : { from: first(middle), to: graduation(after), reason: 'graduation' },
  ]
}

/** A stay without the days from `from` to `until`: it ends for this reason, and goes on where days are left of it. */
function interrupted(stay: Stay, from: Day, until: Day, reason: Reason): Stay[] {
  if (until <= stay.from || (stay.to !== null && from >= stay.to)) return [stay]
  const before = from > stay.from ? [{ from: stay.from, to: from, reason }] : []
  const after = until < (stay.to ?? Infinity) ? [{ ...stay, from: Math.max(until, stay.from) }] : []
  return [...before, ...after]
}

/** Every stay of a child at the township's schools: not before it moved in, nor after it left, nor while it had dropped out. */
function staysOf(county: County, child: Child, random: Random): Stay[] {
  const isArrival = child.index >= child.township.childCount
  const arrivedOn = isArrival ? child.leftFrom + random.integer(1, 8) : -Infinity
  // Of those whose parents are back some go to another school with them.
  const goesWithParents = random.chance(0.3)
  const goneOn = child.movesOn ?? (goesWithParents ? child.leftTo : null) ?? Infinity
  return stages(child, random)
    .flatMap((stay) => interrupted(stay, -Infinity, arrivedOn, 'transfer'))
    .flatMap((stay) => interrupted(stay, child.droppedOutOn ?? Infinity, child.cameBackOn ?? Infinity, 'dropout'))
    .flatMap((stay) => interrupted(stay, goneOn, Infinity, 'transfer'))
    .filter(({ to }) => to === null || to >= county.beginsOn - KEPT_DAYS)
}

/** The child's rows of the enrolment register as exported at a minute: a row a stay, with its end once that is known. */
export function* enrolmentRows(county: County, child: Child, at: Minute): Generator<ExportRow, void, undefined> {
  if (at < child.knownAt) return
  const random = streamOf(county.seed, PURPOSE.enrolment, child.township.index, child.index)
  const { quality } = child.township
  const last = dayOfMinute(county.through)
  for (const { from, to, reason } of staysOf(county, child, random)) {
    const knownAt = deskMinute(random, from + lagDays(random, quality, 8))
    const endedAt = to === null || to > last ? Infinity : deskMinute(random, to + lagDays(random, quality, 8))
    if (at < knownAt) continue
    const year = schoolYearOf(from + 7)
    yield {
      key: keyOf(PURPOSE.enrolment, child.township.index, child.index, from),
      values: {
        child_id: child.id,
        school_year: `${year}-${year + 1}`,
        enrolled_on: from,
        left_on: at < endedAt ? null : to,
        reason: at < endedAt ? null : reason,
      },
    }
  }
}
