import type { ReadingLimits, Row } from '../table.ts'
import { bytesText, unreadable, type Place } from '../refusal.ts'

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d
/** Behind every string: V8 holds none of 2 ** 29 characters, and up to 2 ** 30 its numbers are small integers. */
const NONE = 2 ** 30 - 1

/** Rows are handed out in blocks of this many. */
const ROWS_PER_BLOCK = 4096
/** Excel's own number of columns: empty cells up to here are let pass, they are what a formatted sheet exports. */
const MAX_EMPTY_COLUMNS = 16_384
/** A row may hold this many cells of the largest size. */
const LARGEST_CELLS_PER_ROW = 8

export interface TokenizerOptions {
  file: string
  /** One character or, for the full-width comma, its three bytes in UTF-8. */
  delimiter: string
  limits: ReadingLimits
  /** Whether a raw cell is white space only. */
  isBlank(raw: string): boolean
}

/** A cell that begins with a quote: its text up to the closing one, and where the search for the end of the cell begins. */
interface Quoted {
  content: string
  from: number
}

/**
 * Splits text, held as one character a byte, into rows and cells; blocks may end anywhere.
 *
 * Our own, because all of this is needed at once: bounded memory on hostile input, cells of bounded size, row numbers as
 * Excel shows them, any encoding (cells are decoded by who needs them), and a register of 100 MB in a quarter of a second.
 *
 * Quotes follow RFC 4180, and where a file breaks it, Excel: a quote inside an unquoted cell is text, text behind a closing
 * quote belongs to the cell. But a quoted cell may not eat rows: where it has a line break and is not closed as it should
 * be (by a delimiter or the end of the row), where it is longer than a cell may be, or where it is never closed, its quote
 * is taken as text and the row ends where its line ends.
 */
export class RowTokenizer {
  readonly #options: TokenizerOptions
  readonly #longest: number
  readonly #max_row_bytes: number
  readonly #max_cells: number
  #rest = ''
  #cells: string[] = []
  #row_bytes = 0
  #number = 1
  #is_after_cr = false
  /** The first of the blank rows that end the rows so far: they are handed out only when a filled one follows. */
  #blank_from: number | null = null

  constructor(options: TokenizerOptions) {
    this.#options = options
    // two quotes around the text
    this.#longest = options.limits.max_cell_bytes + 2
    this.#max_row_bytes = options.limits.max_cell_bytes * LARGEST_CELLS_PER_ROW
    this.#max_cells = Math.max(options.limits.max_columns, MAX_EMPTY_COLUMNS)
  }

  /** Takes the next block of text and hands out the rows that are whole. `is_last` ends the last row. */
  *push(block: string, is_last: boolean): Generator<Row[]> {
    const { delimiter } = this.#options
    const text = this.#rest === '' ? block : this.#rest + block
    const length = text.length
    this.#rest = ''
    let at = 0
    if (this.#is_after_cr && length > 0) {
      this.#is_after_cr = false
      if (text.charCodeAt(0) === LF) at = 1
    }
    let next_quote = -1
    let next_delimiter = -1
    let next_lf = -1
    let next_cr = -1
    let rows: Row[] = []
    let cells = this.#cells
    let row_bytes = this.#row_bytes
    const longest = this.#longest

    while (at < length || (is_last && cells.length > 0)) {
      let from = at
      let content = ''
      if (next_quote < at) next_quote = find(text, '"', at)
      if (next_quote === at) {
        const quoted = this.#quoted(text, at, is_last)
        if (quoted === 'unfinished') break
        if (quoted !== null) ({ content, from } = quoted)
      }
      if (next_delimiter < from) next_delimiter = find(text, delimiter, from)
      if (next_lf < from) next_lf = find(text, '\n', from)
      if (next_cr < from) next_cr = find(text, '\r', from)
      const line_end = next_lf < next_cr ? next_lf : next_cr
      let end = next_delimiter < line_end ? next_delimiter : line_end
      if (end === NONE) {
        if (!is_last) break
        end = length
      }
      if (end - at > longest) throw this.#cellTooLong()
      if (from === at) cells.push(text.substring(at, end))
      else cells.push(from === end ? content : content + text.substring(from, end))
      row_bytes += end - at
      if (end === next_delimiter) {
        at = end + delimiter.length
        if (cells.length >= this.#max_cells) throw this.#tooManyColumns()
        if (row_bytes > this.#max_row_bytes) throw this.#rowTooLong()
        continue
      }
      at = end + 1
      if (end === next_cr) {
        if (at < length) at += text.charCodeAt(at) === LF ? 1 : 0
        else this.#is_after_cr = true
      }
      const row = this.#finishRow(cells)
      cells = []
      row_bytes = 0
      if (row === null) continue
      if (this.#blank_from !== null) {
        for (let number = this.#blank_from; number < row.number; number++) {
          rows.push({ number, cells: [] })
          if (rows.length < ROWS_PER_BLOCK) continue
          yield rows
          rows = []
        }
        this.#blank_from = null
      }
      rows.push(row)
      if (rows.length < ROWS_PER_BLOCK) continue
      yield rows
      rows = []
    }
    this.#cells = cells
    this.#row_bytes = row_bytes
    if (at < length) {
      this.#rest = text.substring(at)
      // a delimiter of several bytes may have begun
      if (this.#rest.length > this.#longest + delimiter.length) throw this.#cellTooLong()
    }
    if (rows.length > 0) yield rows
  }

  /** The row that ended here, or null where it is blank. */
  #finishRow(row: string[]): Row | null {
    let cells = row
    const number = this.#number++
    if (number > this.#options.limits.max_rows) throw this.#tooManyRows()
    if (this.#isBlank(cells)) {
      this.#blank_from ??= number
      return null
    }
    if (cells.length > this.#options.limits.max_columns) {
      cells = cells.slice(0, cells.findLastIndex((cell) => !this.#options.isBlank(cell)) + 1)
      if (cells.length > this.#options.limits.max_columns) throw this.#tooManyColumns(number)
    }
    return { number, cells }
  }

  #isBlank(cells: readonly string[]): boolean {
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index] as string
      if (cell === '') continue
      const first = cell.charCodeAt(0)
      if (first > 0x20 && first < 0x7f) return false
      if (!this.#options.isBlank(cell)) return false
    }
    return true
  }

  /** The quoted cell at `at`; null where its quote is to be taken as text. See the class. */
  #quoted(text: string, at: number, is_last: boolean): Quoted | null | 'unfinished' {
    const { delimiter } = this.#options
    let has_pairs = false
    let search = at + 1
    for (;;) {
      const quote = text.indexOf('"', search)
      if (quote === -1 ? text.length - at > this.#longest : quote - at >= this.#longest) return null
      if (quote === -1) return is_last ? null : 'unfinished'
      const next = quote + 1
      if (next === text.length && !is_last) return 'unfinished'
      const code = text.charCodeAt(next)
      if (code === QUOTE) {
        has_pairs = true
        search = next + 1
        continue
      }
      const content = has_pairs ? text.substring(at + 1, quote).replaceAll('""', '"') : text.substring(at + 1, quote)
      if (next === text.length || code === LF || code === CR || text.startsWith(delimiter, next))
        return { content, from: next }
      if (text.length - next < delimiter.length && !is_last) return 'unfinished'
      return /[\r\n]/.test(content) ? null : { content, from: next }
    }
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

function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? NONE : at
}
