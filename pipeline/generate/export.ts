import { REGISTERS } from '../registers/index.ts'
import type { Register } from '../registers/register.ts'
import { archiveRow } from './archive.ts'
import { instantOf, minuteOf } from './calendar.ts'
import type { Minute } from './calendar.ts'
import { censusRow } from './census-row.ts'
import { childrenOf } from './child.ts'
import { contactRows } from './contact.ts'
import type { County, Township } from './county.ts'
import { incidentRows } from './incident.ts'
import { pairingRows } from './pairing.ts'
import type { ExportRow } from './row.ts'
import { Staff } from './staff.ts'

/** What one township's registers show at an instant. */
export interface TownshipExport {
  township: Township
  instant: Date
  /** The rows of a register, made as they are read; can be read again. */
  rowsOf(register: Register): Iterable<ExportRow>
}

type RowSource = (county: County, township: Township, at: Minute) => Iterable<ExportRow>

function* censusRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  for (const child of childrenOf(county, township)) {
    const row = censusRow(child, at)
    if (row !== null) yield row
  }
}

function* archiveRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  for (const child of childrenOf(county, township)) {
    const row = archiveRow(county, child, at)
    if (row !== null) yield row
  }
}

const ofEachChild = (rows: typeof pairingRows | typeof contactRows): RowSource =>
  function* (county, township, at) {
    const staff = new Staff(county, township)
    for (const child of childrenOf(county, township)) yield* rows(county, child, staff, at)
  }

const SOURCES: Record<string, RowSource> = {
  census: censusRows,
  files: archiveRows,
  pairings: ofEachChild(pairingRows),
  contacts: ofEachChild(contactRows),
  incidents: incidentRows,
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
