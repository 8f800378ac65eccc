import { isShouwangError, ShouwangError } from '../errors.ts'
import { toLocal } from '../queries/instants.ts'
import type { Transaction, Warehouse } from '../queries/warehouse.ts'
import type { Vault } from '../vault/vault.ts'
import type { Config, TownshipConfig } from './config.ts'
import { setupOf, synonymsFor } from './county.ts'
import { exportTables, type ExportTables, type KnownFile, type RegisterSource } from './export-tables.ts'
import { eraseForgotten, hasForgotten } from './keeping/forget.ts'
import { IdentityBook } from './loading/identity-book.ts'
import { loadRegister } from './loading/load-register.ts'
import { recordRegister, type RegisterRecord } from './loading/record.ts'
import { prepareTable } from './register-table.ts'
import { knownColumns } from './registers/layout.ts'
import { REGISTERS } from './registers/index.ts'
import type { Register } from './registers/register.ts'
import { openSource } from './sources/index.ts'
import type { Source } from './sources/source.ts'
import type { RegisterReport, TownshipReport } from './report.ts'

/** Whether shrunk registers are loaded: all, none, or each of these with at least so many rows (registers.md, A batch). */
export type AcceptShrink = boolean | ReadonlyMap<string, number>

export interface PullContext {
  config: Config
  warehouse: Warehouse
  vault: Vault
  now: () => Date
  env: Record<string, string | undefined>
  accept_shrink: AcceptShrink
  /** Where a township's export is; default its source in the config. */
  open_source?: (township: TownshipConfig) => Source
  /** Told what is being read, and how many rows so far. */
  progress?: (what: { township: string; register: string; rows: number }) => void
}

type LastRegister = Record<string, unknown>

/**
 * One pull of one township: brings its export, loads it as one batch in one transaction. A source that fails throws
 * `source_failed` and leaves the warehouse as it was.
 */
export async function pullTownship(township: TownshipConfig, context: PullContext): Promise<TownshipReport> {
  const { config, warehouse } = context
  const { timezone } = config.county
  const day = toLocal(context.now(), timezone).slice(0, 10)
  const lastBatch = await warehouse.query('loading/last_batch', { township_id: township.id })
  const lastGood = new Map(
    (await warehouse.query('loading/last_registers', { township_id: township.id })).map((row) => [
      row.register as string,
      row as LastRegister,
    ]),
  )
  const setups = new Map(REGISTERS.map((register) => [register.code, setupOf(register, config, township)]))
  const limits = config.policy.limits
  const source =
    context.open_source?.(township) ??
    openSource(township.source, { base_folder: config.folder, env: context.env, limits })
  try {
    const found = await exportTables(source, {
      registers: REGISTERS,
      limits,
      known: (register) => knownColumns(register, synonymsFor(register, config, township)),
      knownFile: (name) => knownFile(name, lastBatch, setups, day),
    })
    return await warehouse.transaction((transaction) =>
      loadBatch(transaction, township, context, { found, lastGood, setups, day }),
    )
  } finally {
    await source.close()
  }
}

/** A file that reading again could not change: same config, same rules, and no date that the clock would now accept. */
function knownFile(
  name: string,
  lastBatch: LastRegister[],
  setups: Map<string, string>,
  day: string,
): KnownFile | undefined {
  const rows = lastBatch.filter((row) => row.file === name)
  const [first] = rows
  if (!first) return undefined
  const isSure = rows.every(
    (row) =>
      (row.state === 'loaded' || row.state === 'unchanged') &&
      row.sha256 === first.sha256 &&
      row.setup === setups.get(row.register as string) &&
      (row.received_at as string).slice(0, 10) <= day &&
      (row.holds_until === null || day < (row.holds_until as string)),
  )
  if (!isSure) return undefined
  return {
    version: { modified_at: first.modified_at as string | null, etag: first.etag as string | null },
    sha256: first.sha256 as string,
    registers: rows.flatMap((row) => {
      const register = REGISTERS.find((candidate) => candidate.code === row.register)
      return register ? [{ register, sheet: row.sheet as string | null }] : []
    }),
  }
}

interface Batch {
  found: ExportTables
  lastGood: Map<string, LastRegister>
  setups: Map<string, string>
  /** The day of the pull in the county's zone. */
  day: string
}

async function loadBatch(
  transaction: Transaction,
  township: TownshipConfig,
  context: PullContext,
  batch: Batch,
): Promise<TownshipReport> {
  const [next] = await transaction.query('loading/next_batch', { township_id: township.id })
  const received_at = batchInstant(
    toLocal(context.now(), context.config.county.timezone),
    next?.last_received_at as string | null,
    township,
  )
  const batch_id = next?.batch_id as number
  const book = new IdentityBook(context.vault, transaction)
  const registers: RegisterReport[] = []
  let source_id = next?.source_id as number
  for (const register of REGISTERS) {
    const sources = sourcesOf(register, batch)
    if (sources.length === 0 && isNeverSent(register, batch)) continue
    const record = await loadOne(register, sources, {
      transaction,
      township,
      context,
      batch,
      book,
      place: { batch_id, source_id: source_id++, received_at },
    })
    await recordRegister(transaction, township.id, record)
    registers.push(reportOf(record))
  }
  await book.write()
  if (await hasForgotten(transaction)) await eraseForgotten(transaction, context.vault)
  const state = worst(registers.map((register) => register.state))
  await transaction.run('loading/insert_batch', {
    batch_id,
    township_id: township.id,
    received_at,
    state,
    message: null,
  })
  transaction.touch(received_at)
  const unmatched = [
    ...batch.found.unmatched,
    ...batch.found.unreadable.map(({ file }) => ({ file: file.name, sheet: null })),
  ]
  return { id: township.id, name: township.name, state, batch_id, received_at, registers, unmatched, message: null }
}

