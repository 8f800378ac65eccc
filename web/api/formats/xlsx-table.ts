import type { ColumnSpec, ColumnType } from '../columns.ts'
import { xlsxOf, type XlsxCell, type XlsxColumn } from './xlsx.ts'

/** A workbook is built in memory: what is longer is had as CSV, which is not. */
export const MOST_SHEET_ROWS = 50_000

const TYPES: Readonly<Record<ColumnType, XlsxColumn['type']>> = {
  text: 'text',
  texts: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'text',
  instant: 'text',
}
const WIDTHS: Readonly<Record<ColumnType, number>> = {
  text: 16,
  texts: 20,
  integer: 10,
  number: 12,
  boolean: 8,
  instant: 26,
}

/**
 * A table as a workbook of one sheet, with the columns of its CSV. Of more than 50,000 rows it holds the first, and
 * says so above them.
 */
export async function tableWorkbook(
  columns: readonly ColumnSpec[],
  blocks: AsyncIterable<readonly object[]>,
  { title, note }: { title: string; note: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const rows: XlsxCell[][] = []
  let isCut = false
  for await (const block of blocks) {
    for (const row of block as readonly Record<string, unknown>[]) {
      isCut = rows.length === MOST_SHEET_ROWS
      if (isCut) break
      rows.push(columns.map(({ name }) => cellOf(row[name])))
    }
    if (isCut) break
  }
  const cut = `只有前 ${MOST_SHEET_ROWS} 行；要全部，请导出 CSV。`
  return xlsxOf([
    {
      name: title,
      title,
      notes: isCut ? [note, cut] : [note],
      columns: columns.map(({ name, type }) => ({ header: name, width: WIDTHS[type], type: TYPES[type] })),
      rows,
    },
  ])
}

function cellOf(value: unknown): XlsxCell {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? value.join(';') : null
}
