import { bytesText, unreadable, type Place } from '../refusal.ts'
import type { CellBlock, ReadingLimits } from '../table.ts'
import { CellBlockBuilder, FIRST_HASH, nextHash } from './cell-block.ts'

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** Excel's own number of columns: empty cells up to here are let pass, they are what a formatted sheet exports. */
const MAX_EMPTY_COLUMNS = 16_384
/** A row may hold this many cells of the largest size. */
const LARGEST_CELLS_PER_ROW = 8

export interface TokenizerOptions {
  file: string
  /** One byte or, for the full-width comma, its three bytes in UTF-8. */
  delimiter: Uint8Array
  limits: ReadingLimits
  /** Whether a raw cell (one character a byte) is white space only. */
  isBlank(raw: string): boolean
}

/**
 * Splits bytes into rows and cells; blocks may end anywhere.
 *
 * Our own, because all of this is needed at once: bounded memory on hostile input, cells of bounded size, row numbers as
 * Excel shows them, any encoding (cells are decoded by who needs them), and no string for a cell that was seen before: a
 * register repeats itself, and making seven million strings costs more than all the rest of a pull.
 *
 * Quotes follow RFC 4180, and where a file breaks it, Excel: a quote inside an unquoted cell is text, text behind a closing
 * quote belongs to the cell. But a quoted cell may not eat rows: where it has a line break and is not closed as it should
 * be (by a delimiter or the end of the row), where it is longer than a cell may be, or where it is never closed, its quote
 * is taken as text and the row ends where its line ends.
 */
export class ByteTokenizer {
  readonly #options: TokenizerOptions
  readonly #delimiter: Uint8Array
  readonly #longest: number
  readonly #max_row_bytes: number
  readonly #max_cells: number
  /** The row that was not whole at the end of the last block, and blocks that were not looked at since. */
  #rest: Uint8Array = new Uint8Array(0)
  #waiting: Uint8Array[] = []
  #waiting_bytes = 0
  #number = 1
  /** The first of the blank rows that end the rows so far: they are handed out only when a filled one follows. */
  #blank_from: number | null = null

  constructor(options: TokenizerOptions) {
    this.#options = options
    this.#delimiter = options.delimiter
    // two quotes around the text
    this.#longest = options.limits.max_cell_bytes + 2
    this.#max_row_bytes = options.limits.max_cell_bytes * LARGEST_CELLS_PER_ROW
    this.#max_cells = Math.max(options.limits.max_columns, MAX_EMPTY_COLUMNS)
  }

