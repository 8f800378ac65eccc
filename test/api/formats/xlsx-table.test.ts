import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import type { ColumnSpec } from '../../../web/api/columns.ts'
import type { Language } from '../../../web/api/language.ts'
import { MOST_SHEET_ROWS, tableWorkbook } from '../../../web/api/formats/xlsx-table.ts'

const COLUMNS: ColumnSpec[] = [
  { name: 'unit_name', type: 'text' },
  { name: 'rate', type: 'rate' },
  { name: 'impossible_times', type: 'texts' },
  { name: 'due_at', type: 'instant' },
]
const TITLE = { zh: '职责汇总', en: 'Summary of duties' }

async function* overTime(blocks: object[][]) {
  for (const block of blocks) yield await Promise.resolve(block)
}

async function sheetOf(blocks: object[][], language: Language = 'zh') {
  const bytes = await tableWorkbook([{ title: TITLE, columns: COLUMNS, blocks: overTime(blocks) }], {
    as_of: '2026-10-31T12:00:00',
    language,
  })
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.buffer)
  return workbook.worksheets[0]
}

const valuesOf = (sheet: ExcelJS.Worksheet | undefined, row: number) =>
  [1, 2, 3, 4].map((column) => sheet?.getRow(row).getCell(column).value)

describe('tableWorkbook', () => {
  it('has the columns of the CSV under title, instant and words, numbers as numbers, and no formula', async () => {
    const sheet = await sheetOf([
      [{ unit_name: '=1+1', rate: 0.5, impossible_times: ['a', 'b'], due_at: '2026-09-30T23:59:59+08:00' }],
      [{ unit_name: '枫岩乡', rate: null }],
    ])
    expect(valuesOf(sheet, 1)[0]).toBe('职责汇总')
    expect(valuesOf(sheet, 2)[0]).toBe('截至 2026-10-31 12:00')
    expect(valuesOf(sheet, 3)).toEqual(['单位', '按时率', '时间矛盾', '应办时间'])
    expect(valuesOf(sheet, 4).slice(0, 3)).toEqual(['=1+1', 0.5, 'a;b'])
    expect(sheet?.getRow(4).getCell(1).type).toBe(ExcelJS.ValueType.String)
    expect(sheet?.getRow(4).getCell(2).numFmt).toBe('0.0%')
    expect(valuesOf(sheet, 5)).toEqual(['枫岩乡', null, null, null])
  })

  it('has an instant as the county’s own time, whatever the machine’s', async () => {
    const sheet = await sheetOf([[{ due_at: '2026-09-30T23:59:59+08:00' }]])
    const cell = sheet?.getRow(4).getCell(4)
    expect(cell?.numFmt).toBe('yyyy-mm-dd hh:mm')
    expect(cell?.value).toEqual(new Date('2026-09-30T23:59:59Z'))
  })

  it('speaks the language of the page that asked', async () => {
    const sheet = await sheetOf([[{ unit_name: '枫岩乡' }]], 'en')
    expect(sheet?.name).toBe('Summary of duties')
    expect(valuesOf(sheet, 2)[0]).toBe('As of 2026-10-31 12:00')
    expect(valuesOf(sheet, 3)).toEqual(['Unit', 'On time', 'Times contradict', 'Due'])
    expect(sheet?.headerFooter.oddFooter).toContain('Page &P of &N')
  })

  it('says that it holds no more than the first 50,000 rows, only where there are more', async () => {
    const block = Array.from({ length: MOST_SHEET_ROWS }, (_, index) => ({ unit_name: `${index}` }))
    expect(valuesOf(await sheetOf([block]), 3)[0]).toBe('单位')
    const sheet = await sheetOf([block, [{ unit_name: 'last' }]])
    expect(valuesOf(sheet, 3)[0]).toContain('50000')
    expect(sheet?.rowCount).toBe(MOST_SHEET_ROWS + 4)
  })
})
