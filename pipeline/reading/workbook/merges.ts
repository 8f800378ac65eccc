import type { MergedRange, RawCell } from '../table.ts'
import { XmlFault } from './xml.ts'

/** Excel's own bounds. */
export const MAX_SHEET_ROWS = 1_048_576
export const MAX_SHEET_COLUMNS = 16_384
/** More merged ranges than this are no clerk's. */
const MAX_MERGES = 200_000
/** Most cells of one sheet that are filled by merges. */
const MAX_MERGED_CELLS = 5_000_000

/** A cell's row (1 is the first) and column (0 is the first); null where it is not a reference like `B4` or `$B$4`. */
export function cellPlace(reference: string): { row: number; column: number } | null {
  let column = 0
  let at = reference.charCodeAt(0) === 0x24 ? 1 : 0
  const letters_from = at
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf
    if (letter < 0x41 || letter > 0x5a) break
    column = column * 26 + (letter - 0x40)
    if (column > MAX_SHEET_COLUMNS) return null
  }
  if (at === letters_from) return null
  if (reference.charCodeAt(at) === 0x24) at++
  let row = 0
  if (at === reference.length) return null
  for (; at < reference.length; at++) {
    const digit = reference.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return null
    row = row * 10 + digit
    if (row > MAX_SHEET_ROWS) return null
  }
  return row === 0 ? null : { row, column: column - 1 }
}

/** Collects a sheet's merged ranges from the references of its `mergeCell` elements. */
export class MergedRanges {
  readonly #ranges: MergedRange[] = []

  add(reference: string): void {
    const [from = '', to = from] = reference.split(':')
    const first = cellPlace(from)
    const last = cellPlace(to)
    if (!first || !last) throw new XmlFault('damaged', 'a merged range that is none')
    if (this.#ranges.length >= MAX_MERGES) throw new XmlFault('hostile', 'too many merged ranges')
    const range = {
      top: Math.min(first.row, last.row),
      left: Math.min(first.column, last.column),
      bottom: Math.max(first.row, last.row),
      right: Math.max(first.column, last.column),
    }
    if (range.top !== range.bottom || range.left !== range.right) this.#ranges.push(range)
  }

  /** All of them, from top to bottom and left to right. */
  sorted(): MergedRange[] {
    return this.#ranges.sort((a, b) => a.top - b.top || a.left - b.left)
  }
}

interface Active extends MergedRange {
  value: RawCell
}

/**
 * Gives the value of a merged range's first cell to all its cells, row by row from the top (registers.md, Reading: merged
 * cells in the body). What another cell of the range may still hold is not seen by the clerk and gives way.
 */
export class MergeFiller {
  readonly #ranges: readonly MergedRange[]
  readonly #max_columns: number
  #next = 0
  #active: Active[] = []
  #first_bottom = MAX_SHEET_ROWS
  #filled = 0

  constructor(ranges: readonly MergedRange[], max_columns: number) {
    this.#ranges = ranges
    this.#max_columns = max_columns
  }

  /**
   * Fills the cells of a row that has filled cells; `isFilled` tells which count. Answers whether any of them is the row's
   * own and not in a range from above.
   */
  fill(row: number, cells: RawCell[], isFilled: (cell: RawCell | undefined) => boolean): boolean {
    this.#advance(row, cells, isFilled)
    if (this.#active.length === 0) return true
    const active = this.#active
    for (let index = 0; index < active.length; index++) {
      const { top, left, right } = active[index] as Active
      if (top < row) cells.fill(null, left, right + 1)
    }
    const has_own = cells.some(isFilled)
    for (let index = 0; index < active.length; index++) {
      const { left, right, value } = active[index] as Active
      this.#filled += right - left + 1
      if (this.#filled > MAX_MERGED_CELLS) throw new XmlFault('hostile', 'too many merged cells')
      while (cells.length <= right) cells.push(null)
      for (let column = left; column <= right; column++) cells[column] = value
    }
    return has_own
  }

  /** Lets go of the ranges that ended above the row and takes up those that begin in it. */
  #advance(row: number, cells: readonly RawCell[], isFilled: (cell: RawCell | undefined) => boolean): void {
    if (this.#first_bottom < row) this.#active = this.#active.filter((range) => range.bottom >= row)
    for (; this.#next < this.#ranges.length; this.#next++) {
      const range = this.#ranges[this.#next]
      if (!range || range.top > row) break
      // a range that began in a row without filled cells has nothing to give
      const value = range.top === row ? cells[range.left] : null
      if (value === undefined || !isFilled(value)) continue
      const { top, left, bottom } = range
      this.#active.push({ top, left, bottom, right: Math.min(range.right, this.#max_columns - 1), value })
    }
    this.#first_bottom = this.#active.reduce((least, range) => Math.min(least, range.bottom), MAX_SHEET_ROWS)
  }
}
