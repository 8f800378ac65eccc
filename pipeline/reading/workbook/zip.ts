import { crc32, createInflateRaw } from 'node:zlib'
import { bytesText, unreadable } from '../refusal.ts'
import type { ReadingLimits } from '../table.ts'

/**
 * The parts of a workbook, which is a ZIP archive (PKWARE APPNOTE 6.3).
 *
 * The archive's directory and the unpacking are our own: the libraries at hand unpack a part whole before anyone can look
 * at it, or trust the sizes that the directory states. Here nothing is unpacked before the directory was found harmless,
 * and never more of a part than the directory said.
 */

const END_SIGNATURE = 0x06054b50
const END_LENGTH = 22
const LONGEST_COMMENT = 0xffff
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_LOCATOR_LENGTH = 20
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_EXTRA = 1
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_LENGTH = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_LENGTH = 30
const IN_EXTRA_FIELD = 0xffffffff
const STORED = 0
const DEFLATED = 8
const IS_ENCRYPTED = 1

/** More parts than any workbook has. */
const MAX_ENTRIES = 10_000
/** Parts smaller than this when unpacked may have any ratio: a short text of blanks is no bomb. */
const HARMLESS_BYTES = 1024 * 1024
const INFLATE_BLOCK = 256 * 1024

interface Entry {
  name: string
  method: number
  is_encrypted: boolean
  crc: number
  packed_bytes: number
  unpacked_bytes: number
  offset: number
}

export class Zip {
  readonly #file: string
  readonly #bytes: Buffer
  readonly #entries = new Map<string, Entry>()

