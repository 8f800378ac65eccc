import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import iconv from 'iconv-lite'
import type { WrittenCell } from './hand.ts'
import type { StyleName } from './style.ts'
import type { SheetTask } from './workbook.ts'

interface Dialect {
  delimiter: string
  lineEnd: string
  byteOrderMark: Buffer
  encode: (text: string) => Buffer
}

const NONE = Buffer.alloc(0)
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')
// Node decodes GB18030 but does not encode it; iconv-lite does, with the four-byte forms that rare characters in names need.
const gb18030 = (text: string): Buffer => iconv.encode(text, 'gb18030')
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

const DIALECTS: Record<Exclude<StyleName, 'workbook'>, Dialect> = {
  tidy_csv: { delimiter: ',', lineEnd: '\r\n', byteOrderMark: Buffer.from([0xef, 0xbb, 0xbf]), encode: utf8 },
  gb18030_csv: { delimiter: ',', lineEnd: '\r\n', byteOrderMark: NONE, encode: gb18030 },
  utf16_txt: { delimiter: '\t', lineEnd: '\r\n', byteOrderMark: Buffer.from([0xff, 0xfe]), encode: utf16 },
  semicolon_csv: { delimiter: ';', lineEnd: '\n', byteOrderMark: NONE, encode: utf8 },
  fullwidth_csv: { delimiter: '，', lineEnd: '\n', byteOrderMark: NONE, encode: utf8 },
}

/** Characters gathered before they are encoded and written. */
const CHUNK = 256 * 1024

const textOf = (cell: WrittenCell): string => {
  if (cell === null) return ''
  if (typeof cell === 'object') return 'number' in cell ? String(cell.number) : cell.error
  return String(cell)
}

/** Writes a delimited text file row by row; memory does not grow with the rows. */
export async function writeDelimited(
  path: string,
  style: Exclude<StyleName, 'workbook'>,
  { titles, header, body, foot }: SheetTask,
): Promise<void> {
  const { delimiter, lineEnd, byteOrderMark, encode } = DIALECTS[style]
  const needsQuotes = new RegExp(`["\\r\\n${delimiter}]`)
  const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lineOf = (cells: readonly WrittenCell[]): string =>
    cells.map((cell) => quoted(textOf(cell))).join(delimiter) + lineEnd

  const file: FileHandle = await open(path, 'w')
  try {
    await file.write(byteOrderMark)
    let text = [...titles, ...header.rows].map(lineOf).join('')
    for (const { cells } of body) {
      text += lineOf(cells)
      if (text.length < CHUNK) continue
      await file.write(encode(text))
      text = ''
    }
    await file.write(encode(text + foot().map(lineOf).join('')))
  } finally {
    await file.close()
  }
}
