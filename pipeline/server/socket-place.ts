import { mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

const NAME = 'shouwang.sock'

/** The system takes no longer path for a socket: 108 bytes with the final zero on Linux, 104 on macOS. */
const LONGEST = 103

const noteOf = (data: string): string => join(data, `${NAME}.path`)

/** The socket's path for a server on this data folder; where it would be too long, one in a private temporary folder. */
export function makeSocketPlace(data: string): string {
  clearSocketPlace(data)
  const path = join(data, NAME)
  if (Buffer.byteLength(path) <= LONGEST) return path
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'shouwang-')), NAME)
  writeFileSync(noteOf(data), elsewhere, { mode: 0o600 })
  return elsewhere
}

/** Where the socket of this data folder is, if there is one; `inode` tells it from one that is made later. */
export function findSocket(data: string): { path: string; inode: number } | null {
  const path = readNote(data) ?? join(data, NAME)
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isSocket() ? { path, inode: stat.ino } : null
}

/** Removes the socket of this data folder: when its server ends, or when it ended without removing it. */
export function clearSocketPlace(data: string): void {
  const elsewhere = readNote(data)
  rmSync(join(data, NAME), { force: true })
  if (elsewhere === null) return
  rmSync(elsewhere, { force: true })
  rmSync(noteOf(data), { force: true })
  try {
    // It was made for the socket alone; one that holds something else stays.
    rmdirSync(dirname(elsewhere))
  } catch {
    return
  }
}

function readNote(data: string): string | null {
  try {
    const path = readFileSync(noteOf(data), 'utf8').trim()
    return isAbsolute(path) && path.endsWith(`/${NAME}`) ? path : null
  } catch {
    return null
  }
}
