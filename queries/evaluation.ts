import { CHANGE_REGISTERS } from './changes.ts'
import type { ResultRow } from './rows.ts'
import { overLedger, statement } from './statements.ts'
import type { Transaction, Warehouse } from './warehouse.ts'

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

/** A saved version of a year's scheme. */
export interface SchemeRow {
  version: number
  /** The county's local time. */
  saved_at: string
  saved_by: string
  reason: string
  /** JSON. */
  scheme: string
}

/** The saved versions of a year's scheme, the newest first. */
export const schemesOf = async (from: Pick<Warehouse, 'query'> | Transaction, year: string): Promise<SchemeRow[]> =>
  (await from.query('evaluation/schemes', { year })) as unknown as SchemeRow[]

/** An incident of which a closed inspection found that the record says what is not so. */
export interface ConcealedIncident {
  township_id: string
  incident_id: string
  inspection_id: string
  title: string
  duties: string[]
}

/** What inspections of a year found of incidents: no veto by itself, a county decides. */
export const concealedIncidents = async (warehouse: Warehouse, year: string): Promise<ConcealedIncident[]> =>
  (await warehouse.query('evaluation/concealed', { year })) as unknown as ConcealedIncident[]

/** Whether anything had come in by an instant: without it duties are missed that nobody could have told of. */
export async function hasReceived(warehouse: Warehouse, known_at: string): Promise<boolean> {
  const [row] = await warehouse.query('evaluation/first_batch')
  return typeof row?.received_at === 'string' && row.received_at <= known_at
}

/** The exports that a township's rows came from, a row a register (queries/evaluation/exports.sql); local times. */
export const townshipExports = (
  warehouse: Warehouse,
  asked: { township: string; known_at: string; year: string },
): Promise<ResultRow[]> => warehouse.query('evaluation/exports', asked)

/** The registers whose rows a duty is judged by, as its query reads them. */
export function registersOf(duty: string): string[] {
  const text = overLedger('select * from ledger', [duty])
  const read = new Set([...text.matchAll(/\bcurrent_([a-z_]+)/g)].map((match) => match[1]))
  return CHANGE_REGISTERS.filter((register) => read.has(register))
}

/** How an objection stands; `made`: it waits for a decision. */
export const OBJECTION_STATES = ['made', 'upheld', 'partly', 'rejected', 'withdrawn'] as const
export type ObjectionState = (typeof OBJECTION_STATES)[number]

/** An objection to a score of a year (queries/evaluation/objections.sql); what people wrote of it stands elsewhere, sealed. */
export interface ObjectionRow {
  objection_id: string
  township_id: string
  kind: 'whole' | 'duty' | 'entry' | 'veto'
  item: string
  /** The county's local time, as all instants here. */
  as_of_at: string
  scheme_version: number
  /** JSON: what stood there. */
  about: string
  state: ObjectionState
  made_at: string
  made_by: string
  /** JSON, both. */
  events: string
  files: string
}

/** The objections to scores of a year, or one of them; open ones first. */
export const objectionsOf = async (
  from: Pick<Warehouse, 'query'> | Transaction,
  { year, objection_id = '' }: { year: string; objection_id?: string },
): Promise<ObjectionRow[]> =>
  (await from.query('evaluation/objections', { year, objection_id })) as unknown as ObjectionRow[]

/** How many objections of a year wait for a decision: it is not frozen over them. */
export const openObjections = async (from: Pick<Warehouse, 'query'> | Transaction, year: string): Promise<number> =>
  (await objectionsOf(from, { year })).filter(({ state }) => state === 'made').length
