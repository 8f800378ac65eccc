import { dayOfMinute } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { deskMinute, lagDays, shownAt } from './child.ts'
import type { Child } from './child.ts'
import type { County } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'
import type { ExportRow } from './row.ts'
import type { Carer, Staff } from './staff.ts'

export interface Pairing {
  carer: Carer
  startedOn: Day
  knownAt: Minute
  endedOn: Day | null
  endedKnownAt: Minute
}

const TURNOVER_A_YEAR = 0.14
const KEY_LEVEL = 4

/** One line of carers for a child, each taking over from the one before; days between are without a pair. */
function lineOf(random: Random, county: County, child: Child, carers: () => Carer, taken: Set<string>): Pairing[] {
  const last = dayOfMinute(county.through)
  const { quality } = child.township
  const pairings: Pairing[] = []
  const over = Math.min(last + 1, child.leftTo ?? Infinity, child.movesOn ?? Infinity)
  const drawn = child.leftFrom + 5 + lagDays(random, quality, 60)
  // The register keeps the last few years.
  let startedOn = Math.max(drawn, county.beginsOn - 700 + random.integer(0, 500))
  while (startedOn < over) {
    const carer = carers()
    if (taken.has(carer.name)) break
    taken.add(carer.name)
    const lasts = Math.floor(random.exponential(365 / TURNOVER_A_YEAR))
    const until = Math.min(startedOn + Math.max(lasts, 40), child.leftTo ?? Infinity, child.movesOn ?? Infinity)
    const endedOn = until <= last && until > startedOn ? until : null
    pairings.push({
      carer,
      startedOn,
      knownAt: deskMinute(random, startedOn + lagDays(random, quality, 12)),
      endedOn,
      endedKnownAt: endedOn === null ? 0 : deskMinute(random, endedOn + lagDays(random, quality, 15)),
    })
    if (endedOn === null || pairings.length === 4) break
    startedOn = endedOn + 1 + lagDays(random, quality, 30)
  }
  return pairings
}

/** Everyone who looks after a child, or did, in the register's years; key children mostly have a cadre and a teacher. */
export function pairingsOf(county: County, child: Child, staff: Staff): Pairing[] {
  const random = streamOf(county.seed, PURPOSE.pairing, child.township.index, child.index)
  const { quality } = child.township
  const place = (): number => random.integer(0, staff.carerCount - 1)
  const taken = new Set<string>()
  const isKey = shownAt(child.careLevels, county.through) === KEY_LEVEL
  if (isKey && random.chance(0.4 + 0.55 * quality)) {
    const cadres = lineOf(random, county, child, () => staff.carerOfKind('cadre', place()), taken)
    return [...cadres, ...lineOf(random, county, child, () => staff.carerOfKind('teacher', place()), taken)]
  }
  if (!random.chance(0.55 + 0.43 * quality)) return []
  const first = lineOf(random, county, child, () => staff.carer(place()), taken)
  return random.chance(0.1) ? [...first, ...lineOf(random, county, child, () => staff.carer(place()), taken)] : first
}

/** The child's rows of the pairing register as exported at a minute. */
export function* pairingRows(
  county: County,
  child: Child,
  staff: Staff,
  at: Minute,
): Generator<ExportRow, void, undefined> {
  if (at < child.knownAt) return
  const pairings = pairingsOf(county, child, staff)
  for (const [place, { carer, startedOn, knownAt, endedOn, endedKnownAt }] of pairings.entries()) {
    if (at < knownAt) continue
    yield {
      key: keyOf(PURPOSE.pairing, child.township.index, child.index, place),
      values: {
        child_id: child.id,
        carer_name: carer.name,
        carer_kind: carer.kind,
        carer_phone: carer.phone,
        carer_unit: carer.unit,
        started_on: startedOn,
        ended_on: endedOn !== null && at >= endedKnownAt ? endedOn : null,
      },
    }
  }
}
