import { isShouwangError } from '../errors.ts'
import { encryptFile } from '../queries/encrypt-file.ts'
import { fileState } from '../queries/encryption.ts'
import { Warehouse, type WarehouseOptions } from '../queries/warehouse.ts'
import { keysForNewFile, openWrappedKeys, readWrappedKeys } from '../vault/file-keys.ts'
import { Vault, type WrappedKey } from '../vault/vault.ts'

export interface OpenWarehouseOptions {
  engine?: WarehouseOptions
  /** Asked where the file is encrypted, or is to be. */
  master: () => Buffer
  /** Told once when a file in clear was encrypted. */
  notice?: (message: string) => void
}

/**
 * Opens the warehouse in a file, or makes it. With a cipher the file is encrypted under a key that the master key wraps, and
 * one in clear is encrypted first. Throws `key_wrong` where the master key is another one, and has then changed nothing.
 */
export async function openWarehouse(
  file: string,
  { engine = {}, master, notice }: OpenWarehouseOptions,
): Promise<Warehouse> {
  const { cipher, ...plain } = engine
  if (!cipher) return Warehouse.open(file, plain)
  const state = fileState(file)
  if (state === 'encrypted') {
    return Warehouse.open(file, { ...engine, keys: openWrappedKeys(readWrappedKeys(file), master()) })
  }
  if (state === 'plain') await requireOwnMaster(file, plain, master())
  const keys = keysForNewFile(file, master())
  const [key] = keys
  if (state === 'plain' && key) {
    await encryptFile(file, { cipher, key })
    notice?.(`数据仓库 ${file} 已改为加密保存。`)
  }
  return Warehouse.open(file, { ...engine, keys })
}

/** A file that another process has open is not taken away from under it; one that does not open may be replaced. */
export async function requireUnused(file: string): Promise<void> {
  try {
    await (await Warehouse.open(file)).close()
  } catch (error) {
    if (isShouwangError(error) && error.code === 'warehouse_locked') throw error
  }
}

/** Under another master key the file could not be opened afterwards. What its log holds is in the file when this ends. */
async function requireOwnMaster(file: string, engine: WarehouseOptions, master: Buffer): Promise<void> {
  const warehouse = await Warehouse.open(file, engine)
  try {
    const wrapped = (await warehouse.query('loading/vault_keys')) as unknown as WrappedKey[]
    if (wrapped.length > 0) Vault.open(master, wrapped)
    await warehouse.checkpoint()
  } finally {
    await warehouse.close()
  }
}
