import { arrowOf } from '../../web/api/formats/arrow.ts'
import { csvOf } from '../../web/api/formats/csv.ts'
import type { ColumnSpec } from '../../web/api/columns.ts'
import type { Io } from './io.ts'

/** Writes rows as CSV, JSON (with what they were asked for) or an Arrow stream, the same bytes as the API answers with. */
export async function writeRows(
  io: Io,
  format: string,
  columns: readonly ColumnSpec[],
  rows: readonly object[],
  about: Record<string, unknown> = {},
): Promise<void> {
  if (format === 'json') {
    io.out(`${JSON.stringify({ ...about, rows }, null, 2)}\n`)
    return
  }
  const plain = rows as readonly Record<string, string | number | boolean | null>[]
  if (format === 'csv') {
    io.out(csvOf(columns, plain))
    return
  }
  for await (const chunk of arrowOf(columns, [plain])) io.out(chunk)
}
