import { registerTables } from './registers.ts'
import type { Cell, ResultRow } from './rows.ts'
import type { Warehouse } from './warehouse.ts'

export const CHANGE_REGISTERS: readonly string[] = registerTables().map(({ code }) => code)
export const CHANGES = ['added', 'changed', 'removed'] as const
export type Change = (typeof CHANGES)[number]

export interface ChangesQuery {
  /** The county's local time, both. */
  from_at: string
  to_at: string
  /** None: all. */
  townships: readonly string[]
}

/** How many rows of a township's register were added, changed or removed between two instants. */
export interface ChangeCount {
  township_id: string
  register: string
  change: Change
  row_count: number
}

/** What changed in a row: an identity's content never leaves, only that it is another. */
export interface FieldChange {
  field: string
  is_identity: boolean
  before: string | null
  after: string | null
}

export type ChangedRow = ResultRow & { fields: FieldChange[] }

interface Column {
  name: string
  is_identity: boolean
}

async function columnsOf(warehouse: Warehouse, register: string): Promise<Column[]> {
  const rows = await warehouse.query('changes/columns', { table_name: `${register}_rows` })
  return rows.map((row) => ({ name: row.column_name as string, is_identity: row.is_identity as boolean }))
}

/** A register's columns, and what the statements over what changed in it are made of. */
async function madeOf(warehouse: Warehouse, register: string, query: ChangesQuery) {
  const { key = [], event = 'from_at' } = registerTables().find(({ code }) => code === register) ?? {}
  const columns = await columnsOf(warehouse, register)
  const names = columns.map(({ name }) => name)
  const [count] = await warehouse.query('changes/sides', { ...query }, { register })
  const isMoreGone = Number(count?.gone_count) > Number(count?.come_count)
  const sides = isMoreGone ? { more: 'gone', fewer: 'come' } : { more: 'come', fewer: 'gone' }
  const child = names.filter((name) => name === 'child_id')
  return { columns, identifiers: { register, key, event, columns: names, child, ...sides } }
}

/** Counts of what was added, changed and removed, of the named registers. */
export async function changeCounts(
  warehouse: Warehouse,
  registers: readonly string[],
  query: ChangesQuery,
): Promise<ChangeCount[]> {
  const counts = registers.map(async (register) => {
    const { identifiers } = await madeOf(warehouse, register, query)
    const rows = await warehouse.query('changes/counts', { ...query }, identifiers)
    return rows.map(
      ({ township_id, change, row_count }) => ({ register, township_id, change, row_count }) as ChangeCount,
    )
  })
  return (await Promise.all(counts)).flat()
}

/** Rows of one register that were added, changed or removed, with what differs field by field. */
export async function changedRows(
  warehouse: Warehouse,
  query: ChangesQuery & { register: string; change: Change | ''; limit: number; offset: number },
): Promise<ChangedRow[]> {
  const { register, ...parameters } = query
  const { columns, identifiers } = await madeOf(warehouse, register, query)
  const rows = await warehouse.query('changes/rows', parameters, identifiers)
  return rows.map(
    ({ before, after, ...row }) => ({ ...row, fields: fieldsOf(columns, row.change, before, after) }) as ChangedRow,
  )
}

/** Of a changed row what differs, of any other what it holds. */
function fieldsOf(
  columns: readonly Column[],
  change: Cell | undefined,
  before: Cell | undefined,
  after: Cell | undefined,
): FieldChange[] {
  const at = (cells: Cell | undefined, index: number): string | null =>
    Array.isArray(cells) ? ((cells[index] as string | null | undefined) ?? null) : null
  return columns.flatMap(({ name, is_identity }, index): FieldChange[] => {
    const [old, present] = [at(before, index), at(after, index)]
    if (change === 'changed' ? old === present : old === null && present === null) return []
    if (is_identity) return change === 'changed' ? [{ field: name, is_identity, before: null, after: null }] : []
    return [{ field: name, is_identity, before: old, after: present }]
  })
}
