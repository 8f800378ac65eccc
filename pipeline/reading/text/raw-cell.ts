import type { TextEncoding } from '../table.ts'
import { decodeGb18030 } from './gb18030.ts'

/** What is needed to understand raw cells (one character a byte) of one encoding. */
export interface RawDecoding {
  decode(raw: string): string
  /** White space only; tells it without decoding. */
  isBlank(raw: string): boolean
}

const NOT_ASCII = /[\x80-\xff]/
let scratch = Buffer.allocUnsafe(4096)

function scratchFor(length: number): Buffer {
  if (scratch.length < length) scratch = Buffer.allocUnsafe(length * 2)
  return scratch
}

function decodeUtf8(raw: string): string {
  if (!NOT_ASCII.test(raw)) return raw
  const bytes = scratchFor(raw.length)
  const length = bytes.write(raw, 'latin1')
  return bytes.toString('utf8', 0, length)
}

/** The white space of Unicode that JavaScript's trim knows, as the bytes of the encoding. */
const BLANK_UTF8 =
  /^(?:[\x00-\x20]|\xc2[\x85\xa0]|\xe3\x80\x80|\xef\xbb\xbf|\xe2\x80[\x80-\x8b\xa8\xa9\xaf]|\xe2\x81\x9f|\xe1\x9a\x80)*$/
const BLANK_GB18030 = /^(?:[\x00-\x20]|\xa1\xa1|\x81\x30\x84\x32)*$/

const DECODINGS: Readonly<Record<'utf-8' | 'gb18030', RawDecoding>> = {
  'utf-8': { decode: decodeUtf8, isBlank: (raw) => BLANK_UTF8.test(raw) },
  gb18030: {
    decode: (raw) => (NOT_ASCII.test(raw) ? decodeGb18030(raw) : raw),
    isBlank: (raw) => BLANK_GB18030.test(raw),
  },
}

/** How to understand the raw cells of a text in this encoding; UTF-16 has become UTF-8 before it was split. */
export function rawDecoding(encoding: TextEncoding): RawDecoding {
  return encoding === 'gb18030' ? DECODINGS.gb18030 : DECODINGS['utf-8']
}

/** Below this length V8 copies a substring; from it on the substring keeps the whole block that it was cut from. */
const SHORTEST_SLICE = 13

/**
 * A copy of a raw cell that does not keep the block of text alive that the cell was cut from. For what is remembered
 * beyond its block (the keys of a cache): without it a few cells can hold the whole file in memory.
 */
export function detach(raw: string): string {
  if (raw.length < SHORTEST_SLICE) return raw
  const bytes = scratchFor(raw.length)
  const length = bytes.write(raw, 'latin1')
  return bytes.toString('latin1', 0, length)
}