  /** Reads the archive's directory. Throws `unreadable_file` where it is damaged or beyond the limits. */
  constructor(file: string, bytes: Buffer, limits: ReadingLimits) {
    this.#file = file
    this.#bytes = bytes
    let unpacked_bytes = 0
    for (const entry of this.#directory()) {
      if (isOutside(entry.name)) throw this.#hostile(`里有指向文件之外的路径（${entry.name.slice(0, 80)}），已拒绝读取`)
      if (this.#entries.has(entry.name)) throw this.#damaged()
      unpacked_bytes += entry.unpacked_bytes
      if (unpacked_bytes > limits.max_unpacked_bytes) {
        throw this.#hostile(`解压后超过 ${bytesText(limits.max_unpacked_bytes)}，已拒绝读取`)
      }
      if (entry.unpacked_bytes > HARMLESS_BYTES && entry.unpacked_bytes > entry.packed_bytes * limits.max_ratio) {
        throw this.#hostile(`的压缩倍数超过 ${limits.max_ratio}，已拒绝读取`)
      }
      this.#entries.set(entry.name, entry)
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** Size of a part when unpacked, as the directory states it; 0 where there is no such part. */
  sizeOf(name: string): number {
    return this.#entries.get(name)?.unpacked_bytes ?? 0
  }

  /** The bytes of a part in blocks. Throws `unreadable_file` where they are not what the directory said. */
  async *part(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name)
    if (!entry) throw this.#damaged()
    if (entry.is_encrypted)
      throw unreadable({ file: this.#file }, 'password', '是加密的压缩包，无法读取。请取消密码后另存为 XLSX。')
    const packed = this.#packed(entry)
    if (entry.method === STORED) {
      if (entry.packed_bytes !== entry.unpacked_bytes || crc32(packed) !== entry.crc) throw this.#damaged()
      for (let at = 0; at < packed.length; at += INFLATE_BLOCK) yield packed.subarray(at, at + INFLATE_BLOCK)
      return
    }
    if (entry.method !== DEFLATED) throw this.#damaged()
    yield* this.#inflated(entry, packed)
  }

  async *#inflated(entry: Entry, packed: Buffer): AsyncGenerator<Buffer> {
    const inflate = createInflateRaw({ chunkSize: INFLATE_BLOCK })
    inflate.end(packed)
    let unpacked_bytes = 0
    let crc = 0
    try {
      for await (const block of inflate) {
        if (!Buffer.isBuffer(block)) continue
        unpacked_bytes += block.length
        if (unpacked_bytes > entry.unpacked_bytes) throw this.#hostile('的内容比它标明的更大，已拒绝读取')
        crc = crc32(block, crc)
        yield block
      }
    } catch (error) {
      throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
        ? this.#damaged(error)
        : error
    } finally {
      inflate.destroy()
    }
    if (unpacked_bytes !== entry.unpacked_bytes || crc !== entry.crc) throw this.#damaged()
  }

  #packed(entry: Entry): Buffer {
    const at = entry.offset
    if (this.#uint32(at) !== LOCAL_SIGNATURE) throw this.#damaged()
    const from = at + LOCAL_LENGTH + this.#uint16(at + 26) + this.#uint16(at + 28)
    const to = from + entry.packed_bytes
    if (to > this.#bytes.length) throw this.#damaged()
    return this.#bytes.subarray(from, to)
  }

  *#directory(): Generator<Entry> {
    let { at, count } = this.#directoryPlace()
    if (count > MAX_ENTRIES) throw this.#hostile(`里的部件超过 ${MAX_ENTRIES} 个，已拒绝读取`)
    for (; count > 0; count--) {
      if (this.#uint32(at) !== ENTRY_SIGNATURE) throw this.#damaged()
      const name_length = this.#uint16(at + 28)
      const extra_length = this.#uint16(at + 30)
      const name_end = at + ENTRY_LENGTH + name_length
      const entry: Entry = {
        name: this.#bytes.toString('utf8', at + ENTRY_LENGTH, name_end).replaceAll('\\', '/'),
        is_encrypted: (this.#uint16(at + 8) & IS_ENCRYPTED) !== 0,
        method: this.#uint16(at + 10),
        crc: this.#uint32(at + 16),
        packed_bytes: this.#uint32(at + 20),
        unpacked_bytes: this.#uint32(at + 24),
        offset: this.#uint32(at + 42),
      }
      this.#readZip64Sizes(entry, name_end, name_end + extra_length)
      yield entry
      at = name_end + extra_length + this.#uint16(at + 32)
    }
  }

  #directoryPlace(): { at: number; count: number } {
    const last = this.#bytes.length - END_LENGTH
    for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
      if (this.#bytes.readUInt32LE(at) !== END_SIGNATURE) continue
      const count = this.#uint16(at + 10)
      const offset = this.#uint32(at + 16)
      if (count !== 0xffff && offset !== IN_EXTRA_FIELD) return { at: offset, count }
      const locator = at - ZIP64_LOCATOR_LENGTH
      if (locator < 0 || this.#uint32(locator) !== ZIP64_LOCATOR_SIGNATURE) return { at: offset, count }
      const end = this.#uint64(locator + 8)
      if (this.#uint32(end) !== ZIP64_END_SIGNATURE) throw this.#damaged()
      return { at: this.#uint64(end + 48), count: this.#uint64(end + 32) }
    }
    throw unreadable({ file: this.#file }, 'truncated', '不完整，可能没有保存完或没有传完。请重新导出，并等传输完成。')
  }

  /** Sizes that do not fit 32 bits stand in an extra field, in this order, each only where it is needed. */
  #readZip64Sizes(entry: Entry, from: number, to: number): void {
    for (let at = from; at + 4 <= to; at += 4 + this.#uint16(at + 2)) {
      if (this.#uint16(at) !== ZIP64_EXTRA) continue
      let field = at + 4
      for (const key of ['unpacked_bytes', 'packed_bytes', 'offset'] as const) {
        if (entry[key] !== IN_EXTRA_FIELD) continue
        entry[key] = this.#uint64(field)
        field += 8
      }
      return
    }
  }

  #uint16(at: number): number {
    if (at < 0 || at + 2 > this.#bytes.length) throw this.#damaged()
    return this.#bytes.readUInt16LE(at)
  }

  #uint32(at: number): number {
    if (at < 0 || at + 4 > this.#bytes.length) throw this.#damaged()
    return this.#bytes.readUInt32LE(at)
  }

  #uint64(at: number): number {
    return this.#uint32(at + 4) * 2 ** 32 + this.#uint32(at)
  }

  #damaged(cause?: unknown): Error {
    return unreadable(
      { file: this.#file },
      'damaged',
      '已损坏，无法读取。请用 Excel 或 WPS 重新保存为 XLSX 后再导出。',
      { cause },
    )
  }

  #hostile(what: string): Error {
    return unreadable(
      { file: this.#file },
      'hostile',
      `${what}。请用 Excel 或 WPS 打开原表，另存为新的 XLSX 后重新导出。`,
    )
  }
}

/** A name that would leave the folder it is unpacked to. We unpack to no folder; no honest workbook has such a part. */
function isOutside(name: string): boolean {
  return name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..')
}
