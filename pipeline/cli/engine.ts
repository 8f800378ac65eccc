import { resolve } from 'node:path'
import { moduleCipher } from '../../queries/encryption.ts'
import type { WarehouseOptions } from '../../queries/warehouse.ts'

/** How a process opens the warehouse: encrypted where `SHOUWANG_DUCKDB_MODULE` names the module that can write it so. */
export function engineOf(env: Record<string, string | undefined>, cwd: string): WarehouseOptions {
  const module = env.SHOUWANG_DUCKDB_MODULE
  return module ? { cipher: moduleCipher(resolve(cwd, module)) } : {}
}
