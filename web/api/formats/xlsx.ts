import ExcelJS from 'exceljs'
import type { Column, Worksheet } from 'exceljs'

/** A date is a local time, given as if it were UTC: a workbook knows no zones. */
export type XlsxCell = string | number | Date | null

export interface XlsxColumn {
  header: string
  /** In digits; a Chinese character takes two. */
  width: number
  /** Text by default: an id number, a phone or `01-02` stays as it was written. */
  type?: 'text' | 'integer' | 'number' | 'percent' | 'instant'
  /** Long texts break into lines and do not widen the sheet past the paper. */
  isWrapped?: boolean
}

export interface XlsxSheet {
  name: string
  /** Above the table: what this is, and below it whose, as of when, what to do with it. */
  title?: string
  notes?: readonly string[]
  columns: readonly XlsxColumn[]
  rows: Iterable<readonly XlsxCell[]>
  /** At the foot of each printed page, with Excel's own `&P` and `&N`. */
  foot?: string
}

const FONT = { name: '宋体', size: 11 }
const TITLE_FONT = { name: '宋体', size: 16, bold: true }
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF1F5' } } as const
const HAIRLINE = { style: 'hair' } as const
const BORDER = { top: HAIRLINE, bottom: HAIRLINE, left: HAIRLINE, right: HAIRLINE }
const FORMATS = { text: '@', integer: '0', number: 'General', percent: '0.0%', instant: 'yyyy-mm-dd hh:mm' } as const
/** ISO 216 A4, as Office numbers paper. */
const A4 = 9
/** What a clerk's printer leaves free at the edges, in inches. */
const MARGINS = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 }

/**
 * A workbook as bytes: a sheet a table, its header bold and frozen and repeated on every printed page, A4 landscape. Every
 * text is a text, also `=1+1`: a cell of this workbook never holds a formula. ExcelJS, as for the templates.
 */
export async function xlsxOf(sheets: readonly XlsxSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const workbook = new ExcelJS.Workbook()
  workbook.creator = '守望'
  const names = new Set<string>()
  for (const sheet of sheets) fill(workbook.addWorksheet(nameOf(sheet.name, names)), sheet)
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

function fill(sheet: Worksheet, { title, notes = [], columns, rows, foot = '第 &P 页，共 &N 页' }: XlsxSheet): void {
  sheet.columns = columns.map(({ width }): Partial<Column> => ({ width }))
  if (title !== undefined) above(sheet, title, columns.length, { font: TITLE_FONT, height: 30 })
  for (const note of notes) above(sheet, note, columns.length, { font: FONT, height: 18 })
  const head = sheet.addRow(columns.map(({ header }) => header))
  head.height = 24
  for (let place = 1; place <= columns.length; place++) {
    head.getCell(place).style = {
      font: { ...FONT, bold: true },
      fill: HEAD_FILL,
      alignment: { vertical: 'middle', wrapText: true },
      border: BORDER,
    }
  }
  const styles = columns.map(({ type = 'text', isWrapped = false }) => ({
    font: FONT,
    numFmt: FORMATS[type],
    border: BORDER,
    alignment: { vertical: 'middle', wrapText: isWrapped, horizontal: type === 'text' ? 'left' : 'right' } as const,
  }))
  for (const row of rows) {
    const added = sheet.addRow([...row])
    // An empty cell keeps its lines: it is filled in by hand.
    for (const [index, style] of styles.entries()) added.getCell(index + 1).style = style
  }
  sheet.views = [{ state: 'frozen', ySplit: head.number, xSplit: 0 }]
  sheet.pageSetup = {
    paperSize: A4,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    margins: MARGINS,
    printTitlesRow: `${head.number}:${head.number}`,
  }
  sheet.headerFooter.oddFooter = `&L&A&R${foot}`
}

function above(
  sheet: Worksheet,
  text: string,
  columns: number,
  { font, height }: { font: typeof FONT; height: number },
): void {
  const row = sheet.addRow([text])
  row.height = height
  row.getCell(1).style = { font, numFmt: FORMATS.text, alignment: { vertical: 'middle' } }
  if (columns > 1) sheet.mergeCells(row.number, 1, row.number, columns)
}

const MOST_NAME = 31

/** A name that Excel takes: at most 31 characters, none of `[]:*?/\`, no `'` at its ends, each once whatever its case. */
function nameOf(wanted: string, taken: Set<string>): string {
  const safe =
    wanted
      .replace(/[[\]:*?/\\\u0000-\u001f]/g, '-')
      .replace(/^'+|'+$/g, '')
      .trim() || '表'
  let name = safe.slice(0, MOST_NAME)
  for (let n = 2; taken.has(name.toLowerCase()); n++) {
    const ending = `(${n})`
    name = safe.slice(0, MOST_NAME - ending.length) + ending
  }
  taken.add(name.toLowerCase())
  return name
}
