import { mkdirSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import { sha256 } from '../../queries/archive-engine.ts'
import type { FrozenRow } from '../../queries/freezes.ts'

/** The folder of frozen years' archives, beside the warehouse's file. */
export const archivesOf = (warehouse_file: string): string => join(dirname(warehouse_file), 'evaluations')

const fileOf = (warehouse_file: string, year: string): string => join(archivesOf(warehouse_file), `${year}.zip`)

/** The names of the archives that are kept, in order. */
export async function keptArchives(warehouse_file: string): Promise<string[]> {
  const names = await readdir(archivesOf(warehouse_file)).catch(() => [])
  return names.filter((name) => /^\d{4}\.zip$/.test(name)).sort()
}

/** Keeps a year's archive, readable by its owner only; it is on the disk when this ends. */
export async function keepArchive(warehouse_file: string, year: string, bytes: Uint8Array): Promise<void> {
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
  await rename(partial, file)
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
