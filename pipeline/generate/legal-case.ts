import { dayOfMinute } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { childrenOf, deskMinute, isLeftBehindOn, lagDays } from './child.ts'
import type { Child } from './child.ts'
import type { County, Township } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { ExportRow, Value } from './row.ts'

const CASES_A_YEAR = 0.006

/** A request for legal aid. */
interface LegalCase {
  child: Child
  openedOn: Day
  eligible: Value
  /** Null: no aid is given. */
  aidedOn: Day | null
  recordedAt: Minute
  aidedAt: Minute
}

function caseOf(county: County, child: Child): LegalCase | null {
  const random = streamOf(county.seed, PURPOSE.legal_case, child.township.index, child.index)
  const last = dayOfMinute(county.through)
  if (!random.chance((CASES_A_YEAR * (last - county.beginsOn + 1)) / 365)) return null
  const { quality } = child.township
  const openedOn = random.integer(county.beginsOn, last)
  const eligible = random.chance(0.03) ? null : random.chance(0.84) ? 'yes' : 'no'
  // duties.md, legal_aid: within 30 days.
  const aidedOn = openedOn + 2 + Math.floor(random.exponential(13 * (1.35 - quality)))
  const isAided = eligible === 'yes' && !random.chance(0.02 + 0.14 * (1 - quality))
  const recordedAt = Math.max(child.knownAt, deskMinute(random, openedOn + lagDays(random, quality, 5)))
  const aidedAt = deskMinute(random, aidedOn + lagDays(random, quality, 5))
  if (!isLeftBehindOn(child, openedOn)) return null
  return { child, openedOn, eligible, aidedOn: isAided ? aidedOn : null, recordedAt, aidedAt }
}

/** Every case of a township, in the order in which they were opened. */
function legalCasesOf(county: County, township: Township): LegalCase[] {
  const cases: LegalCase[] = []
  for (const child of childrenOf(county, township)) {
    const drawn = caseOf(county, child)
    if (drawn !== null) cases.push(drawn)
  }
  return cases.sort((a, b) => a.openedOn - b.openedOn || a.child.index - b.child.index)
}

/** The rows of a township's register of legal aid as exported at a minute, numbered in the order in which they were opened. */
export function* legalCaseRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  for (const [place, one] of legalCasesOf(county, township).entries()) {
    if (one.recordedAt > at) continue
    yield {
      key: keyOf(PURPOSE.legal_case, township.index, one.child.index),
      values: {
        case_id: `${township.id}-F${String(place + 1).padStart(3, '0')}`,
        child_id: one.child.id,
        opened_on: one.openedOn,
        eligible: one.eligible,
        aided_on: one.aidedOn !== null && at >= one.aidedAt ? one.aidedOn : null,
      },
    }
  }
}
