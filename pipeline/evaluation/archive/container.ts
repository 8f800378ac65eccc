import { crc32 } from 'node:zlib'
import { fromBufferPromise } from 'yauzl'
import { ShouwangError } from '../../../errors.ts'

/** One file of an archive. */
export interface Entry {
  name: string
  bytes: Buffer
}

/** A stretch of a container's bytes and whose it is. */
interface Stretch {
  from: number
  of: string
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** PKZIP 1.0: nothing is packed. */
const VERSION = 10
/** Names are UTF-8. */
const UTF8 = 0x0800
/** 1 January 1980, the first day that the format knows: no clock is in an archive. */
const NO_DATE = 0x0021
const MOST_BYTES = 2 ** 31 - 1

/**
 * The one ZIP file of some entries (APPNOTE.TXT 6.3.10, 4.3): in the order given, stored, without date, owner or comment.
 * It is written here and by no library, because these bytes are what an archive is held to: a later version of a library may
 * write others, and no archive of before would verify. Throws `too_large` beyond 2 GiB.
 */
export function containerOf(entries: readonly Entry[]): { bytes: Buffer; stretches: Stretch[] } {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  const stretches: Stretch[] = []
  let offset = 0
  const put = (of: string, ...bytes: Buffer[]): void => {
    stretches.push({ from: offset, of })
    for (const part of bytes) {
      parts.push(part)
      offset += part.length
    }
  }
  for (const { name, bytes } of entries) {
    const common = commonHead(name, bytes)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(CENTRAL, 0)
    central.writeUInt16LE(VERSION, 4)
    common.copy(central, 6)
    if (offset > MOST_BYTES) throw tooLarge()
    central.writeUInt32LE(offset, 42)
    directory.push(Buffer.concat([central, Buffer.from(name)]))
    const local = Buffer.alloc(4)
    local.writeUInt32LE(LOCAL, 0)
    put(name, local, common, Buffer.from(name), bytes)
  }
  const directory_at = offset
  for (const [index, record] of directory.entries()) put(entries[index]?.name ?? '', record)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(offset - directory_at, 12)
  end.writeUInt32LE(directory_at, 16)
  put('', end)
  if (offset > MOST_BYTES) throw tooLarge()
  return { bytes: Buffer.concat(parts), stretches }
}

/** What the local head of an entry and its record in the directory have in common. */
function commonHead(name: string, bytes: Buffer): Buffer {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(VERSION, 0)
  head.writeUInt16LE(UTF8, 2)
  head.writeUInt16LE(NO_DATE, 8)
  head.writeUInt32LE(crc32(bytes), 10)
  head.writeUInt32LE(bytes.length, 14)
  head.writeUInt32LE(bytes.length, 18)
  head.writeUInt16LE(Buffer.byteLength(name), 22)
  return head
}

const tooLarge = (): ShouwangError => new ShouwangError('too_large', '归档超过 2 GiB，写不成一个文件。')

/**
 * The entries of a container, in the order of its directory. Throws `unreadable_file`, with the name of the entry in `data`
 * where it is one's fault.
 */
export async function entriesOf(bytes: Buffer): Promise<Entry[]> {
  let name = ''
  try {
    const zip = await fromBufferPromise(bytes)
    const entries: Entry[] = []
    let unread = bytes.length
    for await (const entry of zip.eachEntry()) {
      name = entry.fileName
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
      const content = bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize)
      unread -= content.length
      if (content.length !== entry.compressedSize || unread < 0) throw new Error('longer than the file')
      entries.push({ name, bytes: content })
      name = ''
    }
    return entries
  } catch (cause) {
    const what = name === '' ? '这个文件不是归档，或者它的目录损坏了' : `${name} 的位置或长度损坏了`
    throw new ShouwangError('unreadable_file', `${what}。`, { entry: name }, { cause })
  }
}

/** Whose byte is the first one that differs from the container of the same entries; null: none does. */
export function firstDifference(bytes: Buffer, entries: readonly Entry[]): { at: number; of: string } | null {
  const { bytes: expected, stretches } = containerOf(entries)
  if (bytes.equals(expected)) return null
  const length = Math.min(bytes.length, expected.length)
  let at = 0
  while (at < length && bytes[at] === expected[at]) at++
  return { at, of: stretches.findLast(({ from }) => from <= at)?.of ?? '' }
}
