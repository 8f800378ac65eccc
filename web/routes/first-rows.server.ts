import { sortOf } from '../lib/components/sort-address.ts'
import { sortRows, type Column } from '../lib/components/table.ts'
import { languageTag, type Language } from '../lib/format/language.ts'

/** The browser receives at most so many rows of a table at a time. */
export const MOST_ROWS = 100

/** Rows of a table that are sent, and how many there are. */
export interface FirstRows<Row> {
  rows: Row[]
  total: number
}

interface Asked<Row> {
  /** The table's name in the address. */
  name: string
  columns: readonly Column<Row>[]
  query: URLSearchParams
  language: Language
  /** How many rows stand before the first one that is sent. */
  from?: number
}

/**
 * A page of a table, of all its rows in the order that the address asks for: were they cut first, a press on a header would
 * order those in sight alone, and the largest of them would not be the largest.
 */
export function firstRows<Row>(
  rows: readonly Row[],
  { name, columns, query, language, from = 0 }: Asked<Row>,
): FirstRows<Row> {
  const sort = sortOf(query, name)
  const column = columns.find(({ key }) => key === sort?.key)
  const sorted = sort && column ? sortRows(rows, column, sort.direction, languageTag(language)) : rows
  return { rows: sorted.slice(from, from + MOST_ROWS), total: rows.length }
}
