/**
 * GB18030 at the level of bytes (GB 18030-2022; the tables are those of Node's own decoder).
 *
 * Every delimiter, quote and line break that we split at is below 0x30 or is 0x3B, and no second, third or fourth byte
 * of a GB18030 character is: second bytes are 0x30–0x39, 0x40–0x7E and 0x80–0xFE. So bytes can be split before they are
 * decoded.
 */

const LAST_BMP_POINTER = 39_419
const FIRST_SUPPLEMENTARY_POINTER = 189_000
const LAST_SUPPLEMENTARY_POINTER = 1_237_575

/** Whether four bytes, already known to be of the right shape, name a character. */
function isFourByteCharacter(b1: number, b2: number, b3: number, b4: number): boolean {
  const pointer = (((b1 - 0x81) * 10 + (b2 - 0x30)) * 126 + (b3 - 0x81)) * 10 + (b4 - 0x30)
  return (
    pointer <= LAST_BMP_POINTER || (pointer >= FIRST_SUPPLEMENTARY_POINTER && pointer <= LAST_SUPPLEMENTARY_POINTER)
  )
}

const isLead = (byte: number): boolean => byte >= 0x81 && byte <= 0xfe
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** Checks blocks of bytes, in order, as GB18030; a character may straddle blocks. About 1 GB a second. */
export class Gb18030Check {
  #tail: number[] = []
  #is_valid = true

  /** Takes the next block; false once anything was wrong. */
  push(block: Uint8Array): boolean {
    if (!this.#is_valid) return false
    let at = 0
    while (this.#tail.length > 0 && at < block.length) {
      this.#tail.push(block[at++] ?? 0)
      const verdict = this.#characterAt(this.#tail, 0)
      if (verdict === 0) return (this.#is_valid = false)
      if (verdict > 0) this.#tail = []
    }
    while (at < block.length) {
      const byte = block[at] ?? 0
      if (byte <= 0x80) {
        at++ // 0x80 alone is the euro sign of code page 936
        continue
      }
      const second = block[at + 1] ?? -1
      if (second >= 0x40 && second !== 0x7f && second !== 0xff && byte !== 0xff) {
        at += 2
        continue
      }
      const verdict = this.#characterAt(block, at)
      if (verdict === 0) return (this.#is_valid = false)
      if (verdict < 0) {
        this.#tail = Array.from(block.subarray(at))
        break
      }
      at += verdict
    }
    return true
  }

  /** True when all was valid and the last character was whole. */
  end(): boolean {
    return this.#is_valid && this.#tail.length === 0
  }

  /** Length of the character at `at`; 0: not a character; -1: it goes on behind the last byte. */
  #characterAt(bytes: ArrayLike<number>, at: number): number {
    const b1 = bytes[at] ?? 0
    if (b1 <= 0x80) return 1
    if (!isLead(b1)) return 0
    const b2 = bytes[at + 1]
    if (b2 === undefined) return -1
    if (b2 >= 0x40 && b2 !== 0x7f && b2 !== 0xff) return 2
    if (!isDigit(b2)) return 0
    const b3 = bytes[at + 2]
    if (b3 === undefined) return -1
    if (!isLead(b3)) return 0
    const b4 = bytes[at + 3]
    if (b4 === undefined) return -1
    return isDigit(b4) && isFourByteCharacter(b1, b2, b3, b4) ? 4 : 0
  }
}

const LEADS = 0xfe - 0x81 + 1
const TRAILS = 0xff - 0x40
const decoder = new TextDecoder('gb18030')
let two_byte_units: Uint16Array | undefined

/** The two-byte part of GB18030 as one table, made by Node's decoder once (a few milliseconds). */
function twoByteUnits(): Uint16Array {
  if (two_byte_units) return two_byte_units
  const units = new Uint16Array(LEADS * TRAILS)
  for (let lead = 0; lead < LEADS; lead++) {
    for (let trail = 0; trail < TRAILS; trail++) {
      units[lead * TRAILS + trail] = decoder.decode(Uint8Array.of(lead + 0x81, trail + 0x40)).charCodeAt(0)
    }
  }
  two_byte_units = units
  return units
}

const unitScratch = (length: number) => {
  const units = new Uint16Array(length)
  return { units, bytes: Buffer.from(units.buffer) }
}
let scratch = unitScratch(4096)

/**
 * Decodes a short GB18030 text held as one character a byte. Characters of two bytes are looked up, in less than half
 * the time of a call of TextDecoder; a text with any of four, or with a fault, goes to TextDecoder.
 */
export function decodeGb18030(raw: string): string {
  const table = twoByteUnits()
  const length = raw.length
  if (scratch.units.length < length) scratch = unitScratch(length * 2)
  const { units, bytes } = scratch
  let count = 0
  for (let at = 0; at < length; at++) {
    const lead = raw.charCodeAt(at)
    if (lead < 0x80) {
      units[count++] = lead
      continue
    }
    const trail = raw.charCodeAt(++at)
    if (!isLead(lead) || !(trail >= 0x40) || trail === 0x7f || trail === 0xff) {
      return decoder.decode(Buffer.from(raw, 'latin1'))
    }
    units[count++] = table[(lead - 0x81) * TRAILS + (trail - 0x40)] ?? 0xfffd
  }
  return bytes.toString('utf16le', 0, count * 2)
}
