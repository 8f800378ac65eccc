import { REGISTERS } from '../registers/index.ts'
import type { Register } from '../registers/register.ts'
import { activityRows } from './activity.ts'
import { archiveRow } from './archive.ts'
import { assistanceRows } from './assistance.ts'
import { instantOf, minuteOf } from './calendar.ts'
import type { Minute } from './calendar.ts'
import { censusRow } from './census-row.ts'
import { checkupRows } from './checkup.ts'
import { childrenOf } from './child.ts'
import type { Child } from './child.ts'
import { contactRows } from './contact.ts'
import type { County, Township } from './county.ts'
import { enrolmentRows } from './enrolment.ts'
import { homeRows } from './home.ts'
import { incidentRows } from './incident.ts'
import { legalCaseRows } from './legal-case.ts'
import { pairingRows } from './pairing.ts'
import { planRows } from './plan.ts'
import type { ExportRow } from './row.ts'
import { schoolLinkRows } from './school-link.ts'
import { Staff } from './staff.ts'

/** What one township's registers show at an instant. */
export interface TownshipExport {
  township: Township
  instant: Date
  /** The rows of a register, made as they are read; can be read again. */
  rowsOf(register: Register): Iterable<ExportRow>
}

type RowSource = (county: County, township: Township, at: Minute) => Iterable<ExportRow>

/** A register that is written child by child. */
const ofEachChild = (rowsOf: (county: County, child: Child, at: Minute) => Iterable<ExportRow>): RowSource =>
  function* (county, township, at) {
    for (const child of childrenOf(county, township)) yield* rowsOf(county, child, at)
  }

/** The same, where a row names one of the township's grown-ups. */
const withStaff = (rowsOf: typeof pairingRows | typeof contactRows): RowSource =>
  function* (county, township, at) {
    const staff = new Staff(county, township)
    for (const child of childrenOf(county, township)) yield* rowsOf(county, child, staff, at)
  }

/** A register with at most one row a child. */
const oneEach = (rowOf: (county: County, child: Child, at: Minute) => ExportRow | null): RowSource =>
  function* (county, township, at) {
    for (const child of childrenOf(county, township)) {
      const row = rowOf(county, child, at)
      if (row !== null) yield row
    }
  }

const SOURCES: Record<string, RowSource> = {
  census: oneEach((_county, child, at) => censusRow(child, at)),
  files: oneEach(archiveRow),
  pairings: withStaff(pairingRows),
  contacts: withStaff(contactRows),
  incidents: incidentRows,
  enrolments: ofEachChild(enrolmentRows),
  legal_cases: legalCaseRows,
  checkups: ofEachChild(checkupRows),
  homes: homeRows,
  activities: activityRows,
  plans: ofEachChild(planRows),
  assistance: ofEachChild(assistanceRows),
  school_links: schoolLinkRows,
}

/** The registers that the generator makes, in the order in which they are read. */
export const GENERATED_REGISTERS: readonly Register[] = REGISTERS.filter(({ code }) => code in SOURCES)

/** What one township would export at an instant: every row that happened and was written down by then. */
export function exportOf(county: County, township: Township, instant: Date): TownshipExport {
  const at = minuteOf(instant)
  return {
    township,
    instant: instantOf(at),
    rowsOf: (register) => SOURCES[register.code]?.(county, township, at) ?? [],
  }
}

/** What every township would export at an instant. The same county and instant give the same rows. */
export const exportsAsOf = (county: County, instant: Date): TownshipExport[] =>
  county.townships.map((township) => exportOf(county, township, instant))
