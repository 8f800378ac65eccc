import { randomBytes } from 'node:crypto'
import { ShouwangError } from '../../errors.ts'
import { encryptFile } from '../../queries/encrypt-file.ts'
import { fileState } from '../../queries/encryption.ts'
import { Warehouse, type WarehouseOptions } from '../../queries/warehouse.ts'
import { openWrappedKeys, readWrappedKeys, wrappedLine, writeWrappedKeys } from '../../vault/file-keys.ts'

export interface RotateFileKeyOptions {
  engine: WarehouseOptions
  master: Buffer
}

/**
 * Exchanges the key of an encrypted warehouse's file, which nobody may have open: a copy under a new key takes its place, and
 * the earlier key is forgotten. Cut at any point, the file opens, and the next call begins anew. Needs room for the file a
 * second time. Throws `not_found` where no file is encrypted or nothing can write it so, `warehouse_locked` where it is in
 * use, `key_wrong` where the master key is another one.
 */
export async function rotateFileKey(file: string, { engine, master }: RotateFileKeyOptions): Promise<void> {
  const { cipher } = engine
  if (!cipher || fileState(file) !== 'encrypted') {
    throw new ShouwangError(
      'not_found',
      `数据仓库 ${file} 没有加密保存，或没有指定 SHOUWANG_DUCKDB_MODULE：没有可换的密钥。`,
      {
        file,
      },
    )
  }
  const lines = readWrappedKeys(file)
  const keys = openWrappedKeys(lines, master)
  const warehouse = await Warehouse.open(file, { ...engine, keys })
  try {
    await warehouse.checkpoint()
  } finally {
    await warehouse.close()
  }
  const key = randomBytes(32)
  const line = wrappedLine(key, master)
  // From here on either key opens the file, whichever of the two it is.
  writeWrappedKeys(file, [line, ...lines])
  await encryptFile(file, { cipher, key, keys })
  writeWrappedKeys(file, [line])
}
