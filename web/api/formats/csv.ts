import type { ColumnSpec } from '../columns.ts'

/** Excel reads UTF-8 only where a BOM says so. */
const BOM = '\ufeff'
const END = '\r\n'

/**
 * What a spreadsheet would take for a formula or let start a new cell: `=`, `+`, `-`, `@`, their full-width forms, a tab
 * or a line break, also behind white space or characters that show nothing. A text that begins with `'` before one of
 * them counts too, so that taking one `'` away always gives the text back.
 */
const DANGEROUS = /^'*(?:[\t\r\n]|[\s\u00ad\u200b-\u200f\u2060\ufeff\0]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/

const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/

/** A table as CSV: RFC 4180, UTF-8 with a BOM, CRLF, safe against formula injection. Unknown (null) is an empty cell. */
export function csvOf(columns: readonly ColumnSpec[], rows: Iterable<object>): string {
  return csvHead(columns) + csvRows(columns, rows)
}

/** The same block by block, so that a large table is never whole in memory. */
export async function* csvBlocks(
  columns: readonly ColumnSpec[],
  blocks: Iterable<Iterable<object>> | AsyncIterable<Iterable<object>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  yield encoder.encode(csvHead(columns))
  for await (const rows of blocks) yield encoder.encode(csvRows(columns, rows))
}

/** A text that a spreadsheet shows and never runs: a leading `'` where one is needed. */
export const guard = (text: string): string => (DANGEROUS.test(text) ? `'${text}` : text)

/** The text that `guard` was given. */
export const unguard = (text: string): string =>
  text.startsWith("'") && DANGEROUS.test(text.slice(1)) ? text.slice(1) : text

const csvHead = (columns: readonly ColumnSpec[]): string => BOM + columns.map(({ name }) => quote(name)).join(',') + END

function csvRows(columns: readonly ColumnSpec[], rows: Iterable<object>): string {
  let text = ''
  for (const row of rows as Iterable<Record<string, unknown>>) {
    for (let c = 0; c < columns.length; c++) {
      if (c > 0) text += ','
      text += cell(row[(columns[c] as ColumnSpec).name])
    }
    text += END
  }
  return text
}

/** Numbers stay numbers, also negative ones; every text is guarded. */
function cell(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'string') return quote(guard(value))
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return quote(guard(value.join(';')))
  return ''
}

const quote = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
