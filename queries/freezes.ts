import type { Transaction, Warehouse } from './warehouse.ts'

/** How a proposal to freeze a year ended. */
export type FreezeEnd = 'confirmed' | 'declined' | 'withdrawn'

/** A proposal to freeze a year; instants are the county's local time. */
export interface FreezeRow {
  freeze_id: string
  /** Of the year's proposals the first, the second, … */
  number: number
  /** The day that the year is judged on, and when what is told of it was known. */
  as_of: string
  known_at: string
  scheme_version: number
  seed: number
  digest: string
  proposed_by: string
  proposed_at: string
  /** Null: it stands. */
  end_kind: FreezeEnd | null
  ended_by: string | null
  ended_at: string | null
  reason: string | null
}

/** What a frozen year is. */
export interface FrozenRow {
  freeze_id: string
  /** JSON, as the archive has it. */
  results: string
  /** SHA-256 of the results that two people saw. */
  digest: string
  archive_sha256: string
  archive_bytes: number
  fingerprint: string
}

type From = Pick<Warehouse, 'query'> | Transaction

/** Every proposal to freeze a year, the newest first. */
export const freezesOf = async (from: From, year: string): Promise<FreezeRow[]> =>
  (await from.query('evaluation/freezes', { year })) as unknown as FreezeRow[]

/** A frozen year; null: it is not frozen. */
export async function frozenOf(from: From, year: string): Promise<FrozenRow | null> {
  const [row] = await from.query('evaluation/frozen', { year })
  return (row as unknown as FrozenRow | undefined) ?? null
}

export interface NewFreeze {
  freeze_id: string
  number: number
  year: string
  as_of: string
  known_at: string
  scheme_version: number
  seed: number
  digest: string
  proposed_by: string
  proposed_at: string
}

/** Appends a proposal. */
export const addFreeze = (transaction: Transaction, { as_of, ...freeze }: NewFreeze): Promise<number> =>
  transaction.run('evaluation/add_freeze', { ...freeze, judged_at: as_of })

/** Appends how a proposal ended; it ends once. */
export const endFreeze = (
  transaction: Transaction,
  end: { freeze_id: string; kind: FreezeEnd; ended_by: string; ended_at: string; reason: string | null },
): Promise<number> => transaction.run('evaluation/end_freeze', { ...end })

/** Appends a frozen year; it is frozen once. */
export const addFrozen = (
  transaction: Transaction,
  frozen: Omit<FrozenRow, 'digest'> & { year: string },
): Promise<number> => transaction.run('evaluation/add_frozen', { ...frozen })
