import ExcelJS from 'exceljs'
import type { Cell, Worksheet } from 'exceljs'

// ExcelJS orders its sheets by it, and leaves it out of its types.
declare module 'exceljs' {
  interface Worksheet {
    orderNo: number
  }
}

/** One fault as the clerk is told of it. */
export interface Mark {
  /** The sheet it stands in; null for a delimited text. */
  sheet: string | null
  /** As Excel shows it; null: the whole register. */
  row: number | null
  /** From 1; null where no column of the sheet is meant or found. */
  column: number | null
  column_text: string
  value: string
  register: string
  is_reject: boolean
  advice: string
}

const FONT = { name: '宋体', size: 11 }
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF1F5' } } as const
/** What is rejected is darker in grey print than what only warns; the list says it in words. */
const REJECT_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF4B6AE' } } as const
const WARNING_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF0C2' } } as const
const LIST_NAME = '问题清单'
const CSV_SHEET = '原表'
const COLUMNS = [
  { header: '台账', width: 14 },
  { header: '工作表', width: 16 },
  { header: '单元格', width: 9 },
  { header: '列', width: 18 },
  { header: '原来的内容', width: 24 },
  { header: '结果', width: 14 },
  { header: '怎么改', width: 70 },
] as const

/** A workbook that exceljs reads, as it is. */
export async function loadWorkbook(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  const buffer = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(buffer).set(bytes)
  await workbook.xlsx.load(buffer)
  return workbook
}

/** A delimited text as a workbook: every cell a text, so that an id number stays as it was written. */
export async function workbookOfText(rows: AsyncIterable<readonly string[]>): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet(CSV_SHEET)
  const widths: number[] = []
  for await (const cells of rows) {
    const row = sheet.addRow([...cells])
    for (const [index, text] of cells.entries()) {
      row.getCell(index + 1).style = { font: FONT, numFmt: '@' }
      widths[index] = Math.max(widths[index] ?? 8, Math.min(40, text.length * 1.6 + 2))
    }
  }
  for (const [index, width] of widths.entries()) sheet.getColumn(index + 1).width = width
  return workbook
}

/** A workbook without the clerk's own sheet: for the list alone. */
export const emptyWorkbook = (): ExcelJS.Workbook => new ExcelJS.Workbook()

/** Colours the faulty cells and says in a note of each what to do; whatever else the workbook holds stays as it was. */
export function annotate(workbook: ExcelJS.Workbook, marks: readonly Mark[]): void {
  for (const mark of marks) {
    const sheet = sheetOf(workbook, mark.sheet)
    if (sheet === undefined || mark.row === null) continue
    const found = sheet.getCell(mark.row, mark.column ?? 1)
    const cell = found.isMerged ? found.master : found
    // A loaded workbook's cells share their styles: a new one, or the whole sheet would be coloured.
    const isWorse = mark.is_reject || cell.fill === REJECT_FILL
    cell.style = { ...cell.style, fill: isWorse ? REJECT_FILL : WARNING_FILL }
    cell.note = [noteOf(cell), mark.advice].filter((text) => text !== '').join('\n')
  }
}

const sheetOf = (workbook: ExcelJS.Workbook, name: string | null): Worksheet | undefined =>
  workbook.getWorksheet(name ?? CSV_SHEET)

/** The text of the note that a cell has already: the clerk's own, or of another fault. */
function noteOf({ note }: Cell): string {
  if (typeof note === 'string') return note
  return note?.texts?.map(({ text }) => text).join('') ?? ''
}

/** Puts the list of all faults in front: each leads to its cell. `notes` stand above it. */
export function addList(workbook: ExcelJS.Workbook, marks: readonly Mark[], notes: readonly string[]): void {
  const others = workbook.worksheets
  const sheet = workbook.addWorksheet(freeName(workbook))
  sheet.columns = COLUMNS.map(({ width }) => ({ width }))
  for (const note of notes) {
    const row = sheet.addRow([note])
    sheet.mergeCells(row.number, 1, row.number, COLUMNS.length)
    row.getCell(1).style = { font: FONT, alignment: { wrapText: true, vertical: 'middle' } }
    row.height = 20 * Math.max(1, Math.ceil(note.length / 80))
  }
  const head = sheet.addRow(COLUMNS.map(({ header }) => header))
  head.eachCell((cell) => (cell.style = { font: { ...FONT, bold: true }, fill: HEAD_FILL }))
  for (const mark of marks) {
    const row = sheet.addRow([
      mark.register,
      mark.sheet ?? '',
      '',
      mark.column_text,
      mark.value,
      mark.is_reject ? (mark.row === null ? '整册未载入' : '整行未载入') : '已载入，请核对',
      mark.advice,
    ])
    row.eachCell((cell) => (cell.style = { font: FONT, numFmt: '@', alignment: { wrapText: true, vertical: 'top' } }))
    row.getCell(6).style = { ...row.getCell(6).style, fill: mark.is_reject ? REJECT_FILL : WARNING_FILL }
    link(row.getCell(3), sheetOf(workbook, mark.sheet), mark)
  }
  sheet.views = [{ state: 'frozen', ySplit: head.number, xSplit: 0 }]
  sheet.orderNo = 0
  for (const [index, other] of others.entries()) other.orderNo = index + 1
  workbook.views = [{ x: 0, y: 0, width: 20_000, height: 12_000, firstSheet: 0, activeTab: 0, visibility: 'visible' }]
}

function link(cell: Cell, sheet: Worksheet | undefined, { row, column }: Mark): void {
  if (row === null) return
  const address = sheet?.getCell(row, column ?? 1).address ?? `第${row}行`
  if (sheet === undefined) {
    cell.value = address
    return
  }
  cell.value = { text: address, hyperlink: `#'${sheet.name.replaceAll("'", "''")}'!${address}` }
  cell.style = { ...cell.style, font: { ...FONT, underline: true, color: { argb: 'FF0B5C8A' } } }
}

function freeName(workbook: ExcelJS.Workbook): string {
  let name = LIST_NAME
  for (let n = 2; workbook.getWorksheet(name) !== undefined; n++) name = `${LIST_NAME}${n}`
  return name
}

/** The workbook as the bytes of an XLSX file. */
export const workbookBytes = async (workbook: ExcelJS.Workbook): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await workbook.xlsx.writeBuffer())
