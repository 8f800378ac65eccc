import type { OpenFile } from '../../sources/source.ts'
import type { TextEncoding } from '../table.ts'
import { bomLength } from './bom.ts'

/** Smaller blocks are joined to this size: tiny ones of a slow connection would cost more than what is in them. */
export const SMALLEST_BLOCK = 64 * 1024

/** The same bytes in blocks of at least `size` (the last may be smaller). */
export async function* atLeast(blocks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = []
  let pending_bytes = 0
  for await (const block of blocks) {
    if (pending_bytes === 0 && block.length >= size) {
      yield block
      continue
    }
    pending.push(block)
    pending_bytes += block.length
    if (pending_bytes < size) continue
    yield Buffer.concat(pending, pending_bytes)
    pending = []
    pending_bytes = 0
  }
  if (pending_bytes > 0) yield Buffer.concat(pending, pending_bytes)
}

/** The bytes of a text as UTF-8, whatever its encoding was. */
async function* transcoded(blocks: AsyncIterable<Uint8Array>, encoding: TextEncoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  for await (const block of blocks) yield Buffer.from(decoder.decode(block, { stream: true }), 'utf8')
  yield Buffer.from(decoder.decode(), 'utf8')
}

/** The bytes without the byte order mark, which stands in the first block. */
async function* withoutBom(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let is_first = true
  for await (const block of blocks) {
    const from = is_first ? bomLength(block) : 0
    is_first = false
    yield from === 0 ? block : block.subarray(from)
  }
}

/**
 * The bytes of a text without its byte order mark. In UTF-8 and GB18030 they are those of the file; UTF-16 is made UTF-8
 * first, and so is GB18030 where `is_utf8_needed` (a full-width comma is to be found, whose two bytes can also be the
 * second of one character and the first of the next).
 */
export function rawBytes(
  file: OpenFile,
  encoding: TextEncoding,
  is_utf8_needed: boolean,
  smallest_block: number,
): AsyncGenerator<Uint8Array> {
  const bytes = withoutBom(atLeast(file.blocks(), smallest_block))
  const is_transcoded = encoding === 'utf-16le' || (encoding === 'gb18030' && is_utf8_needed)
  return is_transcoded ? transcoded(bytes, encoding) : bytes
}
