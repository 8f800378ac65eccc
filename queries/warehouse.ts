import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  blobValue,
  DuckDBTimestampValue,
  LIST,
  listValue,
  TIMESTAMP,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import { ShouwangError } from '../errors.ts'
import { RowAppender } from './appender.ts'
import { Engine, type EngineOptions } from './engine.ts'
import { microsOf, readRows, type ResultRow } from './rows.ts'
import { States } from './states.ts'
import { dutyCatalogue, namedStatement, statement, statementsIn } from './statements.ts'

export type Parameter = string | number | bigint | boolean | Uint8Array | null | readonly string[]
export type Parameters = Record<string, Parameter>
export type Identifiers = Record<string, string | readonly string[]>

export type WarehouseOptions = EngineOptions

const READERS = 3

/**
 * The warehouse: one DuckDB file, opened by one process. Readers see the last committed state and are never blocked by
 * the one writer. Statements are files of this folder, run by name with bound parameters; a value is never put into SQL.
 */
export class Warehouse {
  readonly file: string
  readonly #engine: Engine
  readonly #idle: DuckDBConnection[] = []
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = []
  readonly #writer: DuckDBConnection
  readonly #recorder: DuckDBConnection
  readonly #byKey: DuckDBConnection
  #writing: Promise<unknown> = Promise.resolve()
  #recording: Promise<unknown> = Promise.resolve()
  #lookingUp: Promise<unknown> = Promise.resolve()
  readonly #states = new States()
  #version = 0

  private constructor(
    file: string,
    engine: Engine,
    { writer, recorder, byKey }: Record<'writer' | 'recorder' | 'byKey', DuckDBConnection>,
  ) {
    this.file = file
    this.#engine = engine
    this.#writer = writer
    this.#recorder = recorder
    this.#byKey = byKey
  }

  /** Opens the file, or makes it; brings its schema up to date. `:memory:` for tests. */
  static async open(file: string, options: WarehouseOptions = {}): Promise<Warehouse> {
    if (file !== ':memory:') keepPrivate(dirname(file))
    const engine = await Engine.open(file, options)
    const own = { writer: await engine.connect(), recorder: await engine.connect(), byKey: await engine.connect() }
    const warehouse = new Warehouse(file, engine, own)
    await warehouse.#prepare()
    for (let i = 0; i < READERS; i++) warehouse.#idle.push(await engine.connect())
    if (file !== ':memory:' && existsSync(file)) chmodSync(file, 0o600)
    return warehouse
  }

  /** Grows with every committed change that a reader could see. */
  get version(): number {
    return this.#version
  }

  /** What an answer at a local time rests on: as long as it is the same, so is the answer of the same question (states.ts). */
  stateAt(as_of: string): string {
    return this.#states.keyAt(as_of)
  }

  /** Rows of a named query on the last committed state. */
  async query(name: string, parameters: Parameters = {}, identifiers: Identifiers = {}): Promise<ResultRow[]> {
    return this.queryText(namedStatement(name, identifiers), parameters)
  }

  /** Rows of a query that the queries room composed from its own files (the ledger). */
  async queryText(text: string, parameters: Parameters = {}): Promise<ResultRow[]> {
    return this.#read((connection) => run(connection, text, parameters).then(readRows))
  }

  /** As `query`, for what takes a millisecond by a key: on a connection of its own, so that it waits for no reader that counts. */
  async lookUp(name: string, parameters: Parameters = {}): Promise<ResultRow[]> {
    const turn = this.#lookingUp.then(() => run(this.#byKey, namedStatement(name, {}), parameters).then(readRows))
    this.#lookingUp = settled(turn)
    return turn
  }

  /** Streams a composed query chunk by chunk, so that a large answer is never whole in memory. */
  async *stream(
    text: string,
    parameters: Parameters = {},
  ): AsyncGenerator<{ names: string[]; types: DuckDBType[]; columns: DuckDBValue[][] }> {
    const connection = await this.#take()
    try {
      const { values, types: given } = used(text, parameters)
      const result = await connection.stream(text, values, given)
      const names = result.deduplicatedColumnNames()
      const types = result.columnTypes()
      for await (const chunk of result) {
        yield { names, types, columns: names.map((_, index) => chunk.getColumnValues(index)) }
      }
    } finally {
      this.#give(connection)
    }
  }

