import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBResult,
  type DuckDBValue,
} from '@duckdb/node-api'
import { ShouwangError } from '../errors.ts'

export type Cell = string | number | bigint | boolean | Uint8Array | null | Cell[]
export type ResultRow = Record<string, Cell>

/**
 * Rows as plain values: counts as numbers, days as `2026-09-01`, instants as `2026-09-01T08:30:00` (the county's local
 * time), identities (HUGEINT) as bigint, blobs as bytes.
 */
export async function readRows(result: DuckDBResult): Promise<ResultRow[]> {
  const names = result.deduplicatedColumnNames()
  const wide = names.map((_, index) => result.columnType(index).toString() === 'HUGEINT')
  const rows: ResultRow[] = []
  for await (const chunk of result) {
    const columns = names.map((_, index) => chunk.getColumnValues(index))
    for (let r = 0; r < chunk.rowCount; r++) {
      const row: ResultRow = {}
      for (let c = 0; c < names.length; c++) row[names[c] as string] = plain(columns[c]?.[r] ?? null, wide[c] ?? false)
      rows.push(row)
    }
  }
  return rows
}

export function plain(value: DuckDBValue, isWide = false): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (typeof value === 'bigint') return isWide ? value : toNumber(value)
  if (value instanceof DuckDBDateValue) return value.toString()
  if (value instanceof DuckDBTimestampValue) return formatLocal(value.micros)
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array) return value.bytes
  if (typeof value === 'object' && 'items' in value && Array.isArray(value.items))
    return value.items.map((item) => plain(item as DuckDBValue))
  throw new ShouwangError('internal', `a query answered with a value that has no plain form: ${String(value)}`)
}

function toNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new ShouwangError('internal', `a count is too large: ${value}`)
  return number
}

/** Microseconds since 1970 in the county's local time as `2026-09-01T08:30:00`, with a fraction where there is one. */
export function formatLocal(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(0, 19)
  const fraction = Number(((micros % 1_000_000n) + 1_000_000n) % 1_000_000n)
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}

/** The reverse: microseconds of a local time as text. */
export function microsOf(local: string): bigint {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?$/.exec(local)
  if (!match) throw new ShouwangError('internal', `not a local time: ${local}`)
  return BigInt(Date.parse(`${match[1]}T${match[2]}Z`)) * 1000n + BigInt((match[3] ?? '').padEnd(6, '0') || '0')
}
