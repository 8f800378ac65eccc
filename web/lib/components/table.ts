import type { Drawing } from '../charts/drawing.ts'
import type { Status } from './status.ts'

/** One column of a DataTable; units stand in the header and not in the cells (look.md, Table). */
export interface Column<Row> {
  key: string
  label: string
  /** Numbers are right-aligned on the decimal. */
  isNumber?: boolean
  /** What the cell shows. */
  text: (row: Row) => string
  /** What the column sorts by; its text when absent. Null stands last in either direction. */
  sortBy?: (row: Row) => number | string | null
  href?: (row: Row) => string | undefined
  /** A status is shown by its mark, with shape and word, in place of the text. */
  mark?: (row: Row) => Status
  /** A drawing of our own (charts/) that stands for the text, which is then only heard. */
  picture?: (row: Row) => Drawing | undefined
}

/** Where a table's rows are had as files. */
export interface TableFiles {
  csv: string
  xlsx: string
}

/** A table's rows as files, from the API's path of the same rows. */
export const filesOf = (path: string): TableFiles => {
  const format = `${path}${path.includes('?') ? '&' : '?'}format=`
  return { csv: `${format}csv`, xlsx: `${format}xlsx` }
}

export type Direction = 'ascending' | 'descending'

/** The rows in the order of a column; rows that are equal in it keep the order they came in. */
export function sortRows<Row>(rows: readonly Row[], column: Column<Row>, direction: Direction, tag: string): Row[] {
  const key = column.sortBy ?? column.text
  const sign = direction === 'ascending' ? 1 : -1
  const collator = new Intl.Collator(tag, { numeric: true })
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * collator.compare(`${left}`, `${right}`)
  })
}
