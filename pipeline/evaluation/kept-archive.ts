import { mkdirSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import { sha256 } from '../../queries/archive-engine.ts'
import type { FrozenRow } from '../../queries/freezes.ts'

/** The folder of frozen years' archives, beside the warehouse's file. */
export const archivesOf = (warehouse_file: string): string => join(dirname(warehouse_file), 'evaluations')

const fileOf = (warehouse_file: string, year: string): string => join(archivesOf(warehouse_file), `${year}.zip`)

/** An archive of a year, or one that another was put in the place of. */
export const ARCHIVE_NAME = /^\d{4}(-earlier-[0-9a-f]{12})?\.zip$/

/** The names of the archives that are kept, in order. */
export async function keptArchives(warehouse_file: string): Promise<string[]> {
  const names = await readdir(archivesOf(warehouse_file)).catch(() => [])
  return names.filter((name) => ARCHIVE_NAME.test(name)).sort()
}

/**
 * Keeps a year's archive, readable by its owner only; it is on the disk when this ends. Another one that is there is kept beside
 * it: answers under which name.
 */
export async function keepArchive(warehouse_file: string, year: string, bytes: Uint8Array): Promise<string | null> {
  mkdirSync(archivesOf(warehouse_file), { recursive: true, mode: 0o700 })
  const file = fileOf(warehouse_file, year)
  const partial = `${file}.partial`
  await rm(partial, { force: true })
  const place = await open(partial, 'wx', 0o600)
  try {
    await place.writeFile(bytes)
    await place.sync()
  } finally {
    await place.close()
  }
  const earlier = await putArchive(partial, archivesOf(warehouse_file), `${year}.zip`)
  await syncFolder(dirname(archivesOf(warehouse_file)))
  return earlier
}

/** Puts a file into the folder of archives under a name; another one of that name stays, under the name that is answered. */
export async function putArchive(from: string, folder: string, name: string): Promise<string | null> {
  const file = join(folder, name)
  const known = await readFile(file).catch(noFile)
  let earlier: string | null = null
  if (known !== null && !known.equals(await readFile(from))) {
    earlier = `${name.slice(0, 4)}-earlier-${sha256(known).slice(0, 12)}.zip`
    await rename(file, join(folder, earlier))
  }
  await rename(from, file)
  await syncFolder(folder)
  return earlier
}

function noFile(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

/** Names are on the disk when their folder is. */
async function syncFolder(folder: string): Promise<void> {
  const place = await open(folder, 'r')
  try {
    await place.sync()
  } finally {
    await place.close()
  }
}

/** The very bytes that were kept at the freeze. Throws `unreadable_file` where they are gone or no longer those. */
export async function keptArchive(
  warehouse_file: string,
  year: string,
  { archive_sha256 }: Pick<FrozenRow, 'archive_sha256'>,
): Promise<Buffer> {
  const file = fileOf(warehouse_file, year)
  const bytes = await readFile(file).catch(() => null)
  if (bytes !== null && sha256(bytes) === archive_sha256) return bytes
  const what = bytes === null ? '不见了' : '被改动过'
  throw new ShouwangError('unreadable_file', `${year} 年冻结的归档${what}：请从备份里恢复 evaluations/${year}.zip。`, {
    year,
  })
}
