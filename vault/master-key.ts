import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ShouwangError } from '../errors.ts'

/** The master key from text: 32 bytes in base64. */
export function parseMasterKey(text: string, origin: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) {
    throw new ShouwangError('key_wrong', `${origin} 不是有效的密钥：应为 32 字节的 base64 文本。`, { origin })
  }
  return key
}

/** The master key in a file. */
export function readMasterKey(file: string): Buffer {
  if (!existsSync(file)) {
    throw new ShouwangError(
      'key_missing',
      `找不到密钥文件 ${file}。没有它，已封存的姓名和号码无法打开；请从备份恢复。`,
      { file },
    )
  }
  return parseMasterKey(readFileSync(file, 'utf8'), file)
}

/** Writes a new master key, readable by its owner only, and never over an existing file; it is on the disk when this ends. */
export function createMasterKey(file: string): Buffer {
  const key = randomBytes(32)
  mkdirSync(dirname(file), { recursive: true })
  const place = openSync(file, 'wx', 0o600)
  try {
    writeSync(place, `${key.toString('base64')}\n`)
    fsyncSync(place)
  } finally {
    closeSync(place)
  }
  return key
}