  /** Hands the rows of a composed query on as the engine has them, chunk by chunk: to another engine, with no value in between. */
  async handOver(
    text: string,
    parameters: Parameters,
    begin: (columns: readonly { name: string; type: string }[]) => Promise<(chunk: DuckDBDataChunk) => void>,
  ): Promise<void> {
    await this.#read(async (connection) => {
      const { values, types } = used(text, parameters)
      const result = await connection.stream(text, values, types)
      const names = result.deduplicatedColumnNames()
      const take = await begin(names.map((name, index) => ({ name, type: result.columnType(index).toString() })))
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
        take(chunk)
    })
  }

  /**
   * One transaction of the one writer; transactions wait for each other. Everything in `work` is committed together or
   * not at all, and the version grows when `work` called `touch`.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const turn = this.#writing.then(() => this.#write(work))
    this.#writing = settled(turn)
    return turn
  }

  /**
   * As `transaction`, and no `record` runs meanwhile: for what both write by, such as whether a year is frozen. What is
   * recorded in `work` is recorded in this transaction; to wait for `record` in it would be to wait for ever.
   */
  async alone<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#still(() => this.#write(work))
  }

  /**
   * A transaction beside the writer's, for tables that no load touches (accounts, sessions, the audit trail): a sign-in
   * does not wait for a load of minutes. These transactions wait for each other; readers of figures see nothing new.
   */
  async record<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const turn = this.#recording.then(async () => {
      await this.#recorder.run('begin transaction')
      try {
        const result = await work(new Transaction(this.#recorder))
        await this.#recorder.run('commit')
        return result
      } catch (error) {
        await this.#recorder.run('rollback').catch(() => undefined)
        throw error
      }
    })
    this.#recording = settled(turn)
    return turn
  }

  /** Writes the log into the file. Waits for running transactions. */
  async checkpoint(): Promise<void> {
    const turn = this.#writing.then(() => this.#writer.run('checkpoint'))
    this.#writing = settled(turn)
    await turn
  }

  /** Does `work` while the file holds everything and nothing is written to it; readers go on. */
  async atRest<T>(work: () => Promise<T>): Promise<T> {
    return this.#still(async () => {
      await this.#writer.run('checkpoint')
      return work()
    })
  }

  /** Waits for running transactions and closes the file. */
  async close(): Promise<void> {
    await Promise.all([this.#writing, this.#recording, this.#lookingUp])
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#writer.closeSync()
    this.#recorder.closeSync()
    this.#byKey.closeSync()
    this.#engine.closeSync()
  }

  /** Does `work` when it is its turn to write. Only then the recorder waits, too: nobody's sign-in waits for a load before it. */
  async #still<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#writing.then(() => {
      const still = this.#recording.then(work)
      this.#recording = settled(still)
      return still
    })
    this.#writing = settled(turn)
    return turn
  }

  async #write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const transaction = new Transaction(this.#writer)
    await this.#writer.run('begin transaction')
    try {
      const result = await work(transaction)
      if (transaction.isTouched) await tellReaders(transaction)
      await this.#writer.run('commit')
      if (transaction.isTouched) this.#version++
      for (const shows_from of transaction.touches) this.#states.add(shows_from)
      return result
    } catch (error) {
      await this.#writer.run('rollback').catch(() => undefined)
      throw error
    }
  }

  async #prepare(): Promise<void> {
    const writer = this.#writer
    await writer.run('create table if not exists schema_version (name varchar primary key, position integer not null)')
    const known = (await readRows(await writer.run('select name from schema_version order by position'))).map(
      (row) => row.name as string,
    )
    const steps = statementsIn('schema')
    const strange = known.find((name) => !steps.includes(name))
    if (strange) {
      throw new ShouwangError('warehouse_newer', `数据仓库是由更新的版本建立的（${strange}），请升级程序后再打开。`, {
        step: strange,
      })
    }
    await writer.run('begin transaction')
    for (const [position, step] of steps.entries()) {
      if (known.includes(step)) continue
      await writer.run(statement(step))
      await writer.run('insert into schema_version values ($name, $position)', { name: step, position })
    }
    for (const name of statementsIn('macros')) await writer.run(statement(name))
    for (const [position, duty] of dutyCatalogue().entries()) {
      const { values, types } = used(statement('loading/duty'), { ...duty, position })
      await writer.run(statement('loading/duty'), values, types)
    }
    const version = await readRows(await writer.run('select version from state'))
    this.#version = version[0]?.version as number
    for (const row of await readRows(await writer.run(statement('loading/state_changes'))))
      this.#states.add((row.shows_from as string | null) ?? undefined)
    await writer.run('commit')
    await writer.run('set lock_configuration = true')
  }

  async #read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#take()
    try {
      return await work(connection)
    } finally {
      this.#give(connection)
    }
  }

  #take(): Promise<DuckDBConnection> {
    const connection = this.#idle.pop()
    return connection ? Promise.resolve(connection) : new Promise((resolve) => this.#waiting.push(resolve))
  }

  #give(connection: DuckDBConnection): void {
    const next = this.#waiting.shift()
    if (next) next(connection)
    else this.#idle.push(connection)
  }
}

