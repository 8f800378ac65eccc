import type { StagedValue } from '../../queries/appender.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import type { CellBlock, Row } from '../reading/table.ts'
import type { Cleaner, CleanRow } from '../registers/cleaner.ts'
import type { Register } from '../registers/register.ts'
import { familyColumns } from './family-columns.ts'
import type { IdentityBook } from './identity-book.ts'
import { columnsOf, spread, type Stored } from './staged-columns.ts'

/** Rows of a table, from `from` on: as they stand in bytes, or as cells of a workbook. */
export type RowBatch =
  { block: CellBlock; rows?: undefined; from: number } | { rows: Row[]; block?: undefined; from: number }

/** A table of one register, ready to be cleaned. */
export interface RegisterTable {
  register: Register
  cleaner: Cleaner<Stored>
  /** The rows below the header. */
  rows: AsyncIterable<RowBatch>
  /** Warnings of the table as a whole: unknown columns. */
  warnings: { row_number: number; column: string; code: string }[]
}

export interface LoadContext {
  transaction: Transaction
  book: IdentityBook
  township_id: string
  batch_id: number
  source_id: number
  /** The county's local time. */
  received_at: string
  max_shrink: number
  /** How few rows a shrunk register may bring and still be loaded; null: it is held. */
  fewest_rows: number | null
  /** Told now and then how many rows were read. */
  progress?: (rows: number) => void
}

export interface RegisterOutcome {
  state: 'loaded' | 'unchanged' | 'held'
  read: number
  accepted: number
  skipped: number
  rejected: number
  warnings: number
  /** For `held`: how many rows stand in the warehouse. */
  standing: number
}

/**
 * Stages, settles and versions one register of a batch (registers.md, A batch). Everything happens in the caller's
 * transaction.
 */
export async function loadRegister(table: RegisterTable, context: LoadContext): Promise<RegisterOutcome> {
  const { register } = table
  const { transaction } = context
  const names: Names = {
    register: register.code,
    columns: columnsOf(register),
    key: register.key,
    first_key: register.key[0] as string,
  }
  await transaction.run('loading/stage', {}, names)
  await transaction.run('loading/stage_findings')
  const counts = await stage(table, context)
  return context.book.writeDuring(() => settle(table, context, names, counts))
}

/** Settles rows of one key, holds what shrank too much, and turns the rest into versions. */
async function settle(
  table: RegisterTable,
  context: LoadContext,
  names: Names,
  counts: Counts,
): Promise<RegisterOutcome> {
  const { transaction, township_id, batch_id, received_at } = context
  const repeated = await transaction.query('loading/repeated', {}, names)
  const superseded = repeated.filter((row) => row.outcome === 'superseded')
  if (repeated.length > 0) {
    const rows = repeated.map((row) => row.row_number as number)
    await dropRows(transaction, rows, names)
    await addSuperseded(superseded, table, context)
  }

  await keepForgotten(table, context)
  const [sizes] = await transaction.query('loading/counts', { township_id }, names)
  const standing = sizes?.standing_count as number
  const staged = sizes?.staged_count as number
  const outcome: RegisterOutcome = {
    state: 'loaded',
    read: counts.read,
    accepted: staged,
    skipped: counts.skipped + repeated.length - superseded.length,
    rejected: counts.rejected + superseded.length,
    warnings: 0,
    standing,
  }
  const [kept] = await transaction.query('loading/count_warnings')
  outcome.warnings = kept?.warning_count as number
  await transaction.run('loading/keep_findings')
  const isShrunk = standing > 0 && standing - staged > context.max_shrink * standing
  const isAccepted = context.fewest_rows !== null && staged >= context.fewest_rows
  if (isShrunk && !isAccepted) return { ...outcome, state: 'held' }

  const parameters = { township_id, batch_id, received_at }
  if (standing === 0) {
    const opened = await transaction.run('loading/open_first_versions', parameters, names)
    return { ...outcome, state: opened > 0 ? 'loaded' : 'unchanged' }
  }
  const closed = await transaction.run('loading/close_versions', parameters, names)
  const opened = await transaction.run('loading/open_versions', parameters, names)
  return { ...outcome, state: closed + opened > 0 ? 'loaded' : 'unchanged' }
}

