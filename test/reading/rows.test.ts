import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { READING_LIMITS, type Row } from '../../pipeline/reading/table.ts'
import { ByteTokenizer } from '../../pipeline/reading/text/byte-tokenizer.ts'
import { rowsOf } from '../../pipeline/reading/text/cell-block.ts'
import { rawDecoding } from '../../pipeline/reading/text/raw-cell.ts'
import { memoryFile } from '../support/memory-file.ts'
import { textRows } from './read.ts'

/** The rows of a text that is given in pieces, as the tokenizer splits them. */
function split(pieces: readonly string[], limits = READING_LIMITS, delimiter = ','): Row[] {
  const { isBlank } = rawDecoding('utf-8')
  const tokenizer = new ByteTokenizer({
    file: 'a.csv',
    delimiter: Buffer.from(delimiter),
    limits,
    isBlank,
  })
  const blocks = pieces.map((piece) => tokenizer.push(Buffer.from(piece, 'latin1'), false))
  return [...blocks, tokenizer.push(Buffer.alloc(0), true)].flatMap((block) => (block ? rowsOf(block) : []))
}

const raw = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
const cells = (text: string): unknown[][] =>
  split([raw(text)]).map((row) => [
    row.number,
    ...row.cells.map((cell) => (typeof cell === 'string' ? rawDecoding('utf-8').decode(cell) : cell)),
  ])

describe('rows of a delimited text', () => {
  it.each([
    ['LF', 'a,b\nc,d\n'],
    ['CRLF', 'a,b\r\nc,d\r\n'],
    ['CR', 'a,b\rc,d\r'],
    ['no line break at the end', 'a,b\nc,d'],
  ])('end at %s', (_, text) => {
    expect(cells(text)).toEqual([
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ])
  })

  it('keep empty cells, also the last', () => {
    expect(cells('a,,\n,b,')).toEqual([
      [1, 'a', '', ''],
      [2, '', 'b', ''],
    ])
  })

  it('are numbered as Excel shows them: a line break in quotes starts no row, a blank line is one', () => {
    expect(cells('a,"b\r\nb"\r\n\r\n,,\r\nc,d\r\n')).toEqual([[1, 'a', 'b\r\nb'], [2], [3], [4, 'c', 'd']])
  })

  it('end with the last filled one', () => {
    expect(cells('a\n\n \n,,,\n\u3000\n')).toEqual([[1, 'a']])
  })

  it('may hold a quoted cell with delimiters, line breaks and doubled quotes', () => {
    expect(cells('"a,""b""\n",c\n"",""""')).toEqual([
      [1, 'a,"b"\n', 'c'],
      [2, '', '"'],
    ])
  })

  it('take a quote inside an unquoted cell as text', () => {
    expect(cells('5" 屏,a"b"c\n x, "y"')).toEqual([
      [1, '5" 屏', 'a"b"c'],
      [2, ' x', ' "y"'],
    ])
  })

  it('take text behind a closing quote into the cell, as Excel does', () => {
    expect(cells('"张三"(小名),b')).toEqual([[1, '张三(小名)', 'b']])
  })

  it('are not swallowed by a quote that is never closed', () => {
    expect(cells('a,"b\nc,d\ne,f\n')).toEqual([
      [1, 'a', '"b'],
      [2, 'c', 'd'],
      [3, 'e', 'f'],
    ])
  })

  it('are not swallowed by a quote that the next quoted cell would close', () => {
    expect(cells('a,"b\nc,"d"\n"e",f\n')).toEqual([
      [1, 'a', '"b'],
      [2, 'c', 'd'],
      [3, 'e', 'f'],
    ])
  })

  it('may be long and come in many small blocks: what was split once is not split again for each of them', () => {
    const cell = 'x'.repeat(1_000_000)
    const text = `${Array.from({ length: 8 }, () => cell).join(',')}\nb`
    const pieces = Array.from({ length: Math.ceil(text.length / 1024) }, (_, i) => text.slice(i * 1024, (i + 1) * 1024))
    const rows = split(pieces)
    expect(rows.map((row) => row.cells.map((item) => (typeof item === 'string' ? item.length : -1)))).toEqual([
      Array(8).fill(1_000_000),
      [1],
    ])
  })

  it('are the same wherever the blocks end', () => {
    const alphabet = fc.constantFrom('a', '"', '"', ',', '\n', '\r', '\r\n', 'b', '张', '，', '""')
    fc.assert(
      fc.property(
        fc.array(alphabet, { maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }),
        fc.constantFrom(',', '，'),
        fc.constantFrom(5, 1000),
        (parts, cuts, delimiter, max_cell_bytes) => {
          const text = Buffer.from(parts.join('')).toString('latin1')
          const limits = { ...READING_LIMITS, max_cell_bytes }
          const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length]
          const pieces = at.slice(1).map((end, index) => text.slice(at[index], end))
          const attempt = (given: string[]): unknown => {
            try {
              return split(given, limits, delimiter)
            } catch (error) {
              return String(error)
            }
          }
          expect(attempt(pieces)).toEqual(attempt([text]))
        },
      ),
      { numRuns: 3000 },
    )
  })
})

const quoted = (cell: string, delimiter: string, is_always: boolean): string =>
  is_always || cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Characters that both GB18030 codecs at hand map alike, and the awkward ones. */
const character = fc.oneof(
  fc.constantFrom('"', ',', '\t', ';', '，', '\n', '\r\n', ' ', 'a', '1', '|', '䶮', '㛃', '𠮷', '学', '、', '。'),
  fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCodePoint(code)),
)
const cell = fc.array(character, { maxLength: 8 }).map((parts) => parts.join(''))
const ENCODERS: Record<string, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with BOM': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  gb18030: (text) => iconv.encode(text, 'gb18030'),
}

describe('any table written by RFC 4180', () => {
  it('is read back, cell by cell and with the right row numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 12 }),
        fc.constantFrom(...Object.keys(ENCODERS)),
        fc.constantFrom(',', '\t', ';', '，'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.integer({ min: 1, max: 64 }),
        async (rows, encoding, delimiter, line_break, is_quoted, block_bytes) => {
          const table = [['姓名', '身份证号', '村(社区)', '学校'], ...rows]
          const text = table
            .map((row) => row.map((item) => quoted(item, delimiter, is_quoted)).join(delimiter))
            .join(line_break)
          const file = memoryFile('a.csv', (ENCODERS[encoding] ?? Buffer.from)(text), block_bytes)
          const read = await textRows(file)
          const isBlank = (row: readonly string[]): boolean => row.every((item) => item.trim() === '')
          const expected = table.map((row, index) => [index + 1, ...(isBlank(row) ? [] : row)])
          expect(read).toEqual(expected.slice(0, table.findLastIndex((row) => !isBlank(row)) + 1))
        },
      ),
      { numRuns: 400 },
    )
  })
})
