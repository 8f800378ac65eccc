import type { ResultRow } from './rows.ts'
import { overLedger, statement } from './statements.ts'
import type { Warehouse } from './warehouse.ts'

/** Subjects of a township that have the same due rows, and of those the same met. */
export interface ClusterRow {
  township: string
  count: number
  cells: { duty: string; met: number; total: number }[]
}

/** What the townships are evaluated by: the due rows of a year at `as_of`, as they were known at `known_at`, of some duties. */
export async function evaluationClusters(
  warehouse: Warehouse,
  {
    as_of,
    known_at = as_of,
    period,
    duties,
  }: { as_of: string; known_at?: string; period: string; duties: readonly string[] },
): Promise<ClusterRow[]> {
  const text = overLedger(statement('evaluation/clusters'), duties, { known: 'known_at' })
  return readClusters(await warehouse.queryText(text, { as_of, known_at, period }))
}

/** Rows of queries/evaluation/clusters.sql. */
export function readClusters(rows: readonly ResultRow[]): ClusterRow[] {
  return rows.map(({ township_id, pattern, subject_count }) => ({
    township: String(township_id),
    count: Number(subject_count),
    cells: String(pattern).split(' ').map(readCell),
  }))
}

function readCell(text: string): { duty: string; met: number; total: number } {
  const [duty = '', met, total] = text.split(/[:/]/)
  return { duty, met: Number(met), total: Number(total) }
}

/** The claims that closed inspections of a year checked (queries/inspections/checked.sql). */
export const checkedClaims = (
  warehouse: Warehouse,
  { as_of, period }: { as_of: string; period: string },
): Promise<ResultRow[]> => warehouse.query('inspections/checked', { as_of, period })
