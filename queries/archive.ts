import type { ResultRow } from './rows.ts'
import { headerOf, overCurrent, overLedger, statement, statementsIn } from './statements.ts'
import type { Warehouse } from './warehouse.ts'

/** A table of an archive: the query that fills it, and which of its columns are renumbered, each as what. */
export interface ArchiveInput {
  table: string
  text: string
  renumbered: readonly { column: string; kind: string }[]
}

/** What the ledger reads of the registers, as an archive keeps it (queries/archive/tables.sql), from what was known at `$known_at`. */
export function archiveInputs(): ArchiveInput[] {
  return statementsIn('archive/inputs').map((name) => ({
    table: name.slice('archive/inputs/'.length),
    text: overCurrent(statement(name), 'known_at'),
    renumbered: (headerOf(name).get('renumbered') ?? '')
      .split(', ')
      .filter(Boolean)
      .map((each) => {
        const [column = '', kind = column] = each.split(' as ')
        return { column, kind }
      }),
  }))
}

const MACROS = ['macros/ages', 'macros/periods', 'macros/statuses']

/** The statements that compute an evaluation from an archive's tables, each by its name in the archive. */
export function archiveStatements(duties: readonly string[]): Record<ArchiveStatement, string> {
  const parts = new Map([['current_census', statement('archive/parts/current_census')]])
  const tables = archiveInputs().map(({ table }) => table)
  return {
    tables: statement('archive/tables'),
    macros: MACROS.map(statement).join('\n'),
    clusters: overLedger(statement('evaluation/clusters'), duties, { tables, parts }),
    claims: statement('archive/claims'),
  }
}

/** In the order in which they are run. */
export const ARCHIVE_STATEMENTS = ['tables', 'macros', 'clusters', 'claims'] as const
export type ArchiveStatement = (typeof ARCHIVE_STATEMENTS)[number]

/** The exports that the figures rest on (queries/archive/batches.sql). */
export const archiveBatches = (warehouse: Warehouse, known_at: string): Promise<ResultRow[]> =>
  warehouse.query('archive/batches', { known_at })
