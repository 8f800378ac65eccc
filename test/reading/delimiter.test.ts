import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { memoryFile } from '../support/memory-file.ts'
import { rowsOf, tablesOf, textRows } from './read.ts'

const gb18030 = (text: string): Buffer => iconv.encode(text, 'gb18030')

async function delimiterOf(text: string | Buffer, known?: null): Promise<string | undefined> {
  const [table] = await tablesOf(memoryFile('摸底花名册.txt', text), { ...(known === null ? { known } : {}) })
  return table?.delimiter
}

describe('the delimiter', () => {
  it.each([
    [',', '姓名,身份证号,村\n'],
    ['\t', '姓名\t身份证号\t村\n'],
    [';', '姓名;身份证号;村\n'],
    ['，', '姓名，身份证号，村\n'],
  ])('%j is found by the header row', async (delimiter, text) => {
    expect(await delimiterOf(text)).toBe(delimiter)
    expect(await delimiterOf(gb18030(text))).toBe(delimiter)
  })

  it('is the one that splits the header row, whatever stands more often in the titles and cells', async () => {
    const text =
      '2026年，青石镇，摸底，花名册，终稿\n填报单位,人民政府,,,,\n姓名;身份证号;村\n张,三,四;99,1;甲，乙，丙\n'
    expect(await delimiterOf(text)).toBe(';')
  })

  it('is the one that gives more known columns where several give three', async () => {
    expect(await delimiterOf('姓名,性别,村;身份证号;学校;电话,序号\n')).toBe(',')
    expect(await delimiterOf('姓名\t身份证号\t性别\t学校,村,电话\n')).toBe('\t')
  })

  it('is looked for in quoted headers too', async () => {
    expect(await delimiterOf('"姓名（必填）";"身份证号";"村(社区)"\n')).toBe(';')
  })

  it('is the comma for a file of no register, and where no header is found', async () => {
    expect(await delimiterOf('甲;乙;丙\n', null)).toBe(',')
    expect(await delimiterOf('甲;乙;丙\n')).toBe(',')
  })

  it('may be a full-width comma where two characters of GB18030 seem to have one between them', async () => {
    // the second byte of one character and the first of the next are those of the full-width comma
    const bytes = Buffer.concat([
      gb18030('姓名，身份证号，村\n'),
      Buffer.from('\xb0\xa3\xac\xb0，', 'latin1').subarray(0, 4),
      gb18030('，1，乙\n'),
    ])
    const text = new TextDecoder('gb18030').decode(Buffer.from('\xb0\xa3\xac\xb0', 'latin1'))
    expect(text).toHaveLength(2)
    expect(await textRows(memoryFile('摸底花名册.csv', bytes))).toEqual([
      [1, '姓名', '身份证号', '村'],
      [2, text, '1', '乙'],
    ])
  })

  it('is named by a first line sep=, which Excel does not show and does not count', async () => {
    const file = memoryFile('摸底花名册.csv', 'sep=;\r\n姓名;身份证号;村\r\n张三;1;甲\r\n')
    expect(await textRows(file)).toEqual([
      [1, '姓名', '身份证号', '村'],
      [2, '张三', '1', '甲'],
    ])
    expect(await delimiterOf('sep=|\n姓名|身份证号|村\n')).toBe('|')
    expect(await delimiterOf('\ufeffSEP=;\n甲;乙\n', null)).toBe(';')
  })

  it.each([['utf-8'], ['gb18030'], ['utf-16le']])('may be a full-width comma named by sep= in %s', async (encoding) => {
    const text = 'sep=，\n姓名，身份证号，村\n张三，1，甲\n'
    const bytes = encoding === 'utf-16le' ? Buffer.from(`\ufeff${text}`, 'utf16le') : iconv.encode(text, encoding)
    expect(await textRows(memoryFile('摸底花名册.csv', bytes))).toEqual([
      [1, '姓名', '身份证号', '村'],
      [2, '张三', '1', '甲'],
    ])
  })

  it('is found below long titles and many blank lines', async () => {
    expect(await delimiterOf(`${'说明，'.repeat(10_000)}\n${'\n'.repeat(40)}姓名\t身份证号\t村\n`)).toBe('\t')
  })
})

describe('a text table', () => {
  it('may be read several times', async () => {
    const [table] = await tablesOf(memoryFile('摸底花名册.csv', '姓名,身份证号,村\n张三,1,甲\n'))
    expect(table).toMatchObject({ file: '摸底花名册.csv', sheet: null, encoding: 'utf-8', delimiter: ',' })
    if (!table) return
    expect(await rowsOf(table)).toEqual(await rowsOf(table))
  })

  it('is known by its extension in any case', async () => {
    for (const name of ['a.CSV', 'a.Txt', 'a.tsv']) expect(await tablesOf(memoryFile(name, '姓名\n'))).toHaveLength(1)
  })
})
