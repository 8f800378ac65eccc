import {
  AsyncByteQueue,
  Bool,
  Field,
  Float64,
  Int32,
  makeBuilder,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  type Data,
  type DataType,
} from 'apache-arrow'
import type { ColumnSpec, ColumnType } from '../columns.ts'

const TYPES: Readonly<Record<ColumnType, () => DataType>> = {
  text: () => new Utf8(),
  texts: () => new Utf8(),
  integer: () => new Int32(),
  number: () => new Float64(),
  rate: () => new Float64(),
  boolean: () => new Bool(),
  // An instant has no place: consumers show it in the zone they like.
  instant: () => new TimestampMillisecond('UTC'),
}

/**
 * A table as an Arrow IPC stream, one record batch a block: the whole table is never in memory. Text is Utf8, counts
 * are Int32, rates Float64, instants Timestamp(ms, UTC); everything is nullable. Without blocks it is the schema alone.
 */
export async function* arrowOf(
  columns: readonly ColumnSpec[],
  blocks: Iterable<Iterable<object>> | AsyncIterable<Iterable<object>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, TYPES[type](), true)))
  const written = new WrittenBytes()
  const writer = new RecordBatchStreamWriter().reset(written, schema)
  yield written.take()
  for await (const rows of blocks) {
    const batch = recordBatch(schema, columns, rows)
    if (batch.numRows === 0) continue
    writer.write(batch)
    yield written.take()
  }
  writer.finish()
  yield written.take()
}

function recordBatch(schema: Schema, columns: readonly ColumnSpec[], rows: Iterable<object>): RecordBatch {
  const builders = schema.fields.map((field) => makeBuilder({ type: field.type as DataType, nullValues: [null] }))
  let length = 0
  for (const row of rows as Iterable<Record<string, unknown>>) {
    for (let c = 0; c < columns.length; c++) {
      const { name, type } = columns[c] as ColumnSpec
      builders[c]?.append(arrowValue(row[name], type))
    }
    length++
  }
  const children = builders.map((builder): Data => builder.finish().flush() as Data)
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, children }))
}

function arrowValue(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null
  if (type === 'instant') return typeof value === 'string' ? Date.parse(value) : null
  if (type === 'texts') return Array.isArray(value) ? value.join(';') : null
  return value
}

/** Arrow's own queue hands bytes to whoever waits; here they are taken after each batch instead. */
class WrittenBytes extends AsyncByteQueue {
  #parts: Uint8Array[] = []
  #length = 0

  override write(value: ArrayBufferView | ArrayBuffer): void {
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value)
    this.#parts.push(bytes)
    this.#length += bytes.byteLength
  }

  /** What was written since the last time, as one copy. */
  take(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.byteLength
    }
    this.#parts = []
    this.#length = 0
    return whole
  }
}
