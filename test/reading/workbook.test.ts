import { describe, expect, it } from 'vitest'
import { findHeader } from '../../pipeline/reading/index.ts'
import type { RawCell, Table } from '../../pipeline/reading/table.ts'
import { memoryFile } from '../support/memory-file.ts'
import { textRow, writeWorkbook, type WorkbookXml } from '../support/workbook-writer.ts'
import { CENSUS, rowsOf, tablesOf } from './read.ts'

const open = (workbook: WorkbookXml): Promise<Table[]> =>
  tablesOf(memoryFile('台账.xlsx', writeWorkbook(workbook), 1000))

async function cellsOf(rows: string, workbook: Partial<WorkbookXml> = {}): Promise<RawCell[]> {
  const [table] = await open({ ...workbook, sheets: [{ name: '摸底花名册', rows }] })
  return table ? (await rowsOf(table)).flatMap((row) => row.cells) : []
}

/** The one cell of a workbook that has no other. */
const cellOf = async (cell: string, workbook: Partial<WorkbookXml> = {}): Promise<RawCell | undefined> =>
  (await cellsOf(`<row r="1">${cell}<c r="B1" t="b"><v>1</v></c></row>`, workbook))[0]

describe('the cells of a workbook', () => {
  it.each<[string, string, RawCell]>([
    ['a number', '<c r="A1"><v>12.5</v></c>', { value: 12.5, shows: 'number' }],
    ['a number with an exponent', '<c r="A1"><v>5.2E+17</v></c>', { value: 5.2e17, shows: 'number' }],
    [
      'a number of 18 digits, which has lost some',
      '<c r="A1"><v>990002200909022227</v></c>',
      { value: 990002200909022200, shows: 'number' },
    ],
    ['an inline string', '<c r="A1" t="inlineStr"><is><t>张三 &amp; 李&#22235;</t></is></c>', '张三 & 李四'],
    [
      'an inline string in runs',
      '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>张</t></r><r><t xml:space="preserve"> 三</t></r></is></c>',
      '张 三',
    ],
    ['what a formula gave as text', '<c r="A1" t="str"><f>B1&amp;"x"</f><v>男</v></c>', '男'],
    ['what a formula gave as number', '<c r="A1"><f>1+1</f><v>2</v></c>', { value: 2, shows: 'number' }],
    ['a formula that was never computed', '<c r="A1"><f>1+1</f></c>', null],
    ['an error', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', null],
    ['the text of an error', '<c r="A1" t="inlineStr"><is><t>#N/A</t></is></c>', '#N/A'],
    ['true', '<c r="A1" t="b"><v>1</v></c>', true],
    ['false', '<c r="A1" t="b"><v>0</v></c>', false],
    ['a date in ISO 8601', '<c r="A1" t="d"><v>2026-09-01</v></c>', '2026-09-01'],
    ['an empty cell with a style', '<c r="A1" s="1"/>', null],
    ['an empty string', '<c r="A1" t="inlineStr"><is><t> </t></is></c>', null],
    ['text in CDATA', '<c r="A1" t="str"><v><![CDATA[a<&amp;b]]></v></c>', 'a<&amp;b'],
    ['a character that XML has not', '<c r="A1" t="str"><v>a_x000D_b</v></c>', 'a\rb'],
  ])('hold %s', async (_, cell, expected) => {
    expect(await cellOf(cell)).toEqual(expected)
  })

  it('refer to shared strings, plain and in runs, without phonetic guides', async () => {
    const shared_strings =
      '<si><t>张三</t></si><si><r><t>李</t></r><r><t>四</t></r></si><si><t>课</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si><si/>'
    const cells = [0, 1, 2, 3, 9].map((index, column) => `<c r="${'ABCDE'[column]}1" t="s"><v>${index}</v></c>`)
    expect(await cellsOf(`<row r="1">${cells.join('')}</row>`, { shared_strings })).toEqual(['张三', '李四', '课'])
  })

  it('have no phonetic guides in inline strings either', async () => {
    expect(await cellOf('<c r="A1" t="inlineStr"><is><t>课</t><rPh sb="0" eb="1"><t>カ</t></rPh></is></c>')).toBe('课')
  })

  it.each<[string, string | number, 'date' | 'time' | 'number']>([
    ['a built-in date', 14, 'date'],
    ['a built-in date with a time', 22, 'time'],
    ['a built-in Chinese date', 31, 'date'],
    ['a built-in Chinese time', 33, 'time'],
    ['a built-in percentage', 10, 'number'],
    ['a date of its own', 'yyyy"年"m"月"d"日";@', 'date'],
    ['a date with a time of its own', 'yyyy/m/d h:mm;@', 'time'],
    ['text', '@', 'number'],
    ['a number with a unit', '0"月"', 'number'],
  ])('show %s', async (_, format, shows) => {
    expect(await cellOf('<c r="A1" s="1"><v>46266.5</v></c>', { formats: [format] })).toEqual({ value: 46266.5, shows })
  })

  it('are exact to the last digit of a serial', async () => {
    expect(await cellOf('<c r="A1" s="1"><v>46266.354166666664</v></c>', { formats: [22] })).toEqual({
      value: 46266.354166666664,
      shows: 'time',
    })
  })

  it('have serials of the 1900 system in a 1904 workbook too', async () => {
    const workbook = { is_1904: true, formats: [14] }
    expect(await cellOf('<c r="A1" s="1"><v>44804</v></c>', workbook)).toEqual({ value: 46266, shows: 'date' })
    expect(await cellOf('<c r="A1"><v>44804</v></c>', workbook)).toEqual({
      value: 44804,
      shows: 'number',
      as_serial: 46266,
    })
  })
})

describe('the rows of a sheet', () => {
  it('keep their numbers over gaps, and end with the last filled one', async () => {
    const rows = `${textRow(2, ['甲'])}<row r="4"><c r="A4" s="1"/></row>${textRow(5, [undefined, '乙'])}<row r="6"><c r="A6" t="e"><v>#N/A</v></c></row><row r="1048576"/>`
    const [table] = await open({ sheets: [{ name: '花名册', rows }] })
    expect(table && (await rowsOf(table))).toEqual([
      { number: 1, cells: [] },
      { number: 2, cells: ['甲'] },
      { number: 3, cells: [] },
      { number: 4, cells: [] },
      { number: 5, cells: [null, '乙'] },
    ])
  })

  it('may come without references', async () => {
    const cells = await cellsOf(
      '<row><c t="str"><v>a</v></c><c/><c t="str"><v>c</v></c></row><row><c t="str"><v>d</v></c></row>',
    )
    expect(cells).toEqual(['a', null, 'c', 'd'])
  })

  it('are read in any namespace prefix, with comments and across any blocks', async () => {
    const row = '<x:row r="1"><!-- <row r="9"> --><x:c r="A1" t="inlineStr"><x:is><x:t>a > b</x:t></x:is></x:c></x:row>'
    const filler = Array.from(
      { length: 20_000 },
      (_, index) => `<x:row r="${index + 2}"><x:c r="A${index + 2}" t="str"><x:v>值</x:v></x:c></x:row>`,
    )
    const xml = `<?xml version="1.0"?><!-- made by hand --><x:worksheet xmlns:x="urn:x"><x:sheetData>${row}${filler.join('')}</x:sheetData></x:worksheet>`
    const [table] = await open({ sheets: [{ name: '花名册', rows: '', xml }] })
    const read = table ? await rowsOf(table) : []
    expect(read).toHaveLength(20_001)
    expect(read[0]).toEqual({ number: 1, cells: ['a > b'] })
    expect(read.every((item, index) => item.number === index + 1 && (index === 0 || item.cells[0] === '值'))).toBe(true)
  })
})

describe('merged cells', () => {
  const rowsWith = async (rows: string, merges: string[]): Promise<unknown[]> => {
    const [table] = await open({ sheets: [{ name: '花名册', rows, merges }] })
    return table ? rowsOf(table) : []
  }

  it('have the value of their first cell', async () => {
    const rows =
      textRow(1, ['甲村', '张三', '男']) + textRow(2, [undefined, '李四', '旧']) + textRow(3, [undefined, '王五'])
    expect(await rowsWith(rows, ['A1:A3', 'C1:C2'])).toEqual([
      { number: 1, cells: ['甲村', '张三', '男'] },
      { number: 2, cells: ['甲村', '李四', '男'] },
      { number: 3, cells: ['甲村', '王五'] },
    ])
  })

  it('fill a row to the right as well', async () => {
    expect(await rowsWith(textRow(1, ['标题', undefined, undefined, '乙']), ['A1:C1'])).toEqual([
      { number: 1, cells: ['标题', '标题', '标题', '乙'] },
    ])
  })

  it('leave a row blank that they alone fill', async () => {
    const rows = `${textRow(1, ['甲', '1'])}<row r="2"><c r="A2"/><c r="B2"/></row>${textRow(3, ['旧'])}${textRow(4, ['乙'])}`
    expect(await rowsWith(rows, ['A1:A3'])).toEqual([
      { number: 1, cells: ['甲', '1'] },
      { number: 2, cells: [] },
      { number: 3, cells: [] },
      { number: 4, cells: ['乙'] },
    ])
  })

  it('do not reach below the last filled row', async () => {
    expect(await rowsWith(textRow(1, ['甲', '1']), ['A1:A1048576'])).toEqual([{ number: 1, cells: ['甲', '1'] }])
  })

  it('leave alone what an empty first cell would hide', async () => {
    expect(await rowsWith(textRow(1, [undefined, '1']) + textRow(2, ['乙', '2']), ['A1:A2'])).toEqual([
      { number: 1, cells: [null, '1'] },
      { number: 2, cells: ['乙', '2'] },
    ])
  })

  it('make a header of two rows', async () => {
    const rows =
      textRow(1, ['2026年摸底花名册']) +
      textRow(2, ['身份证号', '姓名', '儿童情况', undefined, '联系方式']) +
      textRow(3, [undefined, undefined, '性别', '学校', '电话']) +
      textRow(4, ['990002200909022227', '张三', '男', '小学', '1'])
    // with the cells merged downwards the lower row alone has all names; without, the upper row lends them
    for (const [merges, header_rows] of [
      [['A1:E1', 'A2:A3', 'B2:B3', 'C2:D2'], [3]],
      [
        ['A1:E1', 'C2:D2'],
        [2, 3],
      ],
    ]) {
      const [table] = await open({ sheets: [{ name: '花名册', rows, merges: merges?.map(String) }] })
      const header = table && (await findHeader(table, CENSUS))
      expect(header?.rows).toEqual(header_rows)
      expect(header?.columns.map((column) => column.field)).toEqual(['child_id', 'name', 'sex', 'school', 'phone'])
    }
  })
})

describe('the sheets of a workbook', () => {
  it('are those that are not empty, in the order of their tabs, hidden ones too', async () => {
    const tables = await open({
      sheets: [
        { name: '说明 & "注"', rows: textRow(1, ['甲']) },
        { name: '空的', rows: '<row r="1"><c r="A1" t="inlineStr"><is><t>\u3000</t></is></c></row>' },
        { name: '隐藏', rows: textRow(3, ['乙']), state: 'hidden' },
        { name: '很隐藏', rows: textRow(3, ['丙']), state: 'veryHidden' },
      ],
    })
    expect(tables.map((table) => table.sheet)).toEqual(['说明 & "注"', '隐藏', '很隐藏'])
    expect(tables[0]).toMatchObject({ file: '台账.xlsx', encoding: null })
  })

  it('may be read several times and side by side', async () => {
    const tables = await open({
      sheets: ['甲', '乙'].map((name) => ({ name, rows: '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' })),
      shared_strings: '<si><t>值</t></si>',
    })
    const all = await Promise.all([...tables, ...tables].map(rowsOf))
    expect(all).toEqual(Array.from({ length: 4 }, () => [{ number: 1, cells: ['值'] }]))
  })

  it('are found in an archive of ZIP64, with parts that are not packed', async () => {
    const xml = `<worksheet><sheetData>${textRow(1, ['甲'])}</sheetData></worksheet>`
    const [table] = await open({
      sheets: [{ name: '花名册', rows: '' }],
      instead: [{ name: 'xl/worksheets/sheet1.xml', data: xml, is_stored: true, is_zip64: true }],
    })
    expect(table && (await rowsOf(table))).toEqual([{ number: 1, cells: ['甲'] }])
  })
})