/** Of a child whose identity was erased the rows count, and name nobody. */
async function keepForgotten({ register, cleaner }: RegisterTable, context: LoadContext): Promise<void> {
  if (!register.fields.some(({ identity }) => identity === 'child')) return
  const { transaction, batch_id, township_id } = context
  const columns = familyColumns(register)
  const names = { register: register.code, columns }
  if (register.code === 'census') {
    await transaction.run('forget/know_again')
    await transaction.run('forget/drop_cells')
    const column_text = cleaner.columnOf('child_id')
    await transaction.run('forget/warn_staged', { batch_id, township_id, column_text })
  }
  await transaction.run('forget/blank_staged_findings', {}, names)
  if (columns.length > 0) await transaction.run('forget/blank_staged', {}, names)
}

interface Counts {
  read: number
  skipped: number
  rejected: number
}

async function stage(table: RegisterTable, context: LoadContext): Promise<Counts> {
  const { transaction, book } = context
  const counts: Counts = { read: 0, skipped: 0, rejected: 0 }
  const rows = await transaction.appender(`staged_${table.register.code}`, true)
  const findings = await transaction.appender('staged_findings', true)
  const target: StagedValue[] = []
  for (const warning of table.warnings) {
    findings.append(findingOf(context, table, false, warning.row_number, 1, { ...warning, field: null, value: null }))
  }
  try {
    for await (const batch of table.rows) {
      const end = batch.block ? batch.block.numbers.length : batch.rows.length
      for (let r = batch.from; r < end; r++) {
        const clean = batch.block ? table.cleaner.cleanCells(batch.block, r) : table.cleaner.clean(batch.rows[r] as Row)
        const number = batch.block ? (batch.block.numbers[r] as number) : (batch.rows[r] as Row).number
        counts.read++
        if (clean.outcome === 'blank' || clean.outcome === 'footer') {
          counts.skipped++
          continue
        }
        if (clean.faults.length > 0) addFaults(findings, table, context, number, clean)
        if (clean.outcome === 'rejected') {
          counts.rejected++
          continue
        }
        const next = spread(table.register, clean.values, target)
        target[next] = context.source_id
        target[next + 1] = number
        rows.append(target)
      }
      if (book.isFull) await book.write()
      context.progress?.(counts.read)
    }
  } finally {
    rows.close()
    findings.close()
  }
  return counts
}

interface FindingPart {
  field: string | null
  column: string
  code: string
  value: bigint | null
}

function addFaults(
  findings: { append(values: readonly StagedValue[]): void },
  table: RegisterTable,
  context: LoadContext,
  row: number,
  clean: CleanRow<Stored>,
): void {
  const isReject = clean.outcome === 'rejected'
  for (const [index, item] of clean.faults.entries()) {
    const value = item.text === '' ? null : context.book.keyOf('cell', item.text)
    findings.append(findingOf(context, table, isReject, row, index + 1, { ...item, value }))
  }
}

function findingOf(
  context: LoadContext,
  table: RegisterTable,
  isReject: boolean,
  row: number,
  fault: number,
  part: FindingPart,
): StagedValue[] {
  const { batch_id, township_id, source_id } = context
  return [
    batch_id,
    township_id,
    table.register.code,
    isReject,
    source_id,
    row,
    fault,
    part.field,
    part.column,
    part.value,
    part.code,
  ]
}

type Names = Record<string, string | readonly string[]>

async function dropRows(transaction: Transaction, rows: number[], names: Names): Promise<void> {
  await transaction.run('loading/stage_row_numbers')
  const appender = await transaction.appender('staged_row_numbers', true)
  for (const row of rows) appender.append([row])
  appender.close()
  await transaction.run('loading/drop_repeated', {}, names)
  await transaction.run('loading/drop_findings')
}

/** An earlier row of the same key that differs is rejected as `superseded`; the cell shown is that of its key. */
async function addSuperseded(
  superseded: Record<string, unknown>[],
  table: RegisterTable,
  context: LoadContext,
): Promise<void> {
  if (superseded.length === 0) return
  const first = table.register.fields.find((field) => field.name === table.register.key[0])
  const findings = await context.transaction.appender('staged_findings', true)
  for (const row of superseded) {
    const key = row.key_value as bigint | string
    const value = typeof key === 'bigint' ? key : context.book.keyOf('cell', key)
    const column = table.cleaner.columnOf(first?.name ?? '')
    findings.append(
      findingOf(context, table, true, row.row_number as number, 1, {
        field: first?.name ?? null,
        column,
        code: 'superseded',
        value,
      }),
    )
  }
  findings.close()
}
