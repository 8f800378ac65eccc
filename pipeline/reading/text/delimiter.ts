import { isShouwangError } from '../../../errors.ts'
import { headerIn, knownFieldCount, MAX_HEADER_ROW } from '../header.ts'
import type { CellBlock, KnownColumns, ReadingLimits, Row, TextEncoding } from '../table.ts'
import { ByteTokenizer } from './byte-tokenizer.ts'
import { rowsOf } from './cell-block.ts'
import { rawDecoding } from './raw-cell.ts'

export const FULL_WIDTH_COMMA = '，'
const CANDIDATES = [',', '\t', ';', FULL_WIDTH_COMMA]
/** The header is looked for in this much text. */
export const SAMPLE_BYTES = 1024 * 1024

export interface DelimiterSearch {
  file: string
  /** The columns of the register that the file belongs to; null: none. */
  known: KnownColumns | null
  limits: ReadingLimits
  /** What a first line `sep=` names. */
  declared: string | null
  /** The bytes of the text for a candidate, from its first row, and the encoding that they are in. */
  bytes(candidate: string): AsyncIterable<Uint8Array>
  encodingFor(candidate: string): TextEncoding
}

/**
 * The delimiter that splits the header row into the most known columns (registers.md, Reading). Of several that split it
 * equally well, and for a file of no register, the declared one counts, else the comma.
 */
export async function detectDelimiter(search: DelimiterSearch): Promise<string> {
  const declared = search.declared !== null && /^[^"\r\n\0]$/u.test(search.declared) ? [search.declared] : []
  const candidates = [...new Set([...declared, ...CANDIDATES])]
  let best = { delimiter: candidates[0] ?? ',', count: 0 }
  if (search.known === null) return best.delimiter
  for (const delimiter of candidates) {
    const count = knownColumnCount(await leadingRows(search, delimiter), search, delimiter)
    if (count > best.count) best = { delimiter, count }
  }
  return best.delimiter
}

function knownColumnCount(rows: readonly Row[], search: DelimiterSearch, delimiter: string): number {
  if (search.known === null) return 0
  const { decode } = rawDecoding(search.encodingFor(delimiter))
  const header = headerIn(rows, { decode }, search.known)
  if (header) return new Set(header.columns.flatMap((column) => column.field ?? [])).size
  return Math.max(0, ...rows.map((row) => knownFieldCount(row, { decode }, search.known)))
}

/** The first rows as this delimiter splits them; none where it makes the text unreadable. */
async function leadingRows(search: DelimiterSearch, delimiter: string): Promise<Row[]> {
  const tokenizer = new ByteTokenizer({
    file: search.file,
    delimiter: Buffer.from(delimiter, 'utf8'),
    limits: search.limits,
    isBlank: rawDecoding(search.encodingFor(delimiter)).isBlank,
  })
  const rows: Row[] = []
  const isEnough = (): boolean => (rows.at(-1)?.number ?? 0) >= MAX_HEADER_ROW
  let bytes = 0
  try {
    const add = (block: CellBlock | null): void => void (block && rows.push(...rowsOf(block)))
    for await (const block of search.bytes(delimiter)) {
      add(tokenizer.push(block, false))
      bytes += block.length
      if (isEnough() || bytes >= SAMPLE_BYTES) return rows.slice(0, MAX_HEADER_ROW)
    }
    add(tokenizer.push(new Uint8Array(0), true))
  } catch (error) {
    if (!isShouwangError(error)) throw error
  }
  return rows.slice(0, MAX_HEADER_ROW)
}
