import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ResultRow } from '../../queries/rows.ts'
import type { Parameters, Transaction } from '../../queries/warehouse.ts'
import { openWrappedKeys, readWrappedKeys, wrappedLine, writeWrappedKeys } from '../../vault/file-keys.ts'
import { unwrap, wrap, type WrappedKey } from '../../vault/vault.ts'
import { masterKeyOf, type Application } from '../application.ts'

export interface RotateOptions {
  /** The master key that wraps from now on; default the present one. */
  new_master?: Buffer
  /** Seals anew what is sealed outside the dictionary of identities (second factors); answers how many did not open. */
  resealOthers: () => Promise<number>
  progress: (done: number, total: number) => void
  /** Identities a transaction; pulls and tellings come in between. */
  batch?: number
}

export interface Rotation {
  /** The number of the data key that seals now. */
  key_id: number
  /** An earlier rotation was cut short: it was finished, and no further key was made. */
  is_resumed: boolean
  resealed: number
  /** Sealed values that do not open; while there is one its data key is kept. */
  broken: number
  /** The numbers of the data keys that are gone. */
  dropped: number[]
}

const BATCH = 20_000
const SLICE = 1000

/**
 * Exchanges the data key (and the master key): a new one seals, what is sealed is sealed anew batch by batch, and the
 * earlier ones are dropped when nothing is under them. Cut at any point, everything opens, and the next call goes on.
 * The HMAC key stays: the keys of children and their records are made with it.
 */
export async function rotateKeys(application: Application, options: RotateOptions): Promise<Rotation> {
  const { warehouse, vault } = application
  const is_resumed = await beginRotation(application, options.new_master)
  const active: Parameters = { active_from: numberBytes(vault.active), active_until: numberBytes(vault.active + 1) }
  const count = async (): Promise<ResultRow> => (await warehouse.query('keys/uses', active))[0] ?? {}

  const before = await count()
  const total = before.stale_count as number
  const broken_others = await options.resealOthers()
  let resealed = 0
  let broken = 0
  let after: bigint | null = null
  for (;;) {
    const from: bigint | null = after
    const batch: Resealed = await warehouse.transaction((transaction) =>
      resealBatch(transaction, application, { ...active, is_first: from === null, after: from ?? 0n }, options.batch),
    )
    resealed += batch.resealed
    broken += batch.broken
    options.progress(Math.min(resealed, total), total)
    if (batch.last === null) break
    after = batch.last
  }
  const dropped = await dropUnused(application, active)
  return { key_id: vault.active, is_resumed, resealed, broken: broken + broken_others, dropped }
}

/** Puts the new data key, or the keys under another master key, into the warehouse; answers whether it goes on. */
async function beginRotation(application: Application, new_master: Buffer | undefined): Promise<boolean> {
  const { warehouse, vault } = application
  const wrapped = (await warehouse.query('loading/vault_keys')) as unknown as WrappedKey[]
  const master = presentMaster(application, wrapped, new_master)
  const next_master = new_master ?? master
  const isResumed = wrapped.filter((key) => key.purpose === 'data').length > 1
  const key = randomBytes(32)
  const key_id = vault.active + 1
  const forgetOld = new_master ? wrapFileKeys(warehouse.file, master, new_master) : () => undefined
  await warehouse.transaction(async (transaction) => {
    if (new_master) {
      for (const row of wrapped) {
        const changed = wrap(new_master, row.key_id, row.purpose, unwrap(master, row))
        await transaction.run('keys/change_wrapping', { ...changed })
      }
    }
    if (!isResumed) await transaction.run('loading/add_vault_key', { ...wrap(next_master, key_id, 'data', key) })
  })
  forgetOld()
  if (!isResumed) vault.adopt(key_id, key)
  return isResumed
}

/**
 * Wraps the keys of an encrypted file under the new master key as well, before the warehouse's own are: cut in between,
 * either master key opens the file. What it answers takes the old wrapping away.
 */
function wrapFileKeys(file: string, master: Buffer, new_master: Buffer): () => void {
  const lines = readWrappedKeys(file)
  const wrapped = openWrappedKeys(lines, master).map((key) => wrappedLine(key, new_master))
  if (wrapped.length === 0) return () => undefined
  writeWrappedKeys(file, [...wrapped, ...lines])
  return () => writeWrappedKeys(file, wrapped)
}

/** The master key that opens the wrapped keys: the county's, or the new one where an earlier call has exchanged it. */
function presentMaster(application: Application, wrapped: WrappedKey[], new_master: Buffer | undefined): Buffer {
  const opens = (master: Buffer): boolean => {
    try {
      for (const row of wrapped) unwrap(master, row)
      return true
    } catch {
      return false
    }
  }
  if (new_master && opens(new_master)) return new_master
  const master = masterKeyOf(application)
  for (const row of wrapped) unwrap(master, row)
  return master
}

interface Resealed {
  resealed: number
  broken: number
  /** The last identity of the batch; null: there was none. */
  last: bigint | null
}

async function resealBatch(
  transaction: Transaction,
  { vault }: Application,
  parameters: Parameters,
  limit = BATCH,
): Promise<Resealed> {
  const rows = await transaction.query('keys/stale_identities', { ...parameters, limit })
  if (rows.length === 0) return { resealed: 0, broken: 0, last: null }
  await transaction.run('keys/stage_sealed')
  const staged = await transaction.appender('staged_sealed', true)
  let broken = 0
  for (const [index, row] of rows.entries()) {
    const identity = row.identity as bigint
    try {
      staged.append([identity, vault.seal(vault.unseal(row.sealed as Uint8Array, identity), identity)])
    } catch {
      broken++
    }
    if (index % SLICE === SLICE - 1) await nextTurn()
  }
  staged.close()
  await transaction.run('keys/set_sealed')
  return { resealed: rows.length - broken, broken, last: rows.at(-1)?.identity as bigint }
}

/** Drops the earlier data keys, where nothing is under any of them. */
async function dropUnused({ warehouse, vault }: Application, active: Parameters): Promise<number[]> {
  return warehouse.transaction(async (transaction) => {
    const [uses] = await transaction.query('keys/uses', active)
    if (uses?.stale_count !== 0) return []
    const keys = (await transaction.query('loading/vault_keys')) as unknown as WrappedKey[]
    const earlier = keys.filter((key) => key.purpose === 'data' && key.key_id !== vault.active)
    for (const { key_id } of earlier) await transaction.run('keys/drop_data_key', { key_id })
    return earlier.map((key) => key.key_id)
  })
}

function numberBytes(key_id: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(key_id)
  return bytes
}
