import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Warehouse, WarehouseOptions } from '../queries/warehouse.ts'
import { createMasterKey, parseMasterKey, readMasterKey } from '../vault/master-key.ts'
import { Vault, type WrappedKey } from '../vault/vault.ts'
import type { Config } from './config.ts'
import { syncCounty } from './county.ts'
import type { IncidentEvent } from './incident-clock.ts'
import { openWarehouse } from './warehouse-file.ts'

/** Told after each load (interfaces.md, HTTP, events). */
export interface BatchEvent {
  township: string
  /** ISO 8601 with the county's offset. */
  at: string
  state: string
  version: number
}

/** What an application tells of itself. */
export interface ApplicationEvents {
  batch: [BatchEvent]
  /** A clock of an incident opened, is half over, ran out or stopped. */
  incident: [IncidentEvent]
  /** A township told an incident live, or something new of one. */
  told: [{ township: string; incident: string }]
}

/** Everything that a command or a route works with: the open warehouse, the config, the clock. */
export interface Application {
  config: Config
  warehouse: Warehouse
  vault: Vault
  now: () => Date
  env: Record<string, string | undefined>
  events: EventEmitter<ApplicationEvents>
  /** Runs one piece of work at a time for a township; a second one waits. */
  alone<T>(township_id: string, work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ApplicationOptions {
  config: Config
  /** The warehouse's folder. */
  data: string
  now: () => Date
  env: Record<string, string | undefined>
  engine?: WarehouseOptions
  /** Told once when a new key file was made, and when a file in clear was encrypted. */
  notice?: (message: string) => void
}

/** Opens the warehouse (or makes it), its vault, and puts the config into it. */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const { config, data, now, env } = options
  const file = join(data, 'shouwang.duckdb')
  const warehouse = await openWarehouse(file, {
    engine: options.engine,
    master: () => (existsSync(file) ? masterKeyOf(options) : newMasterKey(options)),
    notice: options.notice,
  })
  try {
    const vault = await openVault(warehouse, options)
    await syncCounty(warehouse, config)
    const busy = new Map<string, Promise<unknown>>()
    return {
      config,
      warehouse,
      vault,
      now,
      env,
      events: new EventEmitter(),
      alone: (id, work) => {
        const turn = (busy.get(id) ?? Promise.resolve()).then(work, work)
        busy.set(id, turn)
        return turn
      },
      close: () => warehouse.close(),
    }
  } catch (error) {
    await warehouse.close()
    throw error
  }
}

/** The key file of a county: beside its config, never in the data folder. */
export const keyFileOf = ({ file }: Pick<Config, 'file'>): string => file.replace(/\.ya?ml$/i, '') + '.key'

async function openVault(warehouse: Warehouse, options: ApplicationOptions): Promise<Vault> {
  const rows = await warehouse.query('loading/vault_keys')
  const wrapped = rows as unknown as WrappedKey[]
  if (wrapped.length > 0) return Vault.open(masterKeyOf(options), wrapped)
  const master = newMasterKey(options)
  const { vault, wrapped: created } = Vault.create(master)
  await warehouse.transaction(async (transaction) => {
    for (const key of created) await transaction.run('loading/add_vault_key', { ...key })
  })
  return vault
}

/** The master key of a county: SHOUWANG_KEY, the file that SHOUWANG_KEY_FILE names, or the file beside the config. */
export const masterKeyOf = ({ config, env }: Pick<Application, 'config' | 'env'>): Buffer =>
  masterKeyAt(config.file, env)

/** The same for a config file that need not be there. */
export function masterKeyAt(file: string, env: Application['env']): Buffer {
  if (env.SHOUWANG_KEY) return parseMasterKey(env.SHOUWANG_KEY, 'SHOUWANG_KEY')
  return readMasterKey(env.SHOUWANG_KEY_FILE ?? keyFileOf({ file }))
}

/** The same for a new warehouse; a key file that is not there is made. */
function newMasterKey({ config, env, notice }: ApplicationOptions): Buffer {
  const file = env.SHOUWANG_KEY_FILE ?? keyFileOf(config)
  if (env.SHOUWANG_KEY || existsSync(file)) return masterKeyOf({ config, env })
  const key = createMasterKey(file)
  notice?.(`已生成密钥文件 ${file}。请另行妥善备份：没有它，封存的姓名和号码无法打开。`)
  return key
}
