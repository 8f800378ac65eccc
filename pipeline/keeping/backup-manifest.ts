import { z } from 'zod'
import { ShouwangError } from '../../errors.ts'
import { ARCHIVE_NAME } from '../evaluation/kept-archive.ts'

/** What a backup begins with: what follows it, in this order. */
const manifestSchema = z.strictObject({
  county: z.string(),
  made_at: z.iso.datetime(),
  config_bytes: z.int().min(0),
  warehouse_bytes: z.int().min(0),
  /** Archives of frozen years, which stand after the warehouse in this order. */
  archives: z.array(z.strictObject({ name: z.string().regex(ARCHIVE_NAME), bytes: z.int().min(0) })).default([]),
  /** Of an encrypted warehouse: what stands in the file of its wrapped keys. */
  wrapped_keys: z.array(z.string()).optional(),
})
export type BackupManifest = z.infer<typeof manifestSchema>
/** As it is written. */
export type NewManifest = z.input<typeof manifestSchema>

const LENGTH_BYTES = 4

/** The manifest as it stands in a backup: its length, then JSON. */
export function manifestBytes(manifest: NewManifest): Buffer {
  const json = Buffer.from(JSON.stringify(manifest))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(json.length)
  return Buffer.concat([length, json])
}

/** Reads it back. Throws `unreadable_file` for what is none. */
export async function readManifest(take: (length: number) => Promise<Buffer>): Promise<BackupManifest> {
  const length = await take(LENGTH_BYTES)
  const json = length.length < LENGTH_BYTES ? '' : (await take(length.readUInt32BE(0))).toString('utf8')
  try {
    return manifestSchema.parse(JSON.parse(json))
  } catch (cause) {
    throw new ShouwangError('unreadable_file', '备份文件的目录读不懂。', {}, { cause })
  }
}