/** Batches of a township follow each other in time, or nothing could be said as of an instant. */
function batchInstant(now: string, last: string | null, township: TownshipConfig): string {
  if (last === null || now > last) return now
  if (now.slice(0, 19) === last.slice(0, 19)) return last
  throw new ShouwangError(
    'clock_before_last_batch',
    `${township.name}的上一批数据取于 ${last.replace('T', ' ')}，晚于现在的时钟 ${now.slice(0, 19).replace('T', ' ')}。请检查系统时钟或 --now。`,
    { township: township.id, last, now },
  )
}

/** Whether the township does not keep a register of the second set. */
const isNeverSent = ({ code, is_further }: Register, { lastGood }: Batch): boolean =>
  is_further === true && !lastGood.has(code)

/** All places where a register was found, or the unreadable files that may have held it. */
function sourcesOf(register: Register, batch: Batch): RegisterSource[] {
  const { found } = batch
  const sources = found.sources.filter((source) => source.register === register)
  if (sources.length > 0 || isNeverSent(register, batch)) return sources
  return found.unreadable
    .slice(0, 1)
    .map(({ file, refusal }) => ({ register, file, sheet: null, table: null, refusal }))
}

interface LoadPlace {
  transaction: Transaction
  township: TownshipConfig
  context: PullContext
  batch: Batch
  book: IdentityBook
  place: { batch_id: number; source_id: number; received_at: string }
}

async function loadOne(register: Register, sources: RegisterSource[], load: LoadPlace): Promise<RegisterRecord> {
  const { transaction, township, context, batch, book, place } = load
  const [source] = sources
  const setup = batch.setups.get(register.code) ?? ''
  const last = batch.lastGood.get(register.code)
  const base = {
    ...place,
    register,
    setup,
    file: source?.file ?? null,
    sheet: source?.sheet ?? null,
    last: last ?? null,
  }
  if (!source) return { ...base, state: 'absent' }
  if (sources.length > 1) return { ...base, state: 'refused', refusal: ambiguous(register, sources) }
  if (source.refusal) return { ...base, state: 'refused', refusal: source.refusal }
  if (!source.table) return { ...base, state: 'unchanged', is_reread: false }
  try {
    const table = await prepareTable(register, source.table, { ...context, township, day: batch.day, book })
    const outcome = await loadRegister(table, {
      ...place,
      transaction,
      book,
      township_id: township.id,
      max_shrink: context.config.policy.max_shrink,
      fewest_rows: fewestRows(context.accept_shrink, register),
      progress: (rows) => context.progress?.({ township: township.name, register: register.zh, rows }),
    })
    return { ...base, ...outcome, is_reread: true, first_future_day: table.cleaner.first_future_day }
  } catch (error) {
    if (!isShouwangError(error) || error.status !== 422) throw error
    return { ...base, state: 'refused', refusal: error }
  }
}

/** How few rows a shrunk register may bring and still be loaded; null: none. */
function fewestRows(accept: AcceptShrink, { code }: Register): number | null {
  if (typeof accept === 'boolean') return accept ? 0 : null
  return accept.get(code) ?? null
}

function ambiguous(register: Register, sources: RegisterSource[]): ShouwangError {
  const places = sources.map((source) =>
    source.sheet === null ? source.file.name : `${source.file.name} 的工作表“${source.sheet}”`,
  )
  return new ShouwangError(
    'ambiguous_source',
    `《${register.zh}》有多个来源：${places.join('、')}。请只保留一个后重新导出。`,
    {
      register: register.code,
      places,
    },
  )
}

function reportOf(record: RegisterRecord): RegisterReport {
  const isKnown = record.state === 'unchanged' && !record.is_reread
  const counted = isKnown ? record.last : null
  return {
    register: record.register.code,
    read: (counted?.read_count as number | undefined) ?? record.read ?? 0,
    accepted: (counted?.accepted_count as number | undefined) ?? record.accepted ?? 0,
    skipped: (counted?.skipped_count as number | undefined) ?? record.skipped ?? 0,
    rejected: (counted?.rejected_count as number | undefined) ?? record.rejected ?? 0,
    state: record.state,
    warnings: (counted?.warning_count as number | undefined) ?? record.warnings ?? 0,
    reasons: {},
    warning_codes: {},
    file: record.file?.name ?? null,
    sheet: record.sheet,
    message: record.refusal?.message ?? (record.state === 'held' ? heldMessage(record) : null),
    code: record.refusal?.code ?? null,
  }
}

const heldMessage = (record: RegisterRecord): string =>
  `《${record.register.zh}》由 ${record.standing ?? 0} 行减为 ${record.accepted ?? 0} 行，已暂存未载入。核对无误后用 --accept-shrink 再取一次。`

const ORDER = ['refused', 'held', 'loaded', 'unchanged', 'absent'] as const

/** A township is as its worst register. */
function worst(states: RegisterReport['state'][]): RegisterReport['state'] {
  return ORDER.find((state) => states.includes(state)) ?? 'absent'
}