  /**
   * Takes the next block and answers the rows that are whole, or null; `is_last` ends the last row. A row that goes on
   * behind its block is split from its start again, so that is not tried before its length has doubled.
   */
  push(block: Uint8Array, is_last: boolean): CellBlock | null {
    this.#waiting.push(block)
    this.#waiting_bytes += block.length
    if (this.#waiting_bytes < this.#rest.length && !is_last) return null
    const text = new CellBlockBuilder([this.#rest, ...this.#waiting])
    this.#waiting = []
    this.#waiting_bytes = 0
    let at = 0
    while (at < text.length) {
      const end = this.#row(text, at, is_last)
      if (end < 0) break
      at = end
      this.#finishRow(text)
    }
    text.dropRow()
    this.#rest = text.bytes.slice(at, text.length)
    if (this.#rest.length > this.#max_row_bytes) throw this.#rowTooLong()
    return text.finish()
  }

  /** Splits the row at `from`; answers where the next one begins, or -1 where the row is not whole yet. */
  #row(text: CellBlockBuilder, from: number, is_last: boolean): number {
    const { length } = text
    const delimiter = this.#delimiter[0] as number
    const width = this.#delimiter.length
    const highest = Math.max(delimiter, CR)
    let at = from
    for (;;) {
      const { bytes } = text
      let i = at
      let hash = FIRST_HASH
      let start = at
      if (i < length && bytes[i] === QUOTE) {
        const quoted = this.#quoted(text, at, is_last)
        if (quoted < -1) return -1
        if (quoted >= 0) {
          i = quoted
          start = -1
        }
      }
      const plain_from = i
      const latest = at + this.#longest
      for (; i < length; i++) {
        const byte = bytes[i] as number
        if (byte <= highest) {
          if (byte === LF || byte === CR) break
          if (byte === delimiter) {
            if (width === 1 || this.#isDelimiter(text, i)) break
            // the rest of it may stand in the next block
            if (i + width > length && !is_last) return -1
          }
        }
        hash = nextHash(hash, byte)
        if (i > latest) throw this.#cellTooLong()
      }
      if (i - at > this.#longest) throw this.#cellTooLong()
      if (i >= length && !is_last) return -1
      if (start >= 0) text.addCell(start, i, hash)
      else text.extendQuoted(plain_from, i)
      if (text.cellsInRow > this.#max_cells) throw this.#tooManyColumns()
      if (i - from > this.#max_row_bytes) throw this.#rowTooLong()
      if (i >= length) return length
      const byte = bytes[i]
      if (byte === LF) return i + 1
      if (byte === CR) {
        // CR LF may be cut by the end of a block
        if (i + 1 >= length && !is_last) return -1
        return text.bytes[i + 1] === LF && i + 1 < length ? i + 2 : i + 1
      }
      at = i + width
      // a delimiter at the very end of the file is followed by one empty cell
      if (at >= length && !is_last) return -1
    }
  }

  #isDelimiter(text: CellBlockBuilder, at: number): boolean {
    return this.#delimiter.every((byte, index) => text.bytes[at + index] === byte && at + index < text.length)
  }

  /**
   * The quoted cell at `at`: puts it in and answers where its text behind the closing quote begins; -1 where its quote is
   * to be taken as text; -2 where more of the file is needed. See the class.
   */
  #quoted(text: CellBlockBuilder, at: number, is_last: boolean): number {
    const { bytes, length } = text
    let has_pairs = false
    let search = at + 1
    for (;;) {
      const found = bytes.indexOf(QUOTE, search)
      const quote = found >= length ? -1 : found
      if (quote === -1 ? length - at > this.#longest : quote - at >= this.#longest) return -1
      if (quote === -1) return is_last ? -1 : -2
      const next = quote + 1
      if (next + this.#delimiter.length > length && !is_last) return -2
      const code = next < length ? bytes[next] : undefined
      if (code === QUOTE) {
        has_pairs = true
        search = next + 1
        continue
      }
      const isClosed =
        code === undefined ||
        code === LF ||
        code === CR ||
        (code === this.#delimiter[0] && this.#isDelimiter(text, next))
      if (!isClosed && hasLineBreak(bytes, at + 1, quote)) return -1
      text.addQuoted(at + 1, quote, has_pairs)
      return next
    }
  }

  #finishRow(text: CellBlockBuilder): void {
    const number = this.#number++
    if (number > this.#options.limits.max_rows) throw this.#tooManyRows()
    if (text.isRowBlank(this.#options.isBlank)) {
      this.#blank_from ??= number
      text.dropRow()
      return
    }
    if (text.cellsInRow > this.#options.limits.max_columns) {
      text.trimRow(this.#options.isBlank)
      if (text.cellsInRow > this.#options.limits.max_columns) throw this.#tooManyColumns(number)
    }
    text.keepRow(number, this.#blank_from)
    this.#blank_from = null
  }

  #place(row = this.#number): Place {
    return { file: this.#options.file, row }
  }

  #cellTooLong(): Error {
    const limit = bytesText(this.#options.limits.max_cell_bytes)
    return unreadable(
      this.#place(),
      'hostile',
      `有超过 ${limit} 的单元格，已停止读取。请检查该行是否混入了其他内容，或换行、引号是否缺失。`,
    )
  }

  #rowTooLong(): Error {
    const limit = bytesText(this.#max_row_bytes)
    return unreadable(this.#place(), 'hostile', `超过 ${limit}，已停止读取。请检查该行是否混入了其他内容。`)
  }

  #tooManyColumns(row?: number): Error {
    const { max_columns } = this.#options.limits
    return unreadable(
      this.#place(row),
      'hostile',
      `超过 ${max_columns} 列，已停止读取。请删除台账右侧多余的列后重新导出。`,
    )
  }

  #tooManyRows(): Error {
    const { file, limits } = this.#options
    return unreadable({ file }, 'hostile', `超过 ${limits.max_rows} 行，已停止读取。请删除台账下方多余的行后重新导出。`)
  }
}

function hasLineBreak(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === LF || bytes[i] === CR) return true
  return false
}
