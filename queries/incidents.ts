import { overCurrent, statement } from './statements.ts'
import type { ResultRow } from './rows.ts'
import type { Warehouse } from './warehouse.ts'

export interface IncidentsQuery {
  /** The county's local time. */
  as_of: string
  status?: 'open' | 'closed'
  /** 2026 · 2026-Q3 · 2026-09, of occurred_at; default: whenever. */
  period?: string
  /** None: the whole county. */
  units?: readonly string[]
  kind?: string
  limit: number
  offset: number
}

/** Incidents as they stood, the latest first, with their clocks. `sealed` is the child's sealed id, `child_id` its key. */
export function incidents(warehouse: Warehouse, query: IncidentsQuery): Promise<ResultRow[]> {
  return warehouse.queryText(overCurrent(statement('summary/incidents')), {
    as_of: query.as_of,
    status: query.status ?? '',
    period: query.period ?? '',
    units: query.units ?? [],
    kind: query.kind ?? '',
    limit: query.limit,
    offset: query.offset,
  })
}
