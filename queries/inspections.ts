import { overLedger, statement } from './statements.ts'
import type { ResultRow } from './rows.ts'
import type { Warehouse } from './warehouse.ts'

/** A subject that an inspection can draw, with what the record's faults make of its risk. */
export interface FrameRow {
  kind: 'child' | 'school' | 'home' | 'incident'
  /** A child's key as a number; of the others the township's id, a stroke and their own number or name. */
  subject: string
  child_id: bigint | null
  township_id: string
  village: string | null
  school: string | null
  risk: 0 | 1 | 2 | 3
}

export interface FrameQuery {
  /** The county's local time. */
  as_of: string
  /** None: the whole county. */
  units: readonly string[]
  kinds: readonly string[]
}

/** Every subject that can be drawn, in a fixed order (docs/inspections.md, The frame). */
export async function inspectionFrame(warehouse: Warehouse, query: FrameQuery): Promise<FrameRow[]> {
  const text = overLedger(statement('inspections/frame'))
  const rows = await warehouse.queryText(text, { ...query, period: query.as_of.slice(0, 4) })
  return rows as unknown as FrameRow[]
}

/** What the record claims of drawn subjects (`kind:subject`): rows of the ledger as they stood at an instant. */
export async function claimsOfRecord(
  warehouse: Warehouse,
  { as_of, subjects }: { as_of: string; subjects: readonly string[] },
): Promise<ResultRow[]> {
  const text = overLedger(statement('inspections/claims_of_record'))
  return warehouse.queryText(text, { as_of, subjects, period: as_of.slice(0, 4) })
}
