import { overLedger, statement } from './statements.ts'
import type { Level } from './ledger.ts'
import type { Warehouse } from './warehouse.ts'

/** So many subjects of a unit have met `met` of the `total` that are judged. */
export interface ClusterRow {
  unit_id: string
  met: number
  total: number
  subjects: number
}

/** What of a unit's duty of one period is judged. */
export interface PeriodRow {
  unit_id: string
  period: string
  met: number
  closed: number
}

export interface ComparisonQuery {
  /** The county's local time. */
  as_of: string
  duty: string
  level: Level
  /** A township: only what lies in it. */
  within?: string
}

/** The outcomes of the subjects of each unit, a histogram a unit: a few hundred rows, however many children. */
export async function clusters(
  warehouse: Warehouse,
  query: ComparisonQuery & { period: string },
): Promise<ClusterRow[]> {
  const rows = await warehouse.queryText(overLedger(statement('compare/clusters'), [query.duty]), {
    as_of: query.as_of,
    level: query.level,
    unit: query.within ?? '',
    period: query.period,
  })
  return rows.map((row) => ({
    unit_id: String(row.unit_id),
    met: Number(row.met),
    total: Number(row.total),
    subjects: Number(row.subjects),
  }))
}

/** The duty's own periods in the year of `as_of`, a row a unit and period. */
export async function periods(warehouse: Warehouse, query: ComparisonQuery): Promise<PeriodRow[]> {
  const rows = await warehouse.queryText(overLedger(statement('compare/periods'), [query.duty]), {
    as_of: query.as_of,
    level: query.level,
    unit: query.within ?? '',
  })
  return rows.map((row) => ({
    unit_id: String(row.unit_id),
    period: String(row.period),
    met: Number(row.met),
    closed: Number(row.closed),
  }))
}