/** What may be done inside a transaction. */
export class Transaction {
  readonly #connection: DuckDBConnection
  readonly #touches: (string | undefined)[] = []

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  get isTouched(): boolean {
    return this.#touches.length > 0
  }

  /** From when on each change shows. */
  get touches(): readonly (string | undefined)[] {
    return this.#touches
  }

  /** Says that readers will see something new: from a local time on, or, without one, at whatever instant they ask for. */
  touch(shows_from?: string): void {
    this.#touches.push(shows_from)
  }

  /** Rows of a named statement, inside this transaction. */
  async query(name: string, parameters: Parameters = {}, identifiers: Identifiers = {}): Promise<ResultRow[]> {
    return readRows(await run(this.#connection, namedStatement(name, identifiers), parameters))
  }

  /** Runs a named statement and answers how many rows it changed. */
  async run(name: string, parameters: Parameters = {}, identifiers: Identifiers = {}): Promise<number> {
    const result = await run(this.#connection, namedStatement(name, identifiers), parameters)
    return result.rowsChanged
  }

  /** Appends rows to a table; `temp` for a staged one. Call `close` on what it answers. */
  async appender(table: string, isTemp = false): Promise<RowAppender> {
    return new RowAppender(
      await this.#connection.createAppender(table, isTemp ? 'main' : undefined, isTemp ? 'temp' : undefined),
    )
  }
}

/** A later reader, after a restart too, can tell what changed; what was computed before a change that shows at every instant goes. */
async function tellReaders(transaction: Transaction): Promise<void> {
  await transaction.run('loading/touch')
  for (const shows_from of transaction.touches)
    await transaction.run('loading/add_state_change', { shows_from_at: shows_from ?? null })
  if (transaction.touches.includes(undefined)) await transaction.run('kept/empty')
}

/** Over, well or not: whoever waits for it does not care for its error. */
const settled = (turn: Promise<unknown>): Promise<unknown> => turn.catch(() => undefined)

async function run(connection: DuckDBConnection, text: string, parameters: Parameters): Promise<DuckDBResult> {
  const { values, types } = used(text, parameters)
  return Object.keys(values).length === 0 ? connection.run(text) : connection.run(text, values, types)
}

/**
 * DuckDB refuses a parameter that a statement does not name; a caller may hand over all it has. `as_of` and what ends in
 * `_at` are instants (local time as text), lists are lists of text.
 */
export function used(
  text: string,
  parameters: Parameters,
): { values: Record<string, DuckDBValue>; types: Record<string, DuckDBType> } {
  const values: Record<string, DuckDBValue> = {}
  const types: Record<string, DuckDBType> = {}
  for (const [name, value] of Object.entries(parameters)) {
    if (!new RegExp(`\\$${name}\\b`).test(text)) continue
    if (isList(value)) {
      values[name] = listValue([...value])
      types[name] = LIST(VARCHAR)
    } else if (typeof value === 'string' && (name === 'as_of' || name.endsWith('_at'))) {
      values[name] = new DuckDBTimestampValue(microsOf(value))
      types[name] = TIMESTAMP
    } else values[name] = value instanceof Uint8Array ? blobValue(value) : value
  }
  return { values, types }
}

const isList = (value: Parameter): value is readonly string[] => Array.isArray(value)

/** The folder is its owner's alone: the engine makes its log and temporary files readable by all. */
function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
}
