import type { ReadingLimits } from '../table.ts'
import { WorkbookFault } from './fault.ts'
import { MAX_MERGES, MAX_SHEET_COLUMNS, MAX_SHEET_ROWS } from './merges.ts'
import { walkTags, type TagVisitor } from './xml-guard.ts'

/** What a sheet's part holds that is worth reading, as places in its bytes. */
export interface SheetShape {
  /** From behind `<sheetData>` to behind the last cell with content; equal where no cell has any. */
  data_from: number
  data_to: number
  /** The tags of its merged ranges. */
  merges: [from: number, to: number][]
  filled_cells: number
  /** Whether a cell says nothing of its column, so that its place follows from the cells before it. */
  has_unplaced_cells: boolean
}

/** A tag among the rows; a list of ranges elsewhere in a sheet may be long. */
const LONGEST_CELL_TAG = 8 * 1024
const LONGEST_TAG = 1024 * 1024

const R = 0x72
const EQUALS = 0x3d
const SPACE = 0x20

/**
 * Finds the rows and merged ranges of a sheet, and holds them to the limits before SheetJS makes an object of every cell:
 * rows in order, cells inside a sheet, no more filled ones than are allowed. `max_cells` is what is left for this sheet.
 */
export function sheetShape(bytes: Buffer, limits: Pick<ReadingLimits, 'max_cell_bytes' | 'max_cells'>): SheetShape {
  const visitor = new SheetVisitor(bytes, limits.max_cells)
  try {
    walkTags(bytes, { longest_text: limits.max_cell_bytes, longest_tag: LONGEST_TAG }, visitor)
  } catch (error) {
    throw error instanceof WorkbookFault && visitor.row > 0 ? error.at({ row: visitor.row }) : error
  }
  return visitor.shape
}

class SheetVisitor implements TagVisitor {
  readonly shape: SheetShape = { data_from: 0, data_to: 0, merges: [], filled_cells: 0, has_unplaced_cells: false }
  /** The row that is being looked at, for messages; 0 outside the rows. */
  row = 0
  readonly #bytes: Buffer
  readonly #max_cells: number
  #part: 'head' | 'rows' | 'tail' = 'head'
  #last_row = 0
  #column = -1
  #is_cell_filled = false

  constructor(bytes: Buffer, max_cells: number) {
    this.#bytes = bytes
    this.#max_cells = max_cells
  }

  open(from: number, to: number, end: number, is_empty: boolean): void {
    if (this.#part === 'rows') {
      if (end - from > LONGEST_CELL_TAG) throw new WorkbookFault('hostile', 'a tag is too long')
      if (this.#is('c', from, to)) this.#cell(to, end)
      else if (this.#is('row', from, to)) this.#row(to, end)
      else if (!is_empty && (this.#is('v', from, to) || this.#is('is', from, to))) this.#content()
    } else if (this.#part === 'head') {
      if (!this.#is('sheetData', from, to)) return
      this.#part = is_empty ? 'tail' : 'rows'
      this.shape.data_from = this.shape.data_to = end + 1
    } else if (this.#is('mergeCell', from, to)) {
      if (this.shape.merges.length >= MAX_MERGES) throw new WorkbookFault('hostile', 'too many merged ranges')
      this.shape.merges.push([from, end])
    }
  }

  close(from: number, to: number, end: number): void {
    if (this.#part !== 'rows') return
    if (this.#is('c', from, to)) {
      if (this.#is_cell_filled) this.shape.data_to = end + 1
      this.#is_cell_filled = false
    } else if (this.#is('sheetData', from, to)) {
      this.#part = 'tail'
      this.row = 0
    }
  }

  #row(from: number, end: number): void {
    const value = attributeR(this.#bytes, from, end)
    const number = value === null ? this.#last_row + 1 : Number(this.#bytes.toString('latin1', value[0], value[1]))
    if (!Number.isInteger(number) || number <= this.#last_row || number > MAX_SHEET_ROWS) {
      throw new WorkbookFault('damaged', `a row out of place after row ${this.#last_row}`)
    }
    this.row = this.#last_row = number
    this.#column = -1
    this.#is_cell_filled = false
  }

  #cell(from: number, end: number): void {
    const value = attributeR(this.#bytes, from, end)
    if (value === null) {
      this.shape.has_unplaced_cells = true
      this.#column++
    } else this.#column = this.#columnOf(value)
    if (this.#column >= MAX_SHEET_COLUMNS) throw new WorkbookFault('hostile', 'a cell outside the sheet')
    this.#is_cell_filled = false
  }

  #content(): void {
    if (this.#is_cell_filled) return
    this.#is_cell_filled = true
    if (++this.shape.filled_cells > this.#max_cells) throw new WorkbookFault('too_large', 'too many filled cells')
  }

  /** The column of a cell's reference, whose row has to be the one that it stands in. */
  #columnOf([from, to]: [number, number]): number {
    const bytes = this.#bytes
    let at = from
    let column = 0
    for (; at < to; at++) {
      const letter = (bytes[at] as number) - 0x40
      if (letter < 1 || letter > 26) break
      column = column * 26 + letter
      if (column > MAX_SHEET_COLUMNS) return MAX_SHEET_COLUMNS
    }
    let row = 0
    for (; at < to && row <= MAX_SHEET_ROWS; at++) {
      const digit = (bytes[at] as number) - 0x30
      row = digit < 0 || digit > 9 ? Infinity : row * 10 + digit
    }
    if (column === 0 || row !== this.row) throw new WorkbookFault('damaged', 'a cell of another row')
    return column - 1
  }

  #is(name: string, from: number, to: number): boolean {
    if (to - from !== name.length) return false
    for (let i = 0; i < name.length; i++) if (this.#bytes[from + i] !== name.charCodeAt(i)) return false
    return true
  }
}

/** Where the value of the attribute `r` stands in the text of a tag's attributes; null without one. */
function attributeR(bytes: Buffer, from: number, end: number): [from: number, to: number] | null {
  let at = from
  while (at < end) {
    while (at < end && (bytes[at] as number) <= SPACE) at++
    const name_from = at
    while (at < end && bytes[at] !== EQUALS) at++
    const is_r = bytes[name_from] === R && isNameEnd(bytes, name_from + 1, at)
    at++
    while (at < end && (bytes[at] as number) <= SPACE) at++
    const quote = bytes[at]
    const value_from = at + 1
    for (at = value_from; at < end && bytes[at] !== quote; at++);
    if (is_r && at < end) return [value_from, at]
    at++
  }
  return null
}

/** Whether nothing but white space stands between a name and its equals sign. */
function isNameEnd(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] as number) > SPACE) return false
  return true
}
