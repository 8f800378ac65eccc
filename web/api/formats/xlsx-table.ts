import type { ColumnSpec, ColumnType } from '../columns.ts'
import { cellText } from '../cell-words.ts'
import { HEADINGS } from '../headings.ts'
import type { Language, Words } from '../language.ts'
import { xlsxOf, type XlsxCell, type XlsxColumn, type XlsxSheet } from './xlsx.ts'

/** A workbook is built in memory: what is longer is had as CSV, which is not. */
export const MOST_SHEET_ROWS = 50_000

const PADDING = 2
/** `2026-10-31T12:00:00` of an instant. */
const LOCAL = 19

const TYPES: Readonly<Record<ColumnType, XlsxColumn['type']>> = {
  text: 'text',
  texts: 'text',
  integer: 'integer',
  number: 'number',
  rate: 'percent',
  boolean: 'text',
  instant: 'instant',
}
const WIDTHS: Readonly<Record<ColumnType, number>> = {
  text: 16,
  texts: 20,
  integer: 10,
  number: 12,
  rate: 10,
  boolean: 8,
  instant: 17,
}

const WORDS = {
  as_of: { zh: (instant: string) => `截至 ${instant}`, en: (instant: string) => `As of ${instant}` },
  cut: {
    zh: `只有前 ${MOST_SHEET_ROWS} 行；要全部，请导出 CSV。`,
    en: `Only the first ${MOST_SHEET_ROWS} rows; for all of them, export the CSV.`,
  },
  foot: { zh: '第 &P 页，共 &N 页', en: 'Page &P of &N' },
}

/** One table of a workbook: a sheet. */
export interface SheetTable {
  title: Words
  columns: readonly ColumnSpec[]
  blocks: AsyncIterable<readonly object[]> | Iterable<readonly object[]>
}

/**
 * Tables as a workbook, a sheet each: the columns of the CSV under people's words for them, rates as percentages, instants
 * as times of the county, codes in people's words. Of more than 50,000 rows a sheet holds the first, and says so above them. `as_of` is local.
 */
export async function tableWorkbook(
  tables: readonly SheetTable[],
  asked: { as_of: string; language: Language },
): Promise<Uint8Array<ArrayBuffer>> {
  return xlsxOf(await Promise.all(tables.map((table) => sheetOf(table, asked))))
}

async function sheetOf(
  { title, columns, blocks }: SheetTable,
  { as_of, language }: { as_of: string; language: Language },
): Promise<XlsxSheet> {
  const rows: XlsxCell[][] = []
  let isCut = false
  for await (const block of blocks) {
    for (const row of block as readonly Record<string, unknown>[]) {
      isCut = rows.length === MOST_SHEET_ROWS
      if (isCut) break
      rows.push(columns.map(({ name, type }) => cellOf(row[name], { name, type, language })))
    }
    if (isCut) break
  }
  const note = WORDS.as_of[language](as_of.slice(0, 16).replace('T', ' '))
  return {
    name: title[language],
    title: title[language],
    notes: isCut ? [note, WORDS.cut[language]] : [note],
    columns: columns.map((column) => columnOf(column, language)),
    rows,
    foot: WORDS.foot[language],
  }
}

/** A column as wide as what it holds and as its heading, of which a Chinese character takes two digits. */
function columnOf({ name, type, heading }: ColumnSpec, language: Language): XlsxColumn {
  const header = (heading ?? HEADINGS[name])?.[language] ?? name
  const width = header.replace(/[^\x20-\x7e]/g, '  ').length + PADDING
  return { header, width: Math.max(WIDTHS[type], width), type: TYPES[type] }
}

const YES_NO = { zh: { true: '是', false: '否' }, en: { true: 'yes', false: 'no' } } as const

function cellOf(value: unknown, { name, type, language }: ColumnSpec & { language: Language }): XlsxCell {
  // With the county's own offset, so that what stands before it is the county's time.
  if (type === 'instant') return typeof value === 'string' ? new Date(`${value.slice(0, LOCAL)}Z`) : null
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string') return cellText(name, value, language)
  if (typeof value === 'boolean') return YES_NO[language][`${value}`]
  return Array.isArray(value) ? value.join(';') : null
}
