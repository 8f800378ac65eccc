import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { ShouwangError } from '../errors.ts'
import { fileState, literal, type Cipher } from './encryption.ts'

export interface EngineOptions {
  /** Threads of the engine; default: as many as the machine has. */
  threads?: number
  /** Memory of the engine, as DuckDB writes it (`1GB`). */
  memory_limit?: string
  /** The file is written encrypted; default: in clear. */
  cipher?: Cipher
  /** With a cipher: the keys of the file, of which one opens it; the first is a new file's. */
  keys?: readonly Buffer[]
}

/** DuckDB on one file, which is encrypted where a cipher is given; `:memory:` never is. It reaches no other file. */
export class Engine {
  readonly #instance: DuckDBInstance
  readonly #isAttached: boolean

  private constructor(instance: DuckDBInstance, isAttached: boolean) {
    this.#instance = instance
    this.#isAttached = isAttached
  }

  /**
   * Throws `warehouse_locked`, `warehouse_encrypted` where the file is encrypted and no cipher is given, `module_unusable`
   * where the cipher does not write, and `key_wrong` where no key opens the file.
   */
  static async open(file: string, options: EngineOptions): Promise<Engine> {
    const { cipher, keys = [] } = options
    if (!cipher || file === ':memory:') return new Engine(await createPlain(file, options), false)
    const instance = await createFor(file, options)
    try {
      const connection = await instance.connect()
      await cipher(connection)
      await attach(connection, file, { alias: ALIAS, keys })
      await connection.run('set enable_external_access = false')
      connection.closeSync()
      return new Engine(instance, true)
    } catch (error) {
      instance.closeSync()
      throw error
    }
  }

  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect()
    if (this.#isAttached) await connection.run(`use ${ALIAS}`)
    return connection
  }

  closeSync(): void {
    this.#instance.closeSync()
  }
}

const ALIAS = 'shouwang'

/** An engine in memory to attach an encrypted file to. */
export function createFor(file: string, options: EngineOptions = {}): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    ...configOf(options),
    // As DuckDB would have it for the file itself; in memory it would be the working directory.
    temp_directory: `${file}.tmp`,
    temp_file_encryption: 'true',
  })
}

export interface Attached {
  alias: string
  keys: readonly Buffer[]
  is_read_only?: boolean
}

/** Attaches an encrypted file, or makes it; tries one key after the other. No message holds a key. */
export async function attach(connection: DuckDBConnection, file: string, options: Attached): Promise<void> {
  const { alias, keys, is_read_only = false } = options
  let isWrong: Error | undefined
  for (const key of keys) {
    const secret = key.toString('base64')
    const access = is_read_only ? ', read_only' : ''
    try {
      await connection.run(
        `attach ${literal(file)} as ${alias} (encryption_key ${literal(secret)}, encryption_cipher 'GCM'${access})`,
      )
      return
    } catch (error) {
      const cause = new Error(messageOf(error).replaceAll(secret, '…'))
      if (/wrong encryption key/i.test(cause.message)) isWrong = cause
      else throw meaningOf(cause, file)
    }
  }
  throw new ShouwangError(
    'key_wrong',
    `密钥打不开加密的数据仓库 ${file}：请用建库时的密钥文件，并把 ${file}.wrapped-key 放回原处，或从备份恢复。`,
    { file },
    { cause: isWrong },
  )
}

async function createPlain(file: string, options: EngineOptions): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, { ...configOf(options), enable_external_access: 'false' })
  } catch (error) {
    throw meaningOf(error, file)
  }
}

/** The error of a file that another process has open. */
export const lockedError = (file: string, cause?: unknown): ShouwangError =>
  new ShouwangError('warehouse_locked', `数据仓库 ${file} 正被另一个进程使用，请等它结束后再试。`, { file }, { cause })

/** What an error of opening a file means to whoever wanted it open. */
export function meaningOf(cause: unknown, file: string): unknown {
  const message = messageOf(cause)
  if (/\block\b/i.test(message)) return lockedError(file, cause)
  if (/read-only crypto module/i.test(message)) {
    return new ShouwangError(
      'module_unusable',
      'SHOUWANG_DUCKDB_MODULE 指定的模块不带加密，数据仓库不能加密保存；请放上 DuckDB 的 httpfs 模块。',
      {},
      { cause },
    )
  }
  if (/encrypt/i.test(message) && fileState(file) === 'encrypted') {
    return new ShouwangError(
      'warehouse_encrypted',
      `数据仓库 ${file} 是加密的：请用环境变量 SHOUWANG_DUCKDB_MODULE 指定 DuckDB 的 httpfs 模块，再打开。`,
      { file },
      { cause },
    )
  }
  return cause
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function configOf({ threads, memory_limit }: EngineOptions): Record<string, string> {
  return {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(threads ? { threads: String(threads) } : {}),
    ...(memory_limit ? { memory_limit } : {}),
  }
}
