import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { unwrap, wrap } from './vault.ts'

/**
 * The key of an encrypted warehouse file stands beside it, wrapped under the master key, in base64. There may be several
 * lines: whoever exchanges the file or the master key first adds the new one, so that what is there opens when it is cut.
 */
export const wrappedKeysOf = (file: string): string => `${file}.wrapped-key`

/** The lines beside a file; none where nothing is there. */
export function readWrappedKeys(file: string): string[] {
  const place = wrappedKeysOf(file)
  return existsSync(place) ? readFileSync(place, 'utf8').split('\n').filter(Boolean) : []
}

/** Puts lines beside a file, in one step, readable by the owner only. */
export function writeWrappedKeys(file: string, lines: readonly string[]): void {
  renameSync(written(file, lines), wrappedKeysOf(file))
}

/** The keys among the lines that this master key opens; a damaged line opens under none. */
export function openWrappedKeys(lines: readonly string[], master: Buffer): Buffer[] {
  return lines.flatMap((line) => {
    try {
      return [unwrap(master, { ...FILE_KEY, wrapped: Buffer.from(line, 'base64') })]
    } catch {
      return []
    }
  })
}

/** A key as a line. */
export const wrappedLine = (key: Buffer, master: Buffer): string =>
  Buffer.from(wrap(master, FILE_KEY.key_id, FILE_KEY.purpose, key).wrapped).toString('base64')

/**
 * The keys that may open a file; a first one is made where there is none. Lines under another master key stay, for they
 * may be all that opens a copy of the file.
 */
export function keysForNewFile(file: string, master: Buffer): Buffer[] {
  const lines = readWrappedKeys(file)
  const keys = openWrappedKeys(lines, master)
  if (keys.length > 0) return keys
  const made = wrappedLine(randomBytes(32), master)
  if (lines.length > 0) writeWrappedKeys(file, [made, ...lines])
  else putFirst(file, made)
  return openWrappedKeys(readWrappedKeys(file), master)
}

const FILE_KEY = { key_id: 0, purpose: 'file' } as const

/** Of two processes that begin at once both take the key of the first. */
function putFirst(file: string, line: string): void {
  const made = written(file, [line])
  try {
    linkSync(made, wrappedKeysOf(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(made)
  }
}

/** A file beside with these lines, which are on the disk when this ends; answers its name. */
function written(file: string, lines: readonly string[]): string {
  const name = `${wrappedKeysOf(file)}.${randomBytes(4).toString('hex')}`
  mkdirSync(dirname(name), { recursive: true, mode: 0o700 })
  const place = openSync(name, 'wx', 0o600)
  try {
    writeSync(place, `${lines.join('\n')}\n`)
    fsyncSync(place)
  } finally {
    closeSync(place)
  }
  return name
}
