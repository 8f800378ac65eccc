import type { Header, HeaderColumn, KnownColumns, MergedRange, RawCell, Row, Table } from './table.ts'

/** The header is one of the first rows; below this one it is not looked for. */
export const MAX_HEADER_ROW = 50
/** A header is short; longer cells (in bytes) are not looked at. */
const LONGEST_HEADER = 600

/** White space of every kind, also that of no width, and the asterisk that marks required columns. */
const NOT_OF_THE_NAME = /[\s*\u200b-\u200d\u2060]/g
const TRAILING_NOTE = /(?:\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕)$/

/**
 * A header's text as it is compared (registers.md, Reading, header text): NFKC, all white space and `*` removed; in
 * `name` the trailing bracketed notes dropped too.
 */
export function normalizeHeader(text: string): { name: string; name_with_note: string } {
  const name_with_note = text.normalize('NFKC').replace(NOT_OF_THE_NAME, '')
  let name = name_with_note
  while (TRAILING_NOTE.test(name)) name = name.replace(TRAILING_NOTE, '')
  return { name, name_with_note }
}

/** The field that a header names: with its notes, as `村(社区)` is a header itself, then with ever fewer of them. */
function fieldOf(name_with_note: string, known: KnownColumns): string | undefined {
  let name = name_with_note
  for (;;) {
    const field = known.fieldOf(name)
    if (field !== undefined || !TRAILING_NOTE.test(name)) return field
    name = name.replace(TRAILING_NOTE, '')
  }
}

type Decoding = Pick<Table, 'decode' | 'merges'>

function textOf(cell: RawCell | undefined, { decode }: Decoding): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell.length > LONGEST_HEADER ? '' : decode(cell)
  return typeof cell === 'boolean' ? '' : String(cell.value)
}

function columnOf(index: number, text: string, known: KnownColumns): HeaderColumn {
  const { name, name_with_note } = normalizeHeader(text)
  return { index, text, name, name_with_note, field: fieldOf(name_with_note, known) }
}

/** The columns of a row were it the header, one an index; a cell of nothing but a note names no column. */
function columnsOf(row: Row, decoding: Decoding, known: KnownColumns): Map<number, HeaderColumn> {
  const columns = new Map<number, HeaderColumn>()
  for (const [index, cell] of row.cells.entries()) {
    const column = columnOf(index, textOf(cell, decoding), known)
    if (column.name !== '') columns.set(index, column)
  }
  return columns
}

const fieldCount = (columns: Iterable<HeaderColumn>): number =>
  new Set([...columns].flatMap((column) => column.field ?? [])).size

/** How many of the register's columns a row holds, were it the header. */
export function knownFieldCount(row: Row, decoding: Decoding, known: KnownColumns | null): number {
  return known === null ? 0 : fieldCount(columnsOf(row, decoding, known).values())
}

/** Whether a row goes on a header: it holds a known header and no valid id. */
function isSecondRow(
  row: Row,
  columns: ReadonlyMap<number, HeaderColumn>,
  decoding: Decoding,
  known: KnownColumns,
): boolean {
  if (![...columns.values()].some((column) => column.field !== undefined)) return false
  return !row.cells.some((cell) => typeof cell === 'string' && known.isValidId(textOf(cell, decoding)))
}

/**
 * Finds the header among a table's first rows (registers.md, Reading): the first row with at least three of the register's
 * columns; or two rows, of which the lower one names the columns and the upper one those that the lower leaves empty. A
 * row above counts as the upper one only where it brings a known column: a title does not.
 */
export function headerIn(rows: readonly Row[], decoding: Decoding, known: KnownColumns): Header | null {
  for (const [position, row] of rows.entries()) {
    if (row.number > MAX_HEADER_ROW) return null
    const upper = columnsOf(row, decoding, known)
    const count = fieldCount(upper.values())
    const next = rows[position + 1]
    if (next && count > 0) {
      const lower = columnsOf(next, decoding, known)
      if (isSecondRow(next, lower, decoding, known)) {
        const from_above = [...upper].filter(([index]) => !lower.has(index))
        const both = new Map([...from_above, ...lower])
        const is_header = count >= known.least || from_above.some(([, column]) => column.field !== undefined)
        if (is_header && fieldCount(both.values()) >= known.least) {
          const columns = withoutContinued(
            both,
            (index) => (lower.has(index) ? next.number : row.number),
            decoding.merges,
          )
          return { rows: [row.number, next.number], columns }
        }
      }
    }
    if (count < known.least) continue
    return { rows: [row.number], columns: withoutContinued(upper, () => row.number, decoding.merges) }
  }
  return null
}

/** A header merged over several columns is one column: its value stands in all of them, but it names the first. */
function withoutContinued(
  columns: ReadonlyMap<number, HeaderColumn>,
  rowOf: (index: number) => number,
  merges: readonly MergedRange[] = [],
): HeaderColumn[] {
  const header_merges = merges.filter((range) => range.top <= MAX_HEADER_ROW + 1 && range.left < range.right)
  const isContinued = ({ index }: HeaderColumn): boolean => {
    const row = rowOf(index)
    return header_merges.some(
      (range) =>
        range.top <= row &&
        row <= range.bottom &&
        range.left < index &&
        index <= range.right &&
        columns.has(range.left),
    )
  }
  return [...columns.values()].filter((column) => !isContinued(column)).sort((a, b) => a.index - b.index)
}

/** Finds the header of a table; null where its first rows hold none. Reads no further than it must. */
export async function findHeader(table: Table, known: KnownColumns): Promise<Header | null> {
  const rows: Row[] = []
  for await (const block of table.rows()) {
    rows.push(...block.slice(0, MAX_HEADER_ROW + 1))
    if (rows.length > MAX_HEADER_ROW) break
  }
  return headerIn(rows, table, known)
}
