import type { Range } from '@e965/xlsx'
import type { MergedRange, RawCell } from '../table.ts'
import { WorkbookFault } from './fault.ts'

/** Excel's own bounds. */
export const MAX_SHEET_ROWS = 1_048_576
export const MAX_SHEET_COLUMNS = 16_384
/** More merged ranges than this are no clerk's. */
export const MAX_MERGES = 200_000
/** Most cells of one sheet that are filled by merges. */
const MAX_MERGED_CELLS = 5_000_000

/** A sheet's merged ranges, which SheetJS counts from row 0, from top to bottom and left to right; those of a single cell are none. */
export function mergedRanges(ranges: readonly Range[]): MergedRange[] {
  return ranges
    .map(({ s, e }) => ({
      top: Math.min(s.r, e.r) + 1,
      left: Math.min(s.c, e.c),
      bottom: Math.max(s.r, e.r) + 1,
      right: Math.max(s.c, e.c),
    }))
    .map((range) => {
      const { top, left, bottom, right } = range
      const is_inside = top >= 1 && left >= 0 && bottom <= MAX_SHEET_ROWS && right < MAX_SHEET_COLUMNS
      if (!is_inside) throw new WorkbookFault('damaged', 'a merged range that is none')
      return range
    })
    .filter(({ top, left, bottom, right }) => top !== bottom || left !== right)
    .sort((a, b) => a.top - b.top || a.left - b.left)
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
      if (this.#filled > MAX_MERGED_CELLS) throw new WorkbookFault('hostile', 'too many merged cells')
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
