import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { ShouwangError } from '../errors.ts'
import { ByteReader } from './byte-reader.ts'

/**
 * A stream sealed under the master key, in chunks of AES-256-GCM (the STREAM construction of Hoang, Reyhanitabar, Rogaway
 * and Vizár, "Online authenticated-encryption", 2015): the nonce counts the chunks, and the last one says that it is.
 * So no chunk can be changed, moved, left out or added, and nothing be cut off, without its being seen.
 *
 * header: MAGIC, version, salt · chunk: is_last and length (4 bytes), ciphertext, tag (16 bytes)
 */
const MAGIC = Buffer.from('SHOUWANG BACKUP\n')
const VERSION = 1
const SALT_BYTES = 32
const TAG_BYTES = 16
const CHUNK = 1024 * 1024
const LAST = 0x80000000

/** Seals a stream; memory holds one chunk. */
export async function* sealStream(master: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const header = Buffer.concat([MAGIC, Buffer.from([VERSION]), randomBytes(SALT_BYTES)])
  const key = keyFor(master, header)
  yield header
  const reader = new ByteReader(source)
  let chunk = await reader.take(CHUNK)
  for (let count = 0n; ; count++) {
    const next = chunk.length < CHUNK ? Buffer.alloc(0) : await reader.take(CHUNK)
    const isLast = next.length === 0
    const head = Buffer.alloc(4)
    head.writeUInt32BE(((isLast ? LAST : 0) | chunk.length) >>> 0)
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(count))
    cipher.setAAD(Buffer.concat([header, head]))
    yield Buffer.concat([head, cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
    if (isLast) return
    chunk = next
  }
}

/**
 * Opens a sealed stream. Throws `unreadable_file` for what was changed, cut off or is none, or was sealed under another
 * master key; what was yielded before is not to be used then.
 */
export async function* openStream(master: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source)
  const header = await reader.take(MAGIC.length + 1 + SALT_BYTES)
  if (header.length < MAGIC.length + 1 + SALT_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw broken('不是守望的备份文件。')
  }
  if (header[MAGIC.length] !== VERSION) throw broken('备份文件由更新的版本制作，请升级程序后再恢复。')
  const key = keyFor(master, header)
  for (let count = 0n; ; count++) {
    const head = await reader.take(4)
    if (head.length < 4) throw broken('备份文件不完整：后面的部分缺失。')
    const isLast = (head.readUInt32BE(0) & LAST) !== 0
    const length = head.readUInt32BE(0) & (LAST - 1)
    if (length > CHUNK) throw broken(WRONG)
    const body = await reader.take(length + TAG_BYTES)
    if (body.length < length + TAG_BYTES) throw broken('备份文件不完整：后面的部分缺失。')
    yield openChunk(key, nonceOf(count), Buffer.concat([header, head]), body)
    if (isLast) break
  }
  if ((await reader.take(1)).length > 0) throw broken('备份文件的末尾有多余的内容。')
}

const WRONG = '备份文件打不开：内容被改动过，或者是用另一个密钥做的。'

function openChunk(key: Buffer, nonce: Buffer, about: Buffer, body: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(about)
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw broken(WRONG, cause)
  }
}

/** A key of the stream's own: the nonce may count from zero in each. */
const keyFor = (master: Buffer, header: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', master, header.subarray(MAGIC.length + 1), 'shouwang backup', 32))

function nonceOf(count: bigint): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(count, 4)
  return nonce
}

const broken = (message: string, cause?: unknown): ShouwangError =>
  new ShouwangError('unreadable_file', message, {}, { cause })
