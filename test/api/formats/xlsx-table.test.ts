import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import type { ColumnSpec } from '../../../web/api/columns.ts'
import { MOST_SHEET_ROWS, tableWorkbook } from '../../../web/api/formats/xlsx-table.ts'

const COLUMNS: ColumnSpec[] = [
  { name: 'unit_name', type: 'text' },
  { name: 'rate', type: 'number' },
  { name: 'codes', type: 'texts' },
]
const ABOUT = { title: '职责汇总', note: '截至 2026-10-31 12:00' }

async function sheetOf(blocks: object[][]) {
  const bytes = await tableWorkbook(
    COLUMNS,
    (async function* () {
      for (const block of blocks) yield await Promise.resolve(block)
    })(),
    ABOUT,
  )
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.buffer)
  return workbook.worksheets[0]
}

const valuesOf = (sheet: ExcelJS.Worksheet | undefined, row: number) =>
  [1, 2, 3].map((column) => sheet?.getRow(row).getCell(column).value)

describe('tableWorkbook', () => {
  it('has the columns of the CSV under title and instant, numbers as numbers, and no formula', async () => {
    const sheet = await sheetOf([
      [{ unit_name: '=1+1', rate: 0.5, codes: ['a', 'b'] }],
      [{ unit_name: '枫岩乡', rate: null }],
    ])
    expect(valuesOf(sheet, 1)[0]).toBe(ABOUT.title)
    expect(valuesOf(sheet, 2)[0]).toBe(ABOUT.note)
    expect(valuesOf(sheet, 3)).toEqual(['unit_name', 'rate', 'codes'])
    expect(valuesOf(sheet, 4)).toEqual(['=1+1', 0.5, 'a;b'])
    expect(sheet?.getRow(4).getCell(1).type).toBe(ExcelJS.ValueType.String)
    expect(valuesOf(sheet, 5)).toEqual(['枫岩乡', null, null])
  })

  it('says that it holds no more than the first 50,000 rows, only where there are more', async () => {
    const block = Array.from({ length: MOST_SHEET_ROWS }, (_, index) => ({ unit_name: `${index}` }))
    expect(valuesOf(await sheetOf([block]), 3)[0]).toBe('unit_name')
    const sheet = await sheetOf([block, [{ unit_name: 'last' }]])
    expect(valuesOf(sheet, 3)[0]).toContain('50000')
    expect(sheet?.rowCount).toBe(MOST_SHEET_ROWS + 4)
  })
})
