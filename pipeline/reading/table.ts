/**
 * A table of cells: a delimited text file or one sheet of a workbook, before anything is known of registers.
 */
export interface Table {
  file: string
  /** The sheet's name; null for a delimited text file. */
  sheet: string | null
  /** Blocks of rows, in order, down to the last row with a filled cell. May be called more than once. */
  rows(): AsyncIterable<Row[]> | Iterable<Row[]>
  /**
   * The text of a string cell. Delimited files hand out their cells as *raw* strings (one character a byte, so that a
   * cleaner can remember what a cell means without decoding it again); workbooks hand out text and this is the identity.
   */
  decode(raw: string): string
  /** For delimited text: what was found. Null for a workbook. */
  encoding: 'utf-8' | 'utf-16le' | 'gb18030' | null
}

export interface Row {
  /** The row as Excel shows it: 1 is the first; a line break inside quotes does not start a new one. */
  number: number
  cells: RawCell[]
  /** True when every filled cell is filled only by a merge from a row above: such a row counts as blank. */
  is_merge_only?: boolean
}

/** A string cell (raw, see `decode`), a number or date cell of a workbook, a boolean cell, or nothing. */
export type RawCell = string | NumberCell | boolean | null

export interface NumberCell {
  /** The stored number; for a date cell the serial in the 1900 system (a 1904 workbook is converted). */
  value: number
  /** What the cell's number format shows. */
  shows: 'number' | 'date' | 'time'
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
}

export const READING_LIMITS: ReadingLimits = {
  max_cell_bytes: 1024 * 1024,
  max_columns: 1000,
  max_rows: 5_000_000,
  max_unpacked_bytes: 1024 * 1024 * 1024,
  max_ratio: 400,
}

/** What the finding of a header needs to know of a register; headers are compared after `normalizeHeader`. */
export interface KnownColumns {
  /** The field that a normalised header (with its bracketed note kept) or its noteless form names; undefined: unknown. */
  fieldOf(header: string): string | undefined
  /** Whether a cell's text is an id that would be accepted (used for two-row headers and footers). */
  isValidId(text: string): boolean
}

/** Where the header is and what its columns mean. */
export interface Header {
  /** The rows (as Excel shows them) of the header: one, or two where merged cells stand above. */
  rows: number[]
  /** One entry a column that has a header text, in the order of the sheet. */
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
