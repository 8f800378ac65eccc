import type { Column, Direction } from './table.ts'

const NAME = 'sort'
const SHORT: Readonly<Record<Direction, string>> = { ascending: 'asc', descending: 'desc' }

/** By which column a table is sorted, and which way. */
export interface Sort {
  key: string
  direction: Direction
}

/** The order that an address asks of a table, of which a page may have several; null: as the rows come. */
export function sortOf(query: URLSearchParams, table: string): Sort | null {
  for (const value of query.getAll(NAME)) {
    const [of, key, short] = value.split('.')
    const direction = (['ascending', 'descending'] as const).find((each) => SHORT[each] === short)
    if (of === table && key !== undefined && direction !== undefined) return { key, direction }
  }
  return null
}

/** The order as the address has it. */
export const sortParameter = (table: string, { key, direction }: Sort): { name: string; value: string } => ({
  name: NAME,
  value: `${table}.${key}.${SHORT[direction]}`,
})

/**
 * What an address asks for besides the order of a table, and besides what a form of the page did. `from` is the parameter
 * that says where in the order the rows in sight begin: in another order they begin anew.
 */
export const besidesSort = (query: URLSearchParams, table: string, from?: string): [string, string][] =>
  [...query].filter(
    ([name, value]) => name !== from && !name.startsWith('/') && (name !== NAME || !value.startsWith(`${table}.`)),
  )

/** The orders of all tables in an address. */
export const sortsOf = (query: URLSearchParams): [string, string][] => [...query].filter(([name]) => name === NAME)

/** An address of the same page (`?…#…`) with the orders that the present one has. */
export function keepSorts(address: string, present: URLSearchParams): string {
  const sorts = new URLSearchParams(sortsOf(present)).toString()
  if (sorts === '') return address
  const [path = '', place] = address.split('#')
  return `${path}${path.includes('?') ? '&' : '?'}${sorts}${place === undefined ? '' : `#${place}`}`
}

/**
 * What a press on a column's header makes of the order: numbers first from the largest, texts from A; then the other way;
 * then as the rows came.
 */
export function nextSort<Row>(column: Column<Row>, sort: Sort | null): Sort | null {
  const first: Direction = column.isNumber ? 'descending' : 'ascending'
  if (sort?.key !== column.key) return { key: column.key, direction: first }
  return sort.direction === first
    ? { key: column.key, direction: first === 'ascending' ? 'descending' : 'ascending' }
    : null
}
