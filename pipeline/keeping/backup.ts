import { createReadStream, statSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import { sealStream } from '../../vault/sealed-stream.ts'
import { readWrappedKeys } from '../../vault/file-keys.ts'
import { Vault, type WrappedKey } from '../../vault/vault.ts'
import { masterKeyOf, type Application } from '../application.ts'
import { archivesOf, keptArchives } from '../evaluation/kept-archive.ts'
import { manifestBytes } from './backup-manifest.ts'

/**
 * Writes the warehouse, the archives of frozen years and the config, sealed under the master key, into one new file of mode 0600; answers its bytes.
 * Pulls and sign-ins wait meanwhile, readers do not. Throws `conflict` where the file is there, and `key_wrong` where the
 * master key at hand is no longer the warehouse's, for nobody could open such a backup.
 */
export async function backUp(application: Application, file: string): Promise<number> {
  const { warehouse, config, now } = application
  if (statSync(file, { throwIfNoEntry: false })) {
    throw new ShouwangError('conflict', `文件 ${file} 已经存在，备份不覆盖已有的文件，请换一个名字。`, { file })
  }
  const master = masterKeyOf(application)
  Vault.open(master, (await warehouse.query('loading/vault_keys')) as unknown as WrappedKey[])
  const text = await readFile(config.file)
  const partial = `${file}.partial`
  const target = await open(partial, 'wx', 0o600)
  try {
    let bytes = 0
    const wrapped_keys = readWrappedKeys(warehouse.file)
    await warehouse.atRest(async () => {
      const warehouse_bytes = statSync(warehouse.file).size
      const names = await keptArchives(warehouse.file)
      const places = names.map((name) => join(archivesOf(warehouse.file), name))
      const archives = names.map((name, index) => ({ name, bytes: statSync(places[index] ?? '').size }))
      const facts = {
        county: config.county.code,
        made_at: now().toISOString(),
        config_bytes: text.length,
        warehouse_bytes,
        ...(archives.length > 0 ? { archives } : {}),
        ...(wrapped_keys.length > 0 ? { wrapped_keys } : {}),
      }
      async function* content(): AsyncGenerator<Uint8Array> {
        yield manifestBytes(facts)
        yield text
        yield* createReadStream(warehouse.file) as AsyncIterable<Uint8Array>
        for (const place of places) yield* createReadStream(place) as AsyncIterable<Uint8Array>
      }
      for await (const chunk of sealStream(master, content())) {
        await target.write(chunk)
        bytes += chunk.length
      }
    })
    await target.sync()
    await target.close()
    await rename(partial, file)
    return bytes
  } catch (error) {
    await target.close().catch(() => undefined)
    await rm(partial, { force: true })
    throw error
  }
}
