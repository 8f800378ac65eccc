import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { OpenFile } from '../../sources/source.ts'
import type { FileProbe, TextEncoding, TextFault } from '../table.ts'
import { atLeast, SMALLEST_BLOCK } from './blocks.ts'
import { bomEncoding } from './bom.ts'
import { Gb18030Check } from './gb18030.ts'

/** Checks blocks of bytes, in order, as UTF-8; a character may straddle blocks. */
class Utf8Check {
  #tail: Uint8Array = new Uint8Array(0)
  #missing = 0
  #is_valid = true

  push(block: Uint8Array): boolean {
    if (!this.#is_valid) return false
    let from = 0
    if (this.#missing > 0) {
      from = Math.min(this.#missing, block.length)
      this.#tail = Buffer.concat([this.#tail, block.subarray(0, from)])
      this.#missing -= from
      if (this.#missing > 0) return true
      if (!isUtf8(this.#tail)) return (this.#is_valid = false)
    }
    const { length, missing } = unfinishedTail(block, from)
    const to = block.length - length
    this.#tail = Uint8Array.from(block.subarray(to))
    this.#missing = missing
    if (!isUtf8(block.subarray(from, to))) this.#is_valid = false
    return this.#is_valid
  }

  end(): boolean {
    return this.#is_valid && this.#missing === 0
  }
}

/** How many of the last bytes begin a UTF-8 character that goes on behind the block, and how many it still needs. */
function unfinishedTail(block: Uint8Array, from: number): { length: number; missing: number } {
  for (let length = 1; length <= 3 && block.length - length >= from; length++) {
    const byte = block[block.length - length] ?? 0
    if (byte >= 0x80 && byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > length ? { length, missing: needed - length } : { length: 0, missing: 0 }
  }
  return { length: 0, missing: 0 }
}

/** Checks blocks of bytes, in order, as UTF-16LE without unpaired surrogates or null characters. */
class Utf16Check {
  #decoder = new TextDecoder('utf-16le', { fatal: true })
  #is_valid = true

  push(block?: Uint8Array): boolean {
    try {
      const text = this.#decoder.decode(block, { stream: block !== undefined })
      this.#is_valid &&= !text.includes('\0')
    } catch {
      this.#is_valid = false
    }
    return this.#is_valid
  }

  end(): boolean {
    return this.push()
  }
}

/**
 * Reads the whole file once and tells its SHA-256 and, were it a text, its encoding (registers.md, Reading: the BOM
 * decides; else valid UTF-8; else GB18030) and what forbids reading it as one. Never throws for what the bytes are: a
 * workbook is probed too. Only a file that begins as UTF-8 and goes on as something else is read a second time.
 */
export async function sha256AndEncoding(file: OpenFile): Promise<FileProbe> {
  const hash = createHash('sha256')
  const utf8 = new Utf8Check()
  const utf16 = new Utf16Check()
  const gb18030 = new Gb18030Check()
  let by_bom: ReturnType<typeof bomEncoding> | undefined
  let has_nul = false
  let has_content = false
  let gb18030_from: 'undecided' | 'here' | 'again' = 'undecided'
  let is_ascii = true

  for await (const block of atLeast(file.blocks(), SMALLEST_BLOCK)) {
    hash.update(block)
    if (by_bom === undefined) by_bom = bomEncoding(block)
    has_content ||= block.some((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf && byte < 0xfe)
    if (by_bom === 'utf-16be') continue
    if (by_bom === 'utf-16le') {
      utf16.push(block)
      continue
    }
    has_nul ||= block.includes(0)
    if (gb18030_from === 'here') gb18030.push(block)
    else if (gb18030_from === 'undecided' && !utf8.push(block)) {
      gb18030_from = is_ascii ? 'here' : 'again'
      if (is_ascii) gb18030.push(block)
    }
    is_ascii &&= isAscii(block)
  }
  const sha256 = hash.digest('hex')
  const found = (encoding: TextEncoding, fault: TextFault | null): FileProbe => ({ sha256, encoding, fault })

  if (!has_content) return found(by_bom === 'utf-16le' ? by_bom : 'utf-8', 'empty')
  if (by_bom === 'utf-16be') return found('utf-16le', 'utf-16be')
  if (by_bom === 'utf-16le') return found('utf-16le', utf16.end() ? null : 'not_utf16')
  if (has_nul) return found('utf-8', 'nul')
  if (utf8.end()) return found('utf-8', null)
  if (by_bom === 'utf-8') return found('utf-8', 'not_utf8')
  if (gb18030_from === 'here') return found('gb18030', gb18030.end() ? null : 'not_gb18030')
  for await (const block of file.blocks()) if (!gb18030.push(block)) break
  return found('gb18030', gb18030.end() ? null : 'not_gb18030')
}
