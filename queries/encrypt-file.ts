import { chmodSync, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, type Cipher } from './encryption.ts'
import { attach, createFor, lockedError, meaningOf } from './engine.ts'
import { readRows } from './rows.ts'

export interface EncryptOptions {
  cipher: Cipher
  /** The key of the copy. */
  key: Buffer
  /** The keys of the file, of which one opens it; none: it is in clear. */
  keys?: readonly Buffer[]
}

/**
 * Puts a copy that is encrypted under a key in the place of a warehouse's file, which nobody may have open and which has no
 * log. The copy is made beside it, opened anew and compared table by table before it is renamed; cut at any point, one of
 * the two is whole in its place. Needs room for the file a second time. Throws `warehouse_locked` where the file is in use,
 * and `key_wrong` where no key opens it.
 */
export async function encryptFile(file: string, { cipher, key, keys }: EncryptOptions): Promise<void> {
  const beside = `${file}.encrypting`
  const clear = async (): Promise<void> => {
    await rm(beside, { force: true })
    await rm(`${beside}.wal`, { force: true })
  }
  await clear()
  const instance = await createFor(file)
  try {
    const connection = await instance.connect()
    await cipher(connection)
    if (keys) await attach(connection, file, { alias: 'present', keys, is_read_only: true })
    else await attachPlain(connection, file)
    if (existsSync(`${file}.wal`)) throw lockedError(file)
    await attach(connection, beside, { alias: 'encrypted', keys: [key] })
    chmodSync(beside, 0o600)
    await connection.run('copy from database present to encrypted')
    await connection.run('checkpoint encrypted')
    await connection.run('detach encrypted')
    await attach(connection, beside, { alias: 'encrypted', keys: [key], is_read_only: true })
    await requireSame(connection)
    await connection.run('detach encrypted')
    // The lock on the file is held until the copy stands in its place.
    await rename(beside, file)
    connection.closeSync()
  } finally {
    instance.closeSync()
    await clear()
  }
}

/** Read-only: it locks writers out, and leaves no trace when it is let go. */
async function attachPlain(connection: DuckDBConnection, file: string): Promise<void> {
  try {
    await connection.run(`attach ${literal(file)} as present (read_only)`)
  } catch (error) {
    throw meaningOf(error, file)
  }
}

/** Every table of the file has as many rows in the copy. */
async function requireSame(connection: DuckDBConnection): Promise<void> {
  const tables = await readRows(
    await connection.run("select table_name from duckdb_tables() where database_name = 'present' order by table_name"),
  )
  for (const { table_name } of tables) {
    const name = `"${String(table_name).replaceAll('"', '""')}"`
    const [counts] = await readRows(
      await connection.run(
        `select (select count(*) from present.${name}) as present_count, (select count(*) from encrypted.${name}) as copy_count`,
      ),
    )
    if (counts?.present_count !== counts?.copy_count) throw new Error(`the encrypted copy lacks rows of ${name}`)
  }
}
