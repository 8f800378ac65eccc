/**
 * A table of cells: a delimited text file or one sheet of a workbook, before anything is known of registers.
 */
export interface Table {
  file: string
  /** The sheet's name; null for a delimited text file. */
  sheet: string | null
  /**
   * Blocks of rows, in order and without gaps, from row 1 down to the last row with a filled cell; a blank row, and one
   * that only merges from above fill, has no cells. May be called more than once. Throws `unreadable_file` where the file goes beyond a limit.
   */
  rows(): AsyncIterable<Row[]> | Iterable<Row[]>
  /** For delimited text: the same rows as they stand in the file's bytes, for who remembers cells. */
  blocks?(): AsyncIterable<CellBlock>
  /**
   * The text of a string cell. Delimited files hand out their cells as *raw* strings (one character a byte, so that a
   * cleaner can remember what a cell means without decoding it again); workbooks hand out text and this is the identity.
   */
  decode(raw: string): string
  /** For delimited text: what was found. Null for a workbook. */
  encoding: TextEncoding | null
  /** For delimited text: what stands between two cells. Absent for a workbook. */
  delimiter?: string
  /** The merged ranges of a sheet. Their values already stand in every cell; a header needs to know where they came from. */
  merges?: readonly MergedRange[]
}

/**
 * Rows of a delimited text over one run of bytes. Cell `c` of row `r` is number `rows[r] + c`; it stands from `starts` to
 * before `ends` in `bytes`, and cells of equal bytes have equal `hashes`. A block is not used again.
 */
export interface CellBlock {
  bytes: Buffer
  starts: Int32Array
  ends: Int32Array
  hashes: Int32Array
  /** The number of each row's first cell, and one more entry behind the last. */
  rows: readonly number[]
  /** Each row as Excel shows it. */
  numbers: readonly number[]
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'gb18030'

/** A range of merged cells: rows as Excel shows them (1 is the first), columns from 0; all inclusive. */
export interface MergedRange {
  top: number
  left: number
  bottom: number
  right: number
}

/** What one pass over a file's bytes tells. */
export interface FileProbe {
  /** In hexadecimal, of the bytes as they are. */
  sha256: string
  /** Were the file a text. */
  encoding: TextEncoding
  /** What forbids reading it as a text; null: nothing. */
  fault: TextFault | null
}

/** `nul`: holds null bytes, so it is no text; `not_*`: the byte order mark or the bytes themselves promise more than they keep. */
export type TextFault = 'empty' | 'nul' | 'utf-16be' | 'not_utf8' | 'not_utf16' | 'not_gb18030'

export interface Row {
  /** The row as Excel shows it: 1 is the first; a line break inside quotes does not start a new one. */
  number: number
  cells: RawCell[]
}

/** A string cell (raw, see `decode`), a number or date cell of a workbook, a boolean cell, or nothing. */
export type RawCell = string | NumberCell | boolean | null

export interface NumberCell {
  /** The stored number; for a date cell the serial in the 1900 system (a 1904 workbook is converted). */
  value: number
  /** What the cell's number format shows; `time` also where a date and a time are shown. */
  shows: 'number' | 'date' | 'time'
  /** What a plain number would be as a serial in the 1900 system, where that differs (a 1904 workbook). */
  as_serial?: number
}

export interface ReadingLimits {
  /** Longest text of one cell, in bytes; longer is refused with `unreadable_file`. */
  max_cell_bytes: number
  /** Most columns of a table. */
  max_columns: number
  /** Most rows of a table. */
  max_rows: number
  /** Largest size of a workbook when unpacked, in bytes, of all its parts together. */
  max_unpacked_bytes: number
  /** Most a part of a workbook may grow when unpacked (zip bomb). */
  max_ratio: number
  /** Most filled cells of a workbook, of all its sheets together. */
  max_cells: number
  /** Longest that the parsing of a workbook may take; it is done in memory and in a thread of its own. */
  max_parse_seconds: number
  /** Largest workbook as it is, packed, in bytes: it is held in memory while it is read. */
  max_packed_bytes?: number
}

export const READING_LIMITS: Required<ReadingLimits> = {
  max_cell_bytes: 1024 * 1024,
  max_columns: 1000,
  max_rows: 5_000_000,
  max_unpacked_bytes: 512 * 1024 * 1024,
  max_ratio: 400,
  max_cells: 2_000_000,
  max_parse_seconds: 120,
  max_packed_bytes: 256 * 1024 * 1024,
}

/** What the finding of a header needs to know of a register; headers are compared after `normalizeHeader`. */
export interface KnownColumns {
  /** The field that a normalised header (with its bracketed note kept) or its noteless form names; undefined: unknown. */
  fieldOf(header: string): string | undefined
  /** Whether a cell's text is an id that would be accepted: a row with one is no second row of a header. */
  isValidId(text: string): boolean
  /** How many of the columns a row must hold to be the header. */
  least: number
}

/** Where the header is and what its columns mean. */
export interface Header {
  /** The rows (as Excel shows them) of the header: one, or two where merged cells stand above. */
  rows: number[]
  /**
   * One entry a column that has a header text, in the order of the sheet. A header merged over several columns is one
   * column, the first of them.
   */
  columns: HeaderColumn[]
}

export interface HeaderColumn {
  index: number
  /** As it stands in the file. */
  text: string
  /** After normalizeHeader, the bracketed note dropped. */
  name: string
  /** After normalizeHeader, the bracketed note kept. */
  name_with_note: string
  field: string | undefined
}
