import { describe, expect, it } from 'vitest'
import { READING_LIMITS, type ReadingLimits } from '../../pipeline/reading/table.ts'
import { memoryFile } from '../support/memory-file.ts'
import { textRow, writeWorkbook } from '../support/workbook-writer.ts'
import { rowsOf, tablesOf } from './read.ts'

const ROWS = 10_000
const SHARED = '<si><t>共有</t></si>'

/** A workbook that is large enough for a thread of its own, with a second sheet behind its rows. */
function largeWorkbook(more = ''): Buffer {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const number = index + 1
    return `<row r="${number}"><c r="A${number}" t="s"><v>0</v></c><c r="B${number}" s="1"><v>${40_000 + index}</v></c><c r="C${number}" t="b"><v>1</v></c><c r="D${number}" t="inlineStr"><is><t>第${number}行</t></is></c></row>`
  })
  return writeWorkbook({
    sheets: [
      { name: '花名册', rows: rows.join('') + more, merges: ['A2:A4'] },
      { name: '走访', rows: textRow(3, ['甲']) },
    ],
    shared_strings: SHARED,
    formats: [14],
  })
}

const open = (bytes: Buffer, limits: Partial<ReadingLimits> = {}) =>
  tablesOf(memoryFile('台账.xlsx', bytes), { limits: { ...READING_LIMITS, ...limits } })

describe('a workbook of some size is read in a thread of its own', () => {
  it('as a small one is', async () => {
    const tables = await open(largeWorkbook())
    expect(tables.map(({ sheet, merges }) => ({ sheet, merges }))).toEqual([
      { sheet: '花名册', merges: [{ top: 2, left: 0, bottom: 4, right: 0 }] },
      { sheet: '走访', merges: [] },
    ])
    const rows = tables[0] ? await rowsOf(tables[0]) : []
    expect(rows).toEqual(
      Array.from({ length: ROWS }, (_, index) => ({
        number: index + 1,
        cells: ['共有', { value: 40_000 + index, shows: 'date' }, true, `第${index + 1}行`],
      })),
    )
    expect(tables[1] && (await rowsOf(tables[1]))).toHaveLength(3)
  })

  it('and refused as a small one is, by sheet and row', async () => {
    const bytes = largeWorkbook(`<row r="${ROWS + 5}"><c r="ZZZ${ROWS + 5}"><v>1</v></c></row>`)
    await expect(open(bytes)).rejects.toMatchObject({
      code: 'unreadable_file',
      data: { reason: 'hostile', file: '台账.xlsx', sheet: '花名册', row: ROWS + 5 },
    })
  })

  it('and given up where it takes too long', async () => {
    await expect(open(largeWorkbook(), { max_parse_seconds: 0.001 })).rejects.toMatchObject({
      code: 'unreadable_file',
      data: { reason: 'too_large' },
    })
  })
})

describe('a workbook with more filled cells than are allowed is refused', () => {
  const row = (number: number, count: number): string =>
    textRow(
      number,
      Array.from({ length: count }, () => '甲'),
    )

  it('counted over all its sheets', async () => {
    const bytes = writeWorkbook({ sheets: ['甲', '乙'].map((name) => ({ name, rows: row(1, 6) })) })
    expect(await open(bytes, { max_cells: 12 })).toHaveLength(2)
    const error = open(bytes, { max_cells: 11 })
    await expect(error).rejects.toMatchObject({ data: { reason: 'too_large', sheet: '乙' } })
    await expect(error).rejects.toThrow('超过 11 个')
  })

  it('but empty ones do not count', async () => {
    const empty = Array.from({ length: 100 }, (_, index) => `<c r="A2" s="${index % 2}"/>`)
    const rows = `${row(1, 6)}<row r="2">${empty.join('')}<c r="B2"></c><c r="C2"><v/></c></row>`
    const [table] = await open(writeWorkbook({ sheets: [{ name: '甲', rows }] }), { max_cells: 6 })
    expect(table && (await rowsOf(table))).toHaveLength(1)
  })
})
