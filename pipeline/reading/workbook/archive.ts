import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { fromBufferPromise, getFileNameLowLevel, validateFileName, type Entry, type ZipFile } from 'yauzl'
import { isShouwangError } from '../../../errors.ts'
import { bytesText, unreadable } from '../refusal.ts'
import type { ReadingLimits } from '../table.ts'

const inflateRaw = promisify(zlib.inflateRaw)

/** More parts than any workbook has. */
const MAX_ENTRIES = 10_000
/** Parts smaller than this when unpacked may have any ratio: a short text of blanks is no bomb. */
const HARMLESS_BYTES = 1024 * 1024
const INFLATE_BLOCK = 256 * 1024
const STORED = 0
const DEFLATED = 8

/**
 * The parts of a workbook, which is a ZIP archive.
 *
 * yauzl reads the directory, because SheetJS's own reader of archives trusts what an archive says of itself. Nothing is
 * unpacked before the whole directory was found harmless, never more of a part than the directory said, and only the
 * parts that somebody asks for.
 */
export class Archive {
  readonly #file: string
  readonly #bytes: Buffer
  readonly #zip: ZipFile
  /** By name in lower case: the names of parts know no case (ECMA-376 part 2, 10.1.2). */
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(file: string, bytes: Buffer, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#file = file
    this.#bytes = bytes
    this.#zip = zip
    this.#entries = entries
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  /** The bytes of a part. Throws `unreadable_file` where they are not what the directory said. */
  async part(name: string): Promise<Buffer> {
    const entry = this.#entries.get(name.toLowerCase())
    if (!entry) throw damaged(this.#file)
    const content = await this.#content(entry, await this.#packed(entry))
    const is_whole = content.length === entry.uncompressedSize
    if (!is_whole || !hasChecksum(content, entry.crc32)) throw damaged(this.#file)
    return content
  }

  async #packed(entry: Entry): Promise<Buffer> {
    try {
      const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true })
      return this.#bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize)
    } catch (error) {
      throw damaged(this.#file, error)
    }
  }

  async #content(entry: Entry, packed: Buffer): Promise<Buffer> {
    if (entry.compressionMethod === STORED) return Buffer.from(packed)
    if (entry.compressionMethod !== DEFLATED) throw damaged(this.#file)
    try {
      // the directory was held to the limits, so what it says of a part is the most that is unpacked of it
      return await inflateRaw(packed, {
        maxOutputLength: Math.max(1, entry.uncompressedSize),
        chunkSize: INFLATE_BLOCK,
      })
    } catch (error) {
      const is_larger = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      throw is_larger ? hostile(this.#file, '的内容比它标明的更大，已拒绝读取') : damaged(this.#file, error)
    }
  }
}

/** Reads an archive's directory. Throws `unreadable_file` where it is damaged or beyond the limits. */
export async function openArchive(file: string, bytes: Buffer, limits: ReadingLimits): Promise<Archive> {
  const entries = new Map<string, Entry>()
  let unpacked_bytes = 0
  try {
    const zip = await fromBufferPromise(bytes, { decodeStrings: false })
    if (zip.entryCount > MAX_ENTRIES) throw hostile(file, `里的部件超过 ${MAX_ENTRIES} 个，已拒绝读取`)
    for await (const entry of zip.eachEntry()) {
      const { uncompressedSize, compressedSize } = entry
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
      if (validateFileName(name) !== null) {
        throw hostile(file, `里有指向文件之外的路径（${name.slice(0, 80)}），已拒绝读取`)
      }
      if (entry.isEncrypted()) throw encrypted(file)
      if (entries.has(name.toLowerCase())) throw damaged(file)
      unpacked_bytes += uncompressedSize
      if (unpacked_bytes > limits.max_unpacked_bytes) {
        throw hostile(file, `解压后超过 ${bytesText(limits.max_unpacked_bytes)}，已拒绝读取`)
      }
      if (uncompressedSize > HARMLESS_BYTES && uncompressedSize > compressedSize * limits.max_ratio) {
        throw hostile(file, `的压缩倍数超过 ${limits.max_ratio}，已拒绝读取`)
      }
      entries.set(name.toLowerCase(), entry)
    }
    return new Archive(file, bytes, zip, entries)
  } catch (error) {
    throw explained(file, error)
  }
}

/** What yauzl found wrong, as a sentence; the others are sentences already. */
function explained(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || isShouwangError(error)) return error
  if (error.message.startsWith('End of central directory record')) {
    return unreadable({ file }, 'truncated', '不完整，可能没有保存完或没有传完。请重新导出，并等传输完成。', {
      cause: error,
    })
  }
  return error.message.includes('encryption') ? encrypted(file) : damaged(file, error)
}

/** Node has CRC-32 from 20.15 on; before it, only the length of a part is compared. */
const hasChecksum = (content: Buffer, checksum: number): boolean =>
  typeof zlib.crc32 !== 'function' || zlib.crc32(content) === checksum

const encrypted = (file: string): Error =>
  unreadable({ file }, 'password', '是加密的压缩包，无法读取。请取消密码后另存为 XLSX。')

const damaged = (file: string, cause?: unknown): Error =>
  unreadable({ file }, 'damaged', '已损坏，无法读取。请用 Excel 或 WPS 重新保存为 XLSX 后再导出。', { cause })

const hostile = (file: string, what: string): Error =>
  unreadable({ file }, 'hostile', `${what}。请用 Excel 或 WPS 打开原表，另存为新的 XLSX 后重新导出。`)
