import { arrowOf } from '../../web/api/formats/arrow.ts'
import { csvOf } from '../../web/api/formats/csv.ts'
import type { ColumnSpec } from '../../web/api/columns.ts'
import type { Io } from './io.ts'

/** Writes rows as CSV, JSON (with what they were asked for) or an Arrow stream, as the API
 * answers with, but for the byte order mark of CSV. */
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
    // a pipe reads the first column's name as it stands; only a file for Excel needs the byte order mark
    io.out(csvOf(columns, plain).replace(/^\ufeff/, ''))
    return
  }
  for await (const chunk of arrowOf(columns, [plain])) io.out(chunk)
}
