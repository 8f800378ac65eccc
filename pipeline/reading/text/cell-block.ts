import { randomBytes } from 'node:crypto'
import type { CellBlock, Row } from '../table.ts'

const QUOTE = 0x22

/** Differs from process to process, so that no file can be made whose cells all fall together. */
export const FIRST_HASH = randomBytes(4).readInt32LE()

/** FNV-1a, 32 bits, one byte on. */
export const nextHash = (hash: number, byte: number): number => Math.imul(hash ^ byte, 16777619)

/** Builds a block of rows over one run of bytes. Cells of the row that is being split may be dropped again. */
export class CellBlockBuilder {
  bytes: Buffer
  /** The bytes of the file in `bytes`; behind them stand cells whose doubled quotes were resolved. */
  readonly length: number
  #tail: number
  #starts = new Int32Array(1024)
  #ends = new Int32Array(1024)
  #hashes = new Int32Array(1024)
  #cells = 0
  #rows: number[] = []
  #numbers: number[] = []
  #row_start = 0

  constructor(pieces: readonly Uint8Array[]) {
    this.bytes = Buffer.concat(pieces)
    this.length = this.bytes.length
    this.#tail = this.length
  }

  get cellsInRow(): number {
    return this.#cells - this.#row_start
  }

  addCell(start: number, end: number, hash: number): void {
    if (this.#cells === this.#starts.length) this.#grow()
    this.#starts[this.#cells] = start
    this.#ends[this.#cells] = end
    this.#hashes[this.#cells] = hash
    this.#cells++
  }

  /** A quoted cell, whose doubled quotes are resolved where it has any. */
  addQuoted(from: number, to: number, has_pairs: boolean): void {
    if (!has_pairs) {
      this.addCell(from, to, this.#hashOf(from, to))
      return
    }
    const start = this.#tail
    this.#reserve(to - from)
    for (let i = from; i < to; i++) {
      this.bytes[this.#tail++] = this.bytes[i] as number
      if (this.bytes[i] === QUOTE) i++
    }
    this.addCell(start, this.#tail, this.#hashOf(start, this.#tail))
  }

  /** Text behind the closing quote of the last cell belongs to it. */
  extendQuoted(from: number, to: number): void {
    if (from === to) return
    const last = this.#cells - 1
    const start = this.#tail
    const cell_start = this.#starts[last] as number
    const cell_end = this.#ends[last] as number
    this.#reserve(cell_end - cell_start + to - from)
    this.bytes.copy(this.bytes, this.#tail, cell_start, cell_end)
    this.#tail += cell_end - cell_start
    this.bytes.copy(this.bytes, this.#tail, from, to)
    this.#tail += to - from
    this.#starts[last] = start
    this.#ends[last] = this.#tail
    this.#hashes[last] = this.#hashOf(start, this.#tail)
  }

  isRowBlank(isBlank: (raw: string) => boolean): boolean {
    for (let c = this.#row_start; c < this.#cells; c++) if (!this.#isCellBlank(c, isBlank)) return false
    return true
  }

  /** Drops empty cells at the end of the row. */
  trimRow(isBlank: (raw: string) => boolean): void {
    while (this.cellsInRow > 0 && this.#isCellBlank(this.#cells - 1, isBlank)) this.#cells--
  }

  /** Keeps the row, after the blank rows from `blank_from` on. */
  keepRow(number: number, blank_from: number | null): void {
    for (let blank = blank_from ?? number; blank < number; blank++) {
      this.#rows.push(this.#row_start)
      this.#numbers.push(blank)
    }
    this.#rows.push(this.#row_start)
    this.#numbers.push(number)
    this.#row_start = this.#cells
  }

  /** Forgets the cells since the last row that was kept. */
  dropRow(): void {
    this.#cells = this.#row_start
  }

  finish(): CellBlock | null {
    if (this.#rows.length === 0) return null
    this.#rows.push(this.#cells)
    // of blank rows, which have no cells, the start is that of the row behind them
    const block = {
      bytes: this.bytes,
      starts: this.#starts,
      ends: this.#ends,
      hashes: this.#hashes,
      rows: this.#rows,
      numbers: this.#numbers,
    }
    return block
  }

  #isCellBlank(c: number, isBlank: (raw: string) => boolean): boolean {
    const start = this.#starts[c] as number
    const end = this.#ends[c] as number
    if (start === end) return true
    const first = this.bytes[start] as number
    if (first > 0x20 && first < 0x7f) return false
    return isBlank(this.bytes.toString('latin1', start, end))
  }

  #hashOf(from: number, to: number): number {
    let hash = FIRST_HASH
    for (let i = from; i < to; i++) hash = nextHash(hash, this.bytes[i] as number)
    return hash
  }

  #reserve(count: number): void {
    if (this.#tail + count <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.#tail + count))
    this.bytes.copy(larger, 0, 0, this.#tail)
    this.bytes = larger
  }

  #grow(): void {
    const size = this.#starts.length * 2
    this.#starts = enlarged(this.#starts, size)
    this.#ends = enlarged(this.#ends, size)
    this.#hashes = enlarged(this.#hashes, size)
  }
}

function enlarged(array: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size)
  larger.set(array)
  return larger
}

/** How many cells row `r` of a block has. */
export const cellCount = (block: CellBlock, r: number): number =>
  (block.rows[r + 1] as number) - (block.rows[r] as number)

/** Row `r` of a block with its cells as raw strings. */
export function rowOf(block: CellBlock, r: number): Row {
  const first = block.rows[r] as number
  const cells = Array.from({ length: cellCount(block, r) }, (_, c) =>
    block.bytes.toString('latin1', block.starts[first + c], block.ends[first + c]),
  )
  return { number: block.numbers[r] as number, cells }
}

/** All rows of a block. */
export const rowsOf = (block: CellBlock): Row[] => block.numbers.map((_, r) => rowOf(block, r))
