import { describe, expect, it } from 'vitest'
import type { RawCell } from '../../pipeline/reading/table.ts'
import { memoryFile } from '../support/memory-file.ts'
import { textRow, writeWorkbook, type WorkbookXml } from '../support/workbook-writer.ts'
import { writeZip, type ZipPart } from '../support/zip-writer.ts'
import { rowsOf, tablesOf } from './read.ts'

/** XML that is right, and that SheetJS 0.20.3 reads wrong if it is given as it is. */
async function rowsIn(rows: string, workbook: Partial<WorkbookXml> = {}): Promise<[number, ...RawCell[]][]> {
  const bytes = writeWorkbook({ ...workbook, sheets: [{ name: '花名册', rows, merges: workbook.sheets?.[0]?.merges }] })
  const [table] = await tablesOf(memoryFile('台账.xlsx', bytes))
  return table ? (await rowsOf(table)).map((row) => [row.number, ...row.cells]) : []
}

const inline = (text: string): string => `<c r="A1" t="inlineStr"><is><t>${text}</t></is></c>`
const firstOf = async (cell: string): Promise<RawCell | undefined> => (await rowsIn(`<row r="1">${cell}</row>`))[0]?.[1]

describe('texts of a workbook', () => {
  it.each([
    ['beyond the BMP, by their numbers', inline('&#x20BB7;&#134071;&#x5f20;&#24352;&#65;'), '𠮷𠮷张张A'],
    ['by a number in what a formula gave', '<c r="A1" t="str"><v>&#24352;三</v></c>', '张三'],
    ['decoded once in what a formula gave', '<c r="A1" t="str"><f>B1&amp;"x"</f><v>&amp;lt;三&gt;</v></c>', '&lt;三>'],
    [
      'decoded once where the formula is elsewhere',
      '<c r="A1" t="str"><f t="shared" si="0"/><v>a&amp;amp;</v></c>',
      'a&amp;',
    ],
    ['in CDATA, in an inline string', inline('<![CDATA[<b>&amp;]]>三'), '<b>&amp;三'],
    ['with a comment among them', inline('张<!-- <c r="B1"><v>1</v></c> -->三'), '张三'],
    ['in runs of which one is empty', '<c r="A1" t="inlineStr"><is><r><t/></r><r><t>三</t></r></is></c>', '三'],
  ])('are read where they stand %s', async (_, cell, expected) => {
    expect(await firstOf(cell)).toBe(expected)
  })

  it('are not those of the string behind an empty one', async () => {
    const shared_strings =
      '<si/><si><t/><phoneticPr fontId="1"/></si><si><t>甲</t></si><si><t></t></si><si><t>乙</t></si>'
    const cells = [0, 1, 2, 3, 4].map((index) => `<c t="s"><v>${index}</v></c>`).join('')
    expect(await rowsIn(`<row>${cells}</row>`, { shared_strings })).toEqual([[1, null, null, '甲', null, '乙']])
  })

  it('are missing in one cell, not in all, where its string is', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>7</v></c></row>${textRow(2, ['乙'])}`
    expect(await rowsIn(rows, { shared_strings: '<si><t>甲</t></si>' })).toEqual([
      [1, '甲'],
      [2, '乙'],
    ])
  })

  it('do not move a cell that has no reference', async () => {
    expect(await rowsIn(`<row><c t="str"><v>r="C9"</v></c><c t="str"><v>b</v></c></row>`)).toEqual([[1, 'r="C9"', 'b']])
  })
})

describe('rows of a workbook', () => {
  it('count where they are empty and without numbers', async () => {
    expect(await rowsIn('<row/><row><c t="str"><v>a</v></c></row><row/><row><c t="str"><v>b</v></c></row>')).toEqual([
      [1],
      [2, 'a'],
      [3],
      [4, 'b'],
    ])
  })

  it('have cells that are written over several lines', async () => {
    expect(await rowsIn('<row\n r="1">\n<c\n\tr="B1"\n\ts="0"\n>\n<v>7</v>\n</c>\n</row>')).toEqual([
      [1, null, { value: 7, shows: 'number' }],
    ])
  })

  it('have no cell of a comment', async () => {
    expect(await rowsIn(`<row r="1"><c r="A1"><v>1</v></c><!--<c r="B1"><v>2</v></c>--></row>`)).toHaveLength(1)
    expect(await firstOf('<!--<c r="A1"><v>2</v></c>--><c r="A1"><v>1</v></c>')).toEqual({ value: 1, shows: 'number' })
  })

  it('have no false of an empty cell', async () => {
    expect(await rowsIn('<row r="1"><c r="A1" t="b"/><c r="B1" t="b"></c><c r="C1" t="b"><v>0</v></c></row>')).toEqual([
      [1, null, null, false],
    ])
  })
})

describe('a workbook', () => {
  const CHART_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml'
  const BOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const xml = (cell: string): string => `<worksheet><sheetData><row r="1">${cell}</row></sheetData></worksheet>`

  /** A workbook of two sheets, one of whose parts is replaced. */
  const withParts = (...instead: ZipPart[]): Buffer =>
    writeWorkbook({ sheets: [1, 2].map((n) => ({ name: `表${n}`, rows: textRow(1, [`${n}`]) })), instead })
  const sheetsOf = async (bytes: Buffer): Promise<unknown[]> =>
    (await tablesOf(memoryFile('台账.xlsx', bytes))).map((table) => table.sheet)
  const refusedAs = (reason: string): unknown => expect.objectContaining({ data: expect.objectContaining({ reason }) })
  const typesWith = (type: string): string =>
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${[
      'workbook',
      'worksheets/sheet1',
      'worksheets/sheet2',
    ]
      .map(
        (name, index) =>
          `<Override PartName="/xl/${name}.xml" ContentType="${[`${BOOK}.sheet.main+xml`, `${BOOK}.worksheet+xml`, type][index]}"/>`,
      )
      .join('')}</Types>`

  it('may have a sheet of charts, which has no cells', async () => {
    const relations = [1, 2].map(
      (n) =>
        `<Relationship Id="rId${n}" Type="${R}/${n === 1 ? 'worksheet' : 'chartsheet'}" Target="worksheets/sheet${n}.xml"/>`,
    )
    const bytes = withParts(
      { name: '[Content_Types].xml', data: typesWith(CHART_TYPE) },
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`,
      },
      { name: 'xl/worksheets/sheet2.xml', data: '<chartsheet/>' },
    )
    expect(await sheetsOf(bytes)).toEqual(['表1'])
  })

  it('is refused where two sheets have one part or one name, or one has no name to keep', async () => {
    const sheet = (name: string, id: string) => `<sheet name="${name}" sheetId="${id}" r:id="rId${id}"/>`
    const book = (...sheets: string[]): ZipPart => ({
      name: 'xl/workbook.xml',
      data: `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${R}"><sheets>${sheets.join('')}</sheets></workbook>`,
    })
    await expect(sheetsOf(withParts(book(sheet('甲', '1'), sheet('乙', '1'))))).rejects.toEqual(refusedAs('damaged'))
    await expect(sheetsOf(withParts(book(sheet('甲', '1'), sheet('甲', '2'))))).rejects.toEqual(refusedAs('damaged'))
    // SheetJS keeps sheets in an object, so this one is lost to it
    const proto = withParts(book(sheet('__proto__', '2'), sheet('甲', '1')))
    await expect(sheetsOf(proto)).rejects.toEqual(refusedAs('damaged'))
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('is refused where a sheet that it names is missing, or its strings are', async () => {
    await expect(sheetsOf(withParts({ name: 'xl/worksheets/sheet2.xml', data: '', is_stored: true }))).rejects.toEqual(
      refusedAs('damaged'),
    )
    const strings = xml('<c r="A1" t="s"><v>0</v></c>')
    await expect(sheetsOf(withParts({ name: 'xl/worksheets/sheet2.xml', data: strings }))).rejects.toEqual(
      refusedAs('damaged'),
    )
  })

  it('is refused where a cell says that it stands in another row', async () => {
    for (const reference of ['A2', 'A999999999', 'A', '1', 'A1B']) {
      const bytes = withParts({ name: 'xl/worksheets/sheet2.xml', data: xml(`<c r="${reference}"><v>1</v></c>`) })
      await expect(sheetsOf(bytes)).rejects.toEqual(refusedAs('damaged'))
    }
  })

  it('may have links and rules over all its cells, which are not looked at', async () => {
    const data = `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><conditionalFormatting sqref="${'A1:B2 '.repeat(3000)}"/><hyperlinks><hyperlink ref="A1:XFD1048576" display="x"/></hyperlinks></worksheet>`
    const [, table] = await tablesOf(memoryFile('台账.xlsx', withParts({ name: 'xl/worksheets/sheet2.xml', data })))
    expect(table && (await rowsOf(table))).toEqual([{ number: 1, cells: [{ value: 1, shows: 'number' }] }])
  })

  it.each([
    ['a binary one', 'xl/workbook.bin', 'application/vnd.ms-excel.sheet.binary.macroEnabled.main'],
    ['one of OpenDocument', 'META-INF/manifest.xml', 'text/xml'],
    ['a text document', 'word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ])('is not: %s', async (_, part, type) => {
    const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${type}"/></Types>`
    const bytes = writeZip([
      { name: '[Content_Types].xml', data: types },
      { name: part, data: '<a/>' },
    ])
    await expect(sheetsOf(bytes)).rejects.toEqual(refusedAs('not_a_workbook'))
  })
})
