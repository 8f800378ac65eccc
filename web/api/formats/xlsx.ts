import ExcelJS from 'exceljs'
import type { Column, Worksheet } from 'exceljs'

/** A date is a local time, given as if it were UTC: a workbook knows no zones. */
export type XlsxCell = string | number | Date | null

export interface XlsxColumn {
  header: string
  /** Neighbours of one group stand under one heading, in a head of two rows. */
  group?: string
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
  /** So many of the first rows are sums of the others. */
  total_count?: number
  /** Below the table: what its words mean, who signs. */
  after?: readonly string[]
  /** At the foot of each printed page, with Excel's own `&P` and `&N`. */
  foot?: string
}

const FONT = { name: '宋体', size: 11 }
const TITLE_FONT = { name: '宋体', size: 16, bold: true }
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF1F5' } } as const
/** The height of a line of text, in points. */
const LINE = 18
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

function fill(sheet: Worksheet, given: XlsxSheet): void {
  const { title, notes = [], columns, rows, total_count = 0, after = [], foot = '第 &P 页，共 &N 页' } = given
  sheet.columns = columns.map(({ width }): Partial<Column> => ({ width }))
  if (title !== undefined) across(sheet, title, columns.length, { font: TITLE_FONT, height: 30 })
  for (const note of notes) across(sheet, note, columns.length, { font: FONT, height: 18 })
  const head = headOf(sheet, columns)
  const styles = columns.map(({ type = 'text', isWrapped = false }) => ({
    font: FONT,
    numFmt: FORMATS[type],
    border: BORDER,
    alignment: { vertical: 'middle', wrapText: isWrapped, horizontal: type === 'text' ? 'left' : 'right' } as const,
  }))
  let count = 0
  for (const row of rows) {
    const added = sheet.addRow([...row])
    const isTotal = count++ < total_count
    // An empty cell keeps its lines: it is filled in by hand.
    for (const [index, style] of styles.entries()) {
      added.getCell(index + 1).style = isTotal ? { ...style, font: { ...FONT, bold: true } } : style
    }
  }
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  for (const note of after) across(sheet, note, columns.length, { font: FONT, height: LINE * linesOf(note, width) })
  sheet.views = [{ state: 'frozen', ySplit: head.last, xSplit: 0 }]
  sheet.pageSetup = {
    paperSize: A4,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    margins: MARGINS,
    printTitlesRow: `${head.first}:${head.last}`,
  }
  sheet.headerFooter.oddFooter = `&L&A&R${foot}`
}

/** The head of a table, in two rows where columns have a group; answers which rows it is. */
function headOf(sheet: Worksheet, columns: readonly XlsxColumn[]): { first: number; last: number } {
  const isGrouped = columns.some(({ group }) => group !== undefined)
  const groups = isGrouped ? sheet.addRow(columns.map(({ group, header }) => group ?? header)) : undefined
  const head = sheet.addRow(columns.map(({ header }) => header))
  head.height = isGrouped ? 2 * LINE : 24
  for (const row of groups === undefined ? [head] : [groups, head]) {
    for (let place = 1; place <= columns.length; place++) {
      const horizontal = isGrouped ? ({ horizontal: 'center' } as const) : {}
      row.getCell(place).style = {
        font: { ...FONT, bold: true },
        fill: HEAD_FILL,
        alignment: { vertical: 'middle', wrapText: true, ...horizontal },
        border: BORDER,
      }
    }
  }
  if (groups === undefined) return { first: head.number, last: head.number }
  groups.height = LINE
  for (const [index, { group }] of columns.entries()) {
    if (group === undefined) sheet.mergeCells(groups.number, index + 1, head.number, index + 1)
    if (group === undefined || columns[index - 1]?.group === group) continue
    const end = columns.findIndex((column, place) => place > index && column.group !== group)
    const last = end < 0 ? columns.length : end
    if (last > index + 1) sheet.mergeCells(groups.number, index + 1, groups.number, last)
  }
  return { first: groups.number, last: head.number }
}

/** How many lines a text takes in so many digits; a Chinese character takes two. */
const linesOf = (text: string, width: number): number =>
  Math.ceil(text.replace(/[^\x20-\x7e]/g, '  ').length / Math.max(1, width))

/** A text over all columns of a table, above it or below. */
function across(
  sheet: Worksheet,
  text: string,
  columns: number,
  { font, height }: { font: typeof FONT; height: number },
): void {
  const row = sheet.addRow([text])
  row.height = height
  row.getCell(1).style = { font, numFmt: FORMATS.text, alignment: { vertical: 'middle', wrapText: height > LINE } }
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
