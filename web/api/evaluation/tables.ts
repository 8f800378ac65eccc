import { dutyCatalogue } from '../../../queries/statements.ts'
import { columnsOf, type ColumnSpec } from '../columns.ts'
import type { XlsxCell, XlsxColumn, XlsxSheet } from '../formats/xlsx.ts'
import type { Language, Words } from '../language.ts'
import type { EVALUATION_TABLES } from '../parameters.ts'
import type { YearAnswer } from './answer.ts'
import { FURTHER_CELLS, FURTHER_WORDS, type FurtherTable } from './further-tables.ts'
import { COLUMN_WORDS, REASON_WORDS, SHEET_WORDS, TABLE_TITLES, VERIFIED_WORDS } from './words.ts'

export type EvaluationTable = (typeof EVALUATION_TABLES)[number]
type Row = Record<string, unknown>

/** The columns of each table of an evaluation, in their order. */
export const EVALUATION_COLUMNS: Readonly<Record<EvaluationTable, readonly ColumnSpec[]>> = {
  standings: [
    ...columnsOf('integer', 'band'),
    ...columnsOf('text', 'township', 'name'),
    ...columnsOf('number', 'score', 'low_90', 'high_90'),
    ...columnsOf('integer', 'rank_low', 'rank_high'),
    ...columnsOf('text', 'grade'),
    ...columnsOf('boolean', 'is_vetoed'),
    ...columnsOf('number', 'items_points', 'entries_points'),
    ...columnsOf('text', 'next_grade'),
    ...columnsOf('number', 'next_missing'),
  ],
  items: [
    ...columnsOf('text', 'township', 'name', 'duty'),
    ...columnsOf('number', 'weight'),
    ...columnsOf('integer', 'met', 'due', 'subjects'),
    ...columnsOf('rate', 'raw', 'borrowed', 'shrunk', 'verification'),
    ...columnsOf('text', 'verified_by'),
    ...columnsOf('rate', 'counted'),
    ...columnsOf('number', 'points', 'lost'),
  ],
  county: [
    ...columnsOf('text', 'duty'),
    ...columnsOf('number', 'weight'),
    ...columnsOf('rate', 'target', 'rate'),
    ...columnsOf('number', 'strength'),
    ...columnsOf('integer', 'townships'),
    ...columnsOf('number', 'lost'),
  ],
  sensitivity: [
    ...columnsOf('text', 'duty'),
    ...columnsOf('number', 'factor'),
    ...columnsOf('integer', 'moved'),
    ...columnsOf('texts', 'regraded'),
  ],
  commended: listColumns(),
  warned: listColumns(),
}

function listColumns(): ColumnSpec[] {
  return [
    ...columnsOf('text', 'township', 'name', 'grade'),
    ...columnsOf('number', 'score', 'before', 'after'),
    ...columnsOf('texts', 'reasons'),
  ]
}

/** The rows of one of them. */
export function evaluationRows(answer: YearAnswer, table: EvaluationTable): Row[] {
  switch (table) {
    case 'standings':
      return answer.standings.map(({ low, high, next, ...row }) => ({
        ...row,
        low_90: low,
        high_90: high,
        next_grade: next?.name ?? null,
        next_missing: next?.missing ?? null,
      }))
    case 'items':
      return answer.standings.flatMap(({ township, name, items }) =>
        items.map(({ total, ...item }) => ({ township, name, ...item, due: total })),
      )
    case 'county':
      return answer.items
    case 'sensitivity':
      return answer.sensitivity
    case 'commended':
      return answer.commended.map((row) => ({ ...row }))
    case 'warned':
      return answer.warned.map((row) => ({ ...row }))
  }
}

const TYPES = { text: 'text', texts: 'text', boolean: 'text', integer: 'integer', number: 'number', rate: 'percent', instant: 'instant' } as const // prettier-ignore
const WIDTHS = { text: 14, texts: 40, boolean: 10, integer: 9, number: 11, rate: 10, instant: 17 } as const
/** Of points and weights: more digits would say more than the draws know. */
const DIGITS = 2

/** All tables of a year's evaluation as a workbook, a sheet each. */
export function evaluationSheets(
  answer: YearAnswer,
  { county, further }: { county: string; further: readonly FurtherTable[] },
  language: Language,
): XlsxSheet[] {
  const notes = [SHEET_WORDS.head[language](answer), SHEET_WORDS.bands[language]]
  const own = (Object.keys(EVALUATION_COLUMNS) as EvaluationTable[]).map((table) => ({
    title: TABLE_TITLES[table],
    columns: EVALUATION_COLUMNS[table],
    rows: evaluationRows(answer, table),
  }))
  return [...own, ...further].map(({ title, columns, rows }) => ({
    name: title[language],
    title: SHEET_WORDS.title[language](county, answer.year, title[language]),
    notes,
    columns: columns.map((column) => sheetColumn(column, language)),
    rows: rows.map((row) => columns.map(({ name, type }) => cellOf(row[name], { name, type, answer, language }))),
    foot: SHEET_WORDS.foot[language],
  }))
}

function sheetColumn({ name, type }: ColumnSpec, language: Language): XlsxColumn {
  const header = wordsOf({ ...COLUMN_WORDS, ...FURTHER_WORDS }, name, language)
  const digits = header.replace(/[^\x20-\x7e]/g, '  ').length + 2
  return { header, width: Math.max(WIDTHS[type], digits), type: TYPES[type], isWrapped: type === 'texts' }
}

function cellOf(
  value: unknown,
  { name, type, answer, language }: ColumnSpec & { answer: YearAnswer; language: Language },
): XlsxCell {
  if (Array.isArray(value)) return value.map((each) => wordOf(name, String(each), answer, language)).join('、')
  if (typeof value === 'boolean') return value ? SHEET_WORDS.yes[language] : ''
  if (typeof value === 'number') return type === 'number' ? Number(value.toFixed(DIGITS)) : value
  return typeof value === 'string' ? wordOf(name, value, answer, language) : null
}

function wordOf(column: string, text: string, { standings }: YearAnswer, language: Language): string {
  if (column === 'duty') return dutyCatalogue().find(({ code }) => code === text)?.[language] ?? text
  if (column === 'reasons') return wordsOf(REASON_WORDS, text, language)
  if (column === 'verified_by') return wordsOf(VERIFIED_WORDS, text, language)
  if (FURTHER_CELLS[column] !== undefined) return wordsOf(FURTHER_CELLS[column], text, language)
  if (column === 'regraded') return standings.find(({ township }) => township === text)?.name ?? text
  return text
}

const wordsOf = (words: Readonly<Record<string, Words>>, key: string, language: Language): string =>
  words[key]?.[language] ?? key
