import type { CellObject } from '@e965/xlsx'
import type { MergedRange, NumberCell, RawCell, ReadingLimits, Row } from '../table.ts'
import { WorkbookFault } from './fault.ts'
import { MAX_SHEET_COLUMNS, MAX_SHEET_ROWS, MergeFiller } from './merges.ts'
import { formatShows } from './number-format.ts'

/** Days from 1899-12-31 to 1904-01-01: what a serial of a 1904 workbook lacks. */
const DAYS_TO_1904 = 1462
/** Rows that are handed out together. */
const BLOCK_ROWS = 1000

/** The cells of a sheet as SheetJS has them: by row and column from 0, with gaps. */
export interface SheetCells {
  data: readonly (readonly (CellObject | undefined)[] | undefined)[]
  merges: readonly MergedRange[]
  is_1904: boolean
}

const isFilled = (cell: RawCell | undefined): boolean =>
  cell !== null && cell !== undefined && (typeof cell !== 'string' || /\S/.test(cell))

/** The rows of a sheet in blocks, from row 1 down to the last row with a filled cell (registers.md, Reading). */
export function* sheetRows({ data, merges, is_1904 }: SheetCells, limits: ReadingLimits): Generator<Row[]> {
  if (data.length > MAX_SHEET_ROWS) throw new WorkbookFault('hostile', 'a row outside the sheet')
  const filler = new MergeFiller(merges, limits.max_columns)
  const cellOf = cellReader(is_1904, limits)
  let rows: Row[] = []
  let emitted = 0
  for (let index = 0; index < data.length; index++) {
    const number = index + 1
    try {
      const cells = cellsOf(data[index] ?? [], cellOf, limits)
      if (cells.length === 0 || !filler.fill(number, cells, isFilled)) continue
      if (number > limits.max_rows) throw new WorkbookFault('hostile', 'too many rows')
      while (emitted + 1 < number) rows.push({ number: ++emitted, cells: [] })
      rows.push({ number: (emitted = number), cells })
    } catch (error) {
      throw error instanceof WorkbookFault ? error.at({ row: number }) : error
    }
    if (rows.length < BLOCK_ROWS) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

type CellReader = (cell: CellObject | undefined) => RawCell

/** The cells of a row down to its last filled one; none where it has none. */
function cellsOf(row: readonly (CellObject | undefined)[], cellOf: CellReader, limits: ReadingLimits): RawCell[] {
  if (row.length > MAX_SHEET_COLUMNS) throw new WorkbookFault('hostile', 'a cell outside the sheet')
  const cells: RawCell[] = []
  for (let column = 0; column < row.length; column++) {
    const content = cellOf(row[column])
    if (!isFilled(content)) continue
    if (column >= limits.max_columns) throw new WorkbookFault('hostile', 'too many columns')
    while (cells.length < column) cells.push(null)
    cells.push(content)
  }
  return cells
}

function cellReader(is_1904: boolean, limits: ReadingLimits): CellReader {
  const known = new Map<string, NumberCell['shows']>()
  const showsOf = (format: string): NumberCell['shows'] => {
    const shows = known.get(format) ?? formatShows(format)
    known.set(format, shows)
    return shows
  }
  const numberOf = (value: number, format: unknown): RawCell => {
    if (!Number.isFinite(value)) return null
    const shows = typeof format === 'string' ? showsOf(format) : 'number'
    if (!is_1904) return { value, shows }
    const as_serial = value + DAYS_TO_1904
    return shows === 'number' ? { value, shows, as_serial } : { value: as_serial, shows }
  }
  return (cell) => {
    // registers.md, Reading: an error value is an empty cell
    if (cell === undefined || cell.t === 'e') return null
    const { v: value } = cell
    if (typeof value === 'number') return numberOf(value, cell.z)
    if (typeof value === 'boolean') return value
    if (typeof value !== 'string') return null
    if (value.length > limits.max_cell_bytes) throw new WorkbookFault('hostile', 'a cell is too long')
    return value
  }
}
