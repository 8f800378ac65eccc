import { openTables } from '../../pipeline/reading/index.ts'
import type { KnownColumns, RawCell, ReadingLimits, Row, Table } from '../../pipeline/reading/table.ts'
import type { OpenFile } from '../../pipeline/sources/source.ts'

/** The columns of a small register: field → headers. */
export function knownColumns(fields: Readonly<Record<string, readonly string[]>>): KnownColumns {
  const by_header = new Map(
    Object.entries(fields).flatMap(([field, headers]) => headers.map((header) => [header, field] as const)),
  )
  return { least: 3, fieldOf: (header) => by_header.get(header), isValidId: (text) => /^99\d{15}[\dX]$/.test(text) }
}

export const CENSUS = knownColumns({
  child_id: ['身份证号', '公民身份号码'],
  name: ['姓名', '儿童姓名'],
  sex: ['性别'],
  village: ['村(社区)', '村'],
  school: ['学校', '就读学校'],
  phone: ['电话', '联系电话'],
})

export async function tablesOf(
  file: OpenFile,
  options: { known?: KnownColumns | null; limits?: ReadingLimits } = {},
): Promise<Table[]> {
  const { known = CENSUS, limits } = options
  const { tables } = await openTables(file, { known: () => known, limits })
  return tables
}

export async function rowsOf(table: Table): Promise<Row[]> {
  const rows: Row[] = []
  for await (const block of table.rows()) rows.push(...block)
  return rows
}

/** The only table of a file, its rows as texts with their numbers in front. */
export async function textRows(
  file: OpenFile,
  options: Parameters<typeof tablesOf>[1] = {},
): Promise<(string | number)[][]> {
  const [table] = await tablesOf(file, options)
  if (!table) throw new Error('no table')
  return (await rowsOf(table)).map((row) => [row.number, ...row.cells.map((cell) => textOf(cell, table))])
}

const textOf = (cell: RawCell, table: Table): string =>
  typeof cell === 'string' ? table.decode(cell) : JSON.stringify(cell)
