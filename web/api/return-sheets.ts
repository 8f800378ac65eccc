import type { StatisticalReturn } from '../../queries/returns.ts'
import type { XlsxColumn, XlsxSheet } from './formats/xlsx.ts'
import type { Language } from './language.ts'
import { returnTables, type ReturnColumn } from './return-tables.ts'
import { periodWords, SHEET_WORDS, TOTAL, TOWNSHIP } from './return-words.ts'

const FIRST_WIDTH = 16
const LEAST_WIDTH = 8
/** So many digits wide, a heading breaks into lines. */
const MOST_WIDTH = 14

/** The return as it is handed on: a sheet a table, the whole county first, room to sign under each. */
export function returnSheets(found: StatisticalReturn, county: string, language: Language): XlsxSheet[] {
  const { name, kind } = periodWords(found.period)
  const running = found.is_running ? SHEET_WORDS.running[language] : ''
  const known = found.known_at.slice(0, 16).replace('T', ' ') + running
  return returnTables(found, language).map(({ title, unit, columns, notes }) => ({
    name: title,
    title: SHEET_WORDS.title[language](county, kind[language], name[language]),
    notes: [title, SHEET_WORDS.head[language](county, known, unit)],
    columns: [{ header: TOWNSHIP[language], width: FIRST_WIDTH }, ...columns.map(sheetColumn)],
    rows: found.rows.map((row) => [
      row.level === 'county' ? TOTAL[language] : row.unit_name,
      ...columns.map((column) => row[column.name] ?? null),
    ]),
    total_count: 1,
    after: [...notes, SHEET_WORDS.signed[language]],
    foot: SHEET_WORDS.foot[language],
  }))
}

function sheetColumn({ label, group }: ReturnColumn): XlsxColumn {
  const digits = label.replace(/[^\x20-\x7e]/g, '  ').length + 2
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, digits))
  return { header: label, width, type: 'integer', ...(group === null ? {} : { group }) }
}
