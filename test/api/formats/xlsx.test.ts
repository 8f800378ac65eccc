import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { xlsxOf, type XlsxSheet } from '../../../web/api/formats/xlsx.ts'

async function readBack(sheets: XlsxSheet[]): Promise<ExcelJS.Workbook> {
  const bytes = await xlsxOf(sheets)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.buffer)
  return workbook
}

const columns = [
  { header: '姓名', width: 12 },
  { header: '身份证后四位', width: 14 },
  { header: '还剩天数', width: 10, type: 'integer' as const },
  { header: '办理情况', width: 30, isWrapped: true },
]

describe('xlsxOf', () => {
  it('writes title, notes, header and rows, and reads back the same', async () => {
    const workbook = await readBack([
      {
        name: '未结对',
        title: '青石镇未结对儿童',
        notes: ['截至 2026-11-24 12:00'],
        columns,
        rows: [['张三', '0023', 3, null]],
      },
    ])
    const sheet = workbook.getWorksheet('未结对')
    expect(sheet?.getCell('A1').value).toBe('青石镇未结对儿童')
    expect(sheet?.getCell('A2').value).toBe('截至 2026-11-24 12:00')
    expect([1, 2, 3, 4].map((place) => sheet?.getRow(3).getCell(place).value)).toEqual(
      columns.map(({ header }) => header),
    )
    expect(sheet?.getRow(3).getCell(1).font.bold).toBe(true)
    expect([1, 2, 3, 4].map((place) => sheet?.getRow(4).getCell(place).value)).toEqual(['张三', '0023', 3, null])
  })

  it('keeps ids as text and never writes a formula', async () => {
    const workbook = await readBack([{ name: 'x', columns, rows: [['=1+1', '0012', -3, '@SUM(A1)']] }])
    const row = workbook.getWorksheet('x')?.getRow(2)
    expect(row?.getCell(1).value).toBe('=1+1')
    expect(row?.getCell(1).type).toBe(ExcelJS.ValueType.String)
    expect(row?.getCell(1).numFmt).toBe('@')
    expect(row?.getCell(2).value).toBe('0012')
    expect(row?.getCell(3).value).toBe(-3)
    expect(row?.getCell(4).type).toBe(ExcelJS.ValueType.String)
  })

  it('prints on A4 landscape as wide as the paper, the header on every page', async () => {
    const workbook = await readBack([{ name: 'x', title: '名单', columns, rows: [] }])
    const sheet = workbook.getWorksheet('x')
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 })
    expect(sheet?.pageSetup.printTitlesRow).toBe('2:2')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 })
  })

  it('has a head of two rows where columns stand in groups, sums in bold, and what is said below', async () => {
    const grouped = [
      { header: '乡镇', width: 10 },
      { header: '男', width: 8, type: 'integer' as const, group: '性别' },
      { header: '女', width: 8, type: 'integer' as const, group: '性别' },
      { header: '不明', width: 8, type: 'integer' as const, group: '就学' },
    ]
    const rows = [
      ['合计', 3, 4, 0],
      ['一', 3, 4, 0],
    ]
    const after = ['说明'.repeat(20), '填表人：']
    const workbook = await readBack([{ name: 'x', title: '表', columns: grouped, rows, total_count: 1, after }])
    const sheet = workbook.getWorksheet('x')
    const master = (cell: string): string | undefined => sheet?.getCell(cell).master.address
    expect([master('A3'), master('C2'), master('D2'), master('D3')]).toEqual(['A2', 'B2', 'D2', 'D3'])
    expect(['A2', 'B2', 'B3', 'C3', 'D2', 'D3'].map((cell) => sheet?.getCell(cell).value)).toEqual(
      '乡镇 性别 男 女 就学 不明'.split(' '),
    )
    expect(['A4', 'B4', 'A5'].map((cell) => sheet?.getCell(cell).font.bold ?? false)).toEqual([true, true, false])
    expect(sheet?.getCell('A6').value).toBe(after[0])
    // forty characters are eighty digits, in 34 of width three lines
    expect([6, 7].map((row) => sheet?.getRow(row).height)).toEqual([54, 18])
    expect(sheet?.pageSetup.printTitlesRow).toBe('2:3')
  })

  it('gives every sheet a name that Excel takes, each once', async () => {
    const sheet = { columns, rows: [] }
    const workbook = await readBack([
      { name: '一/二', ...sheet },
      { name: '一:二', ...sheet },
      { name: '长'.repeat(40), ...sheet },
      { name: '', ...sheet },
    ])
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['一-二', '一-二(2)', '长'.repeat(31), '表'])
  })
})
