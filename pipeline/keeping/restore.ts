import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import type { WarehouseOptions } from '../../queries/warehouse.ts'
import { ByteReader } from '../../vault/byte-reader.ts'
import { readWrappedKeys, wrappedKeysOf, writeWrappedKeys } from '../../vault/file-keys.ts'
import { openStream } from '../../vault/sealed-stream.ts'
import { Vault, type WrappedKey } from '../../vault/vault.ts'
import { archivesOf, putArchive } from '../evaluation/kept-archive.ts'
import { openWarehouse, requireUnused } from '../warehouse-file.ts'
import { readManifest, type BackupManifest } from './backup-manifest.ts'

export interface RestoreOptions {
  /** The backup. */
  file: string
  /** The warehouse's folder. */
  data: string
  /** Where the config goes; one that is there stays, and the backup's is put beside it. */
  config: string
  master: Buffer
  /** With a cipher the warehouse is encrypted, also where the backup's is in clear. */
  engine?: WarehouseOptions
  /** Whether a warehouse that is there may be replaced. */
  may_replace: boolean
}

export interface Restored extends Omit<BackupManifest, 'wrapped_keys' | 'archives'> {
  /** Years whose archives of the freeze were put back. */
  frozen_years: string[]
  /** Where the config of the backup was written; null: the same is there. */
  config_file: string | null
}

/**
 * Puts back what a backup holds. Everything is unpacked beside, proved to be whole and opened before anything is replaced.
 * Throws `not_found` where there is no such file, `conflict` where a warehouse is there and may not be replaced, `warehouse_locked` where it is in use,
 * `unreadable_file` or `key_wrong` where the backup does not hold,
 * `warehouse_encrypted` where its warehouse is encrypted and no cipher is given.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { file, data, config, master, may_replace } = options
  if (!existsSync(file)) throw new ShouwangError('not_found', `没有备份文件 ${file}。`, { file })
  const place = join(data, 'shouwang.duckdb')
  if (existsSync(place)) {
    if (!may_replace) {
      throw new ShouwangError('conflict', `${place} 已经存在。确定要用备份替换它时，请加 --replace。`, { file: place })
    }
    await requireUnused(place)
  }
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const beside = join(data, 'restoring.duckdb')
  const archives = join(data, 'restoring.evaluations')
  const clear = async (): Promise<void> => {
    for (const name of [beside, `${beside}.wal`, wrappedKeysOf(beside)]) await rm(name, { force: true })
    await rm(archives, { recursive: true, force: true })
  }
  await clear()
  try {
    const { manifest, text } = await unpack(file, master, { warehouse: beside, archives })
    const { wrapped_keys = [], archives: kept, ...facts } = manifest
    if (wrapped_keys.length > 0) writeWrappedKeys(beside, wrapped_keys)
    await requireWhole(beside, options)
    // First: a frozen year has its archive at any time. One of a year that the backup does not know stays.
    if (kept.length > 0) mkdirSync(archivesOf(place), { recursive: true, mode: 0o700 })
    for (const { name } of kept) await putArchive(join(archives, name), archivesOf(place), name)
    await replace(beside, place)
    const frozen_years = kept.flatMap(({ name }) => /^(\d{4})\.zip$/.exec(name)?.[1] ?? [])
    return { ...facts, frozen_years, config_file: await putConfig(config, text) }
  } finally {
    await clear()
  }
}

/** Puts a file, with the keys that open it, in the place of another. Cut at any point, what is there opens. */
async function replace(beside: string, place: string): Promise<void> {
  const keys = readWrappedKeys(beside)
  if (keys.length > 0) writeWrappedKeys(place, [...keys, ...readWrappedKeys(place)])
  // A log that belongs to the replaced file must not be read into the new one.
  await rm(`${place}.wal`, { force: true })
  await rename(beside, place)
  if (keys.length > 0) writeWrappedKeys(place, keys)
  else await rm(wrappedKeysOf(place), { force: true })
}

/** Unpacks the whole stream: only at its end is it known that nothing was cut off. */
async function unpack(
  file: string,
  master: Buffer,
  places: { warehouse: string; archives: string },
): Promise<{ manifest: BackupManifest; text: Buffer }> {
  const opened = openStream(master, createReadStream(file) as AsyncIterable<Uint8Array>)
  const reader = new ByteReader(opened)
  const take = (length: number): Promise<Buffer> => reader.take(length)
  const manifest = await readManifest(take)
  const text = await take(manifest.config_bytes)
  await unpackFile(take, places.warehouse, manifest.warehouse_bytes)
  if (manifest.archives.length > 0) mkdirSync(places.archives, { mode: 0o700 })
  for (const { name, bytes } of manifest.archives) await unpackFile(take, join(places.archives, name), bytes)
  if (text.length !== manifest.config_bytes || (await take(1)).length > 0) throw unlikeManifest()
  return { manifest, text }
}

/** The next bytes of a stream as a new file, which is on the disk when this ends. */
async function unpackFile(take: (length: number) => Promise<Buffer>, file: string, bytes: number): Promise<void> {
  const target = await open(file, 'wx', 0o600)
  try {
    for (let left = bytes; left > 0;) {
      const part = await take(Math.min(PART, left))
      if (part.length === 0) throw unlikeManifest()
      await target.write(part)
      left -= part.length
    }
    await target.sync()
  } finally {
    await target.close()
  }
}

const PART = 1024 * 1024

const unlikeManifest = (): ShouwangError => new ShouwangError('unreadable_file', '备份文件的内容与它的目录不符。')

/** Opens what was unpacked, with the keys in it. */
async function requireWhole(file: string, { master, engine }: RestoreOptions): Promise<void> {
  const warehouse = await openWarehouse(file, { engine, master: () => master })
  try {
    Vault.open(master, (await warehouse.query('loading/vault_keys')) as unknown as WrappedKey[])
    await warehouse.checkpoint()
  } finally {
    await warehouse.close()
  }
}

async function putConfig(config: string, text: Buffer): Promise<string | null> {
  const present = await readFile(config).catch(() => null)
  if (present?.equals(text)) return null
  const file = present === null ? config : `${config}.restored`
  mkdirSync(dirname(file), { recursive: true })
  await writeFile(file, text, { mode: 0o600 })
  return file
}
