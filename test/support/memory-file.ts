import type { OpenFile } from '../../pipeline/sources/source.ts'

/** A file of an export that is held in memory; `block_bytes` is the size of the blocks that it hands out. */
export function memoryFile(name: string, content: Uint8Array | string, block_bytes = 64 * 1024): OpenFile {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  return {
    name,
    size: bytes.length,
    version: { modified_at: null, etag: null },
    async *blocks() {
      for (let at = 0; at < bytes.length; at += block_bytes) yield bytes.subarray(at, at + block_bytes)
    },
  }
}

/** A file of repeated blocks that is never held anywhere; `taken` counts how many bytes were asked for. */
export function endlessFile(name: string, start: string, repeated: string, size: number): OpenFile & { taken: number } {
  const block = Buffer.from(repeated.repeat(Math.ceil((1024 * 1024) / repeated.length)))
  const file = {
    name,
    size,
    version: { modified_at: null, etag: null },
    taken: 0,
    async *blocks() {
      yield Buffer.from(start)
      for (file.taken = 0; file.taken < size; file.taken += block.length) yield block
    },
  }
  return file
}
