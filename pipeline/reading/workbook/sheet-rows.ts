import type { MergedRange, NumberCell, RawCell, ReadingLimits, Row } from '../table.ts'
import { cellPlace, MAX_SHEET_COLUMNS, MAX_SHEET_ROWS, MergeFiller } from './merges.ts'
import { cellText, isTrue, StringItem } from './parts.ts'
import { attribute, XmlFault, type XmlHandler } from './xml.ts'

/** Days from 1899-12-31 to 1904-01-01: what a serial of a 1904 workbook lacks. */
const DAYS_TO_1904 = 1462

export interface SheetContext {
  limits: ReadingLimits
  shared_strings: readonly string[]
  /** What each cell style shows. */
  shows: readonly NumberCell['shows'][]
  is_1904: boolean
  merges: readonly MergedRange[]
}

const isFilled = (cell: RawCell | undefined): boolean =>
  cell !== null && cell !== undefined && (typeof cell !== 'string' || /\S/.test(cell))

/** What is known of the cell that is being read. */
interface OpenCell {
  column: number
  type: string
  style: number
  value: string
}

/** Makes rows of the worksheet's XML as it comes by (ECMA-376 part 1, 18.3). */
export class SheetRows implements XmlHandler {
  readonly #context: SheetContext
  readonly #merges: MergeFiller
  readonly #inline: StringItem
  #rows: Row[] = []
  /** The last row that was handed out; blank rows up to the next filled one follow from it. */
  #emitted = 0
  #number = 0
  #cells: RawCell[] = []
  #is_in_data = false
  #is_done = false
  #is_in_row = false
  #next_column = 0
  #cell: OpenCell | null = null
  #is_in_value = false
  #is_inline = false

  constructor(context: SheetContext) {
    this.#context = context
    this.#merges = new MergeFiller(context.merges, context.limits.max_columns)
    this.#inline = new StringItem(context.limits.max_cell_bytes)
  }

  /** The row that is being read, for messages; 0 before the first. */
  get row_number(): number {
    return this.#number
  }

  /** Whether the last row has been: what stands behind the rows is not looked at. */
  get is_done(): boolean {
    return this.#is_done
  }

  /** The rows that became whole since the last call. */
  take(): Row[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: string): void {
    if (this.#is_inline) this.#inline.open(name)
    else if (this.#cell) {
      if (name === 'v') this.#is_in_value = true
      else if (name === 'is') this.#is_inline = true
    } else if (this.#is_in_row) {
      if (name === 'c') this.#openCell(attributes)
    } else if (this.#is_in_data) {
      if (name === 'row') this.#openRow(attributes)
    } else if (name === 'sheetData') this.#is_in_data = !this.#is_done
  }

  text(raw: string): void {
    if (this.#is_inline) return this.#inline.text(raw)
    if (!this.#is_in_value || !this.#cell) return
    this.#cell.value += raw
    if (this.#cell.value.length > this.#context.limits.max_cell_bytes)
      throw new XmlFault('hostile', 'a cell is too long')
  }

  close(name: string): void {
    if (this.#is_inline && name === 'is') this.#is_inline = false
    else if (this.#is_inline) this.#inline.close(name)
    else if (name === 'v') this.#is_in_value = false
    else if (name === 'c' && this.#cell) this.#closeCell(this.#cell)
    else if (name === 'row' && this.#is_in_row) this.#closeRow()
    else if (name === 'sheetData') {
      this.#is_in_data = false
      this.#is_done = true
    }
  }

  #openRow(attributes: string): void {
    const given = attribute(attributes, 'r')
    const number = given === undefined ? this.#number + 1 : Number(given)
    if (!Number.isInteger(number) || number <= this.#number || number > MAX_SHEET_ROWS) {
      throw new XmlFault('damaged', `row ${number} after row ${this.#number}`)
    }
    this.#number = number
    this.#cells = []
    this.#next_column = 0
    this.#is_in_row = true
  }

  #openCell(attributes: string): void {
    const reference = attribute(attributes, 'r')
    const place = reference === undefined ? { column: this.#next_column } : cellPlace(reference)
    if (!place || place.column >= MAX_SHEET_COLUMNS) throw new XmlFault('hostile', 'a cell outside the sheet')
    const style = attribute(attributes, 's')
    this.#cell = {
      column: place.column,
      type: attribute(attributes, 't') ?? 'n',
      style: style === undefined ? -1 : Number(style),
      value: '',
    }
  }

  #closeCell(cell: OpenCell): void {
    this.#cell = null
    this.#next_column = cell.column + 1
    const content = this.#contentOf(cell)
    if (!isFilled(content)) return
    if (cell.column >= this.#context.limits.max_columns) throw new XmlFault('hostile', 'too many columns')
    while (this.#cells.length < cell.column) this.#cells.push(null)
    this.#cells[cell.column] = content
  }

  #contentOf(cell: OpenCell): RawCell {
    switch (cell.type) {
      case 's':
        return cell.value === '' ? null : (this.#context.shared_strings[Number(cell.value)] ?? null)
      case 'inlineStr':
        return this.#inline.take()
      case 'b':
        return cell.value === '' ? null : isTrue(cell.value.trim())
      case 'e':
        return null // registers.md, Reading: an error value is an empty cell
      case 'n':
        return this.#numberOf(cell)
      default:
        return cellText(cell.value) // `str`, what a formula gave; `d`, a date in ISO 8601
    }
  }

  #numberOf(cell: OpenCell): RawCell {
    const text = cell.value.trim()
    if (text === '') return null
    const value = Number(text)
    if (!Number.isFinite(value)) return cellText(text)
    const shows = this.#context.shows[cell.style] ?? 'number'
    if (!this.#context.is_1904) return { value, shows }
    const as_serial = value + DAYS_TO_1904
    return shows === 'number' ? { value, shows, as_serial } : { value: as_serial, shows }
  }

  #closeRow(): void {
    this.#is_in_row = false
    const cells = this.#cells
    if (cells.length === 0) return
    const is_own = this.#merges.fill(this.#number, cells, isFilled)
    if (!is_own) return
    if (this.#number > this.#context.limits.max_rows) throw new XmlFault('hostile', 'too many rows')
    while (this.#emitted + 1 < this.#number) this.#rows.push({ number: ++this.#emitted, cells: [] })
    this.#rows.push({ number: (this.#emitted = this.#number), cells })
  }
}
