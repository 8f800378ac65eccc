import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { RowAppender, type StagedValue } from './appender.ts'
import type { ArchiveInput } from './archive.ts'
import { literal } from './encryption.ts'
import { readRows, type ResultRow } from './rows.ts'
import { used, type Parameters, type Warehouse } from './warehouse.ts'

/**
 * An engine in memory that reads and writes Parquet in one private folder and reaches nothing else: the warehouse's own reach
 * no file at all. The folder is 0700, each file leaves it as soon as it was read, and what the engine spills is encrypted.
 */
export class ArchiveEngine {
  readonly #folder: string
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(folder: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#folder = folder
    this.#instance = instance
    this.#connection = connection
  }

  static async open(): Promise<ArchiveEngine> {
    const folder = mkdtempSync(join(tmpdir(), 'shouwang-archive-'))
    try {
      const instance = await DuckDBInstance.create(':memory:', {
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        temp_directory: folder,
        temp_file_encryption: 'true',
      })
      const connection = await instance.connect()
      await connection.run(`set allowed_directories = [${literal(`${folder}/`)}]`)
      await connection.run('set enable_external_access = false')
      await connection.run('set lock_configuration = true')
      await connection.run('create schema kept')
      return new ArchiveEngine(folder, instance, connection)
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** Closes the engine and takes its folder away. */
  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Takes the rows of an input out of the warehouse, as they are; they are renumbered before they are written. */
  async collect(warehouse: Warehouse, { table, text }: ArchiveInput, parameters: Parameters): Promise<void> {
    let close: () => void = () => undefined
    await warehouse.handOver(text, parameters, async (columns) => {
      const list = columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')
      await this.#connection.run(`create table kept.${quoted(table)} (${list})`)
      const appender = await this.#connection.createAppender(table, 'kept')
      close = () => appender.closeSync()
      return (chunk) => appender.appendDataChunk(chunk)
    })
    close()
  }

  /** Puts rows into a table of its own. */
  async keep(table: string, columns: Record<string, string>, rows: readonly StagedValue[][]): Promise<void> {
    const list = Object.entries(columns).map(([name, type]) => `${quoted(name)} ${type}`)
    await this.#connection.run(`create table kept.${quoted(table)} (${list.join(', ')})`)
    const appender = new RowAppender(await this.#connection.createAppender(table, 'kept'))
    for (const row of rows) appender.append(row)
    appender.close()
  }

  /**
   * Gives every identity a number, in an order that nobody knows afterwards: by the digest of a secret that is thrown away.
   * Rows are then in the order of their new numbers, so that no place in a table tells which row of a register it was.
   */
  async renumber(inputs: readonly ArchiveInput[]): Promise<void> {
    const secret = randomBytes(32).toString('hex')
    const all = inputs.flatMap(({ table, renumbered }) => renumbered.map((each) => ({ table, ...each })))
    for (const kind of new Set(all.map((each) => each.kind))) {
      const keys = all
        .filter((each) => each.kind === kind)
        .map(({ table, column }) => `select ${quoted(column)} as key from kept.${quoted(table)}`)
        .join(' union ')
      await this.#connection.run(
        `create table kept.${quoted(`numbers of ${kind}`)} as
        select key, row_number() over (order by sha256($secret || cast(key as varchar))) as number
        from (${keys}) where key is not null`,
        { secret },
      )
    }
    for (const { table, renumbered } of inputs) {
      for (const { column, kind } of renumbered) {
        const numbers = `kept.${quoted(`numbers of ${kind}`)}`
        await this.#connection.run(
          `update kept.${quoted(table)} as row set ${quoted(column)} = numbers.number from ${numbers} as numbers
          where numbers.key = row.${quoted(column)}`,
        )
      }
    }
    for (const kind of new Set(all.map((each) => each.kind)))
      await this.#connection.run(`drop table kept.${quoted(`numbers of ${kind}`)}`)
  }

  /** A table as the bytes of a Parquet file, in the order of its values. */
  async parquetOf(table: string): Promise<Buffer> {
    const file = join(this.#folder, 'out.parquet')
    try {
      await this.#connection.run(
        `copy (from kept.${quoted(table)} order by all) to ${literal(file)} (format parquet, compression zstd)`,
      )
      return await readFile(file)
    } finally {
      await rm(file, { force: true })
    }
  }

  /** Puts the rows of a Parquet file into a table of its own. */
  async keepParquet(table: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.#folder, 'in.parquet')
    try {
      await writeFile(file, bytes, { mode: 0o600 })
      await this.#connection.run(`create table kept.${quoted(table)} as from read_parquet(${literal(file)})`)
    } finally {
      await rm(file, { force: true })
    }
  }

  /** Rows of a table that was kept, in the order of their values. */
  async kept(table: string): Promise<ResultRow[]> {
    return readRows(await this.#connection.run(`from kept.${quoted(table)} order by all`))
  }

  /** Runs statements that make what the archive's tables are, and fills these from what was kept under their names. */
  async build(statements: readonly string[], tables: readonly string[]): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true })
    for (const text of statements) await this.#connection.run(text)
    for (const table of tables)
      await this.#connection.run(`insert into main.${quoted(table)} by name from kept.${quoted(table)}`)
  }

  /** Rows of a query over the archive's tables. */
  async queryText(text: string, parameters: Parameters = {}): Promise<ResultRow[]> {
    const { values, types } = used(text, parameters)
    const result = await (Object.keys(values).length === 0
      ? this.#connection.run(text)
      : this.#connection.run(text, values, types))
    return readRows(result)
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** SHA-256 in hexadecimal. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
