import { writeFile } from 'node:fs/promises'
import { writeXlsx } from 'hucre/xlsx'
import type { Cell, CellValue, ColumnDef, MergeRange, WriteSheet } from 'hucre'
import type { BodyRow } from './body.ts'
import type { WrittenCell } from './hand.ts'
import type { Column, Style } from './style.ts'

/** One register on its way into a file: what stands above, in and below its rows. */
export interface SheetTask {
  name: string
  columns: readonly Column[]
  titles: readonly (readonly WrittenCell[])[]
  header: HeaderRows
  body: Iterable<BodyRow>
  /** The footers; asked for when the body has been taken, because they count it. */
  foot: () => readonly (readonly WrittenCell[])[]
}

export interface HeaderRows {
  rows: readonly (readonly WrittenCell[])[]
  /** Merged cells, counted from the header's first row. */
  merges: readonly MergeRange[]
}

// A file says when it was made; a generated one says always the same, so that equal seeds give equal bytes.
const MADE_AT = new Date('2026-01-01T00:00:00Z')
const DAYS_FROM_1900_TO_1904 = 1462

class Sheet {
  readonly #style: Style
  readonly #rows: CellValue[][] = []
  readonly #cells = new Map<string, Partial<Cell>>()
  readonly #merges: MergeRange[] = []

  constructor(style: Style) {
    this.#style = style
  }

  add(row: readonly WrittenCell[]): void {
    const at = this.#rows.length
    this.#rows.push(row.map((cell, column) => this.#valueOf(cell, at, column)))
  }

  get height(): number {
    return this.#rows.length
  }

  merge(startRow: number, startCol: number, endRow: number, endCol: number): void {
    if (endRow === startRow && endCol === startCol) return
    this.#merges.push({ startRow, startCol, endRow, endCol })
    for (let row = startRow + 1; row <= endRow; row++) {
      const cells = this.#rows[row]
      if (cells) cells[startCol] = null
    }
  }

  toWriteSheet(name: string, columns: readonly Column[]): WriteSheet {
    const formats = columns.map(({ field }): ColumnDef => {
      if (field?.type === 'date') return { numFmt: 'yyyy/m/d' }
      return field?.type === 'datetime' ? { numFmt: 'yyyy/m/d h:mm' } : {}
    })
    return { name, rows: this.#rows, cells: this.#cells, merges: this.#merges, columns: formats }
  }

  #valueOf(cell: WrittenCell, row: number, column: number): CellValue {
    if (cell === null || typeof cell !== 'object') return cell
    if ('error' in cell) {
      this.#cells.set(`${row},${column}`, { value: cell.error, type: 'error' })
      return null
    }
    const isDate = cell.shows !== 'number'
    const value = isDate && this.#style.is1904 ? cell.number - DAYS_FROM_1900_TO_1904 : cell.number
    if (cell.formula !== undefined)
      this.#cells.set(`${row},${column}`, { value, type: 'formula', formula: cell.formula, formulaResult: value })
    return value
  }
}

/** Lays the villages' cells together, as clerks do: the first holds the value (registers.md, merged cells in the body). */
function addBody(sheet: Sheet, body: Iterable<BodyRow>, villageColumn: number): void {
  let from = -1
  let last = -1
  let village: BodyRow['village'] = null
  const close = (): void => {
    if (from >= 0 && last > from) sheet.merge(from, villageColumn, last, villageColumn)
    from = -1
  }
  for (const row of body) {
    const at = sheet.height
    sheet.add(row.cells)
    // A blank row between two of one village lies under their merge, and is blank all the same.
    if (row.isBlank || villageColumn < 0) continue
    if (from < 0 || row.village === null || row.village !== village) {
      close()
      village = row.village
      from = village === null ? -1 : at
    }
    last = at
  }
  close()
}

function sheetOf(task: SheetTask, style: Style): WriteSheet {
  const sheet = new Sheet(style)
  for (const title of task.titles) sheet.add(title)
  if (task.titles.length > 0) sheet.merge(0, 0, 0, task.columns.length - 1)
  const top = sheet.height
  for (const row of task.header.rows) sheet.add(row)
  for (const { startRow, startCol, endRow, endCol } of task.header.merges) {
    sheet.merge(top + startRow, startCol, top + endRow, endCol)
  }
  const villageColumn = style.mergesVillages ? task.columns.findIndex(({ field }) => field?.unit === 'village') : -1
  addBody(sheet, task.body, villageColumn)
  for (const row of task.foot()) sheet.add(row)
  return sheet.toWriteSheet(task.name, task.columns)
}

/**
 * Writes one workbook with a sheet a register. hucre, because it writes merges, formulas and error cells, is fast
 * (100,000 rows in under two seconds) and gives the same bytes for the same rows; its true streaming writer knows but one
 * sheet and no merges, so a workbook is held in memory and `styleOf` keeps it to a size that a clerk could open.
 */
export async function writeWorkbook(path: string, style: Style, tasks: Iterable<SheetTask>): Promise<void> {
  const notes: WriteSheet = { name: '填表说明', rows: [['本表由乡镇填报'], ['每季度更新']] }
  const sheets = [notes, ...Array.from(tasks, (task) => sheetOf(task, style))]
  const bytes = await writeXlsx({
    sheets,
    properties: { created: MADE_AT, modified: MADE_AT },
    defaultFont: { name: '宋体', size: 11 },
    dateSystem: style.is1904 ? '1904' : '1900',
  })
  await writeFile(path, bytes)
}
