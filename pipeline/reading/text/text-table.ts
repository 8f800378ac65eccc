import type { OpenFile } from '../../sources/source.ts'
import { unreadable } from '../refusal.ts'
import type {
  CellBlock,
  FileProbe,
  KnownColumns,
  ReadingLimits,
  Row,
  Table,
  TextEncoding,
  TextFault,
} from '../table.ts'
import { rawBytes, SMALLEST_BLOCK } from './blocks.ts'
import { ByteTokenizer } from './byte-tokenizer.ts'
import { rowsOf } from './cell-block.ts'
import { detectDelimiter, FULL_WIDTH_COMMA, SAMPLE_BYTES } from './delimiter.ts'
import { sha256AndEncoding } from './encoding.ts'
import { rawDecoding } from './raw-cell.ts'

export interface TextOptions {
  limits: ReadingLimits
  known: KnownColumns | null
  probe?: FileProbe
  /** Blocks of the file are joined to at least this size; for tests. */
  smallest_block?: number
}

const FAULTS: Readonly<Record<TextFault, string>> = {
  empty: '是空的。请确认已导出数据，再重新导出。',
  nul: '不是文本文件（含有空字节）。请用 Excel 或 WPS 打开原表，另存为 XLSX 或 CSV（UTF-8）。',
  'utf-16be': '是 UTF-16（大端）编码，不支持。请另存为 CSV（UTF-8）或 XLSX。',
  not_utf8: '标明是 UTF-8，但有无法识别的字节，可能已损坏或没有传完。请重新导出。',
  not_utf16: '标明是 UTF-16，但有无法识别的字节，可能已损坏或没有传完。请重新导出。',
  not_gb18030: '既不是 UTF-8 也不是 GB18030 编码，可能已损坏或没有传完。请重新导出为 CSV（UTF-8）或 XLSX。',
}

/** Each character of ASCII is two bytes in UTF-16 and one in UTF-8, and a separator line is not looked at. */
const HEAD_BYTES = 2 * SAMPLE_BYTES + 64 * 1024

/** Opens a delimited text file as one table (registers.md, Reading: encoding and delimiter). */
export async function openText(file: OpenFile, options: TextOptions): Promise<Table> {
  if (file.size === 0) throw unreadable({ file: file.name }, 'empty', FAULTS.empty)
  await refuseOtherFormats(file)
  const { encoding, fault } = options.probe ?? (await sha256AndEncoding(file))
  if (fault !== null) {
    const reason = fault === 'empty' ? 'empty' : fault === 'nul' ? 'not_text' : 'bad_encoding'
    throw unreadable({ file: file.name }, reason, FAULTS[fault])
  }
  const smallest_block = options.smallest_block ?? SMALLEST_BLOCK
  const head = await headOf(file)
  const { declared, line_length } = await separatorLine(head, encoding)
  const delimiter = await detectDelimiter({
    file: file.name,
    known: options.known,
    limits: options.limits,
    declared,
    encodingFor: (candidate) => splitEncoding(encoding, candidate),
    bytes: (candidate) =>
      withoutStart(rawBytes(head, encoding, candidate === FULL_WIDTH_COMMA, smallest_block), line_length),
  })

  const decoding = rawDecoding(splitEncoding(encoding, delimiter))
  const blocks = (): AsyncGenerator<CellBlock> => {
    const bytes = rawBytes(file, encoding, delimiter === FULL_WIDTH_COMMA, smallest_block)
    const { limits } = options
    // the full-width comma is split at as its three bytes in UTF-8
    const tokenizer = new ByteTokenizer({
      file: file.name,
      delimiter: Buffer.from(delimiter, 'utf8'),
      limits,
      isBlank: decoding.isBlank,
    })
    return split(withoutStart(bytes, line_length), tokenizer)
  }
  const table: Table = {
    file: file.name,
    sheet: null,
    encoding,
    delimiter,
    decode: decoding.decode,
    blocks,
    rows: () => inRows(blocks()),
  }
  for await (const _ of blocks()) return table
  throw unreadable({ file: file.name }, 'empty', FAULTS.empty)
}

async function* split(bytes: AsyncIterable<Uint8Array>, tokenizer: ByteTokenizer): AsyncGenerator<CellBlock> {
  for await (const block of bytes) {
    const cells = tokenizer.push(block, false)
    if (cells) yield cells
  }
  const last = tokenizer.push(new Uint8Array(0), true)
  if (last) yield last
}

async function* inRows(blocks: AsyncIterable<CellBlock>): AsyncGenerator<Row[]> {
  for await (const block of blocks) yield rowsOf(block)
}

/** The encoding of what is split: UTF-16 was made UTF-8, and so was GB18030 where a full-width comma is looked for. */
function splitEncoding(encoding: TextEncoding, delimiter: string): TextEncoding {
  return encoding === 'gb18030' && delimiter !== FULL_WIDTH_COMMA ? 'gb18030' : 'utf-8'
}

/** Signatures of files that are no text, whatever their names say. */
async function refuseOtherFormats(file: OpenFile): Promise<void> {
  for await (const block of file.blocks()) {
    const head = Buffer.from(block.subarray(0, 8)).toString('latin1')
    if (head.startsWith('PK\x03\x04')) {
      throw unreadable(
        { file: file.name },
        'workbook_as_text',
        '其实是 XLSX 工作簿，不是文本文件。请把扩展名改为 .xlsx。',
      )
    }
    if (head === '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') {
      throw unreadable(
        { file: file.name },
        'workbook_as_text',
        '其实是旧版 Excel 工作簿，不是文本文件。请用 Excel 或 WPS 打开，另存为 XLSX。',
      )
    }
    if (block.length > 0) return
  }
}

/** The start of a file as a file of its own: as much as the search for the delimiter looks at, also in UTF-16. */
async function headOf(file: OpenFile): Promise<OpenFile> {
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of file.blocks()) {
    blocks.push(block)
    bytes += block.length
    if (bytes >= HEAD_BYTES) break
  }
  return {
    ...file,
    async *blocks() {
      yield* blocks
    },
  }
}

const SEPARATOR_LINE = /^"?sep=([^\r\n]{1,3})"?(?:\r\n|\n|\r)/i
const LONGEST_SEPARATOR_LINE = 16

/**
 * A first line `sep=;` tells Excel the delimiter; Excel does not show it, and row 1 is the line after it. Answers the
 * delimiter that it names, and the length of the line with its end in bytes of the text that is split.
 */
async function separatorLine(
  file: OpenFile,
  encoding: TextEncoding,
): Promise<{ declared: string | null; line_length: number }> {
  let start = ''
  for await (const block of rawBytes(file, encoding, false, SMALLEST_BLOCK)) {
    start += Buffer.from(block.subarray(0, LONGEST_SEPARATOR_LINE)).toString('latin1')
    if (start.length >= LONGEST_SEPARATOR_LINE) break
  }
  const match = SEPARATOR_LINE.exec(start)
  if (!match) return { declared: null, line_length: 0 }
  const declared = rawDecoding(encoding).decode(match[1] ?? '')
  // a full-width comma makes the text be split as UTF-8, in which it is three bytes long
  const line = rawDecoding(encoding).decode(match[0])
  return { declared, line_length: declared === FULL_WIDTH_COMMA ? Buffer.byteLength(line, 'utf8') : match[0].length }
}

async function* withoutStart(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let left = length
  for await (const block of bytes) {
    yield left === 0 ? block : block.subarray(left)
    left = Math.max(0, left - block.length)
  }
}
