import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ShouwangError } from '../errors.ts'
import { readRows } from './rows.ts'

/**
 * Makes an engine able to write encrypted files; called once, on the engine's first connection. DuckDB reads such files by
 * itself, but writes them only with the cryptography of a module that the operator provides (`moduleCipher`).
 */
export type Cipher = (connection: DuckDBConnection) => Promise<unknown>

/** The cipher of DuckDB's httpfs module (OpenSSL) in a file. Throws `module_unusable` where there is none or it does not load. */
export function moduleCipher(file: string): Cipher {
  return async (connection) => {
    try {
      if (!existsSync(file)) throw new Error('no such file')
      await connection.run(`load ${literal(file)}`)
    } catch (cause) {
      const [engine] = await readRows(
        await connection.run('select version() as version, platform from pragma_platform()'),
      )
      const { version, platform } = engine as { version: string; platform: string }
      throw new ShouwangError(
        'module_unusable',
        `SHOUWANG_DUCKDB_MODULE 指定的模块 ${file} 用不了：没有这个文件，或者它不是 DuckDB ${version}（${platform}）的 httpfs 模块。` +
          '请放上同一版本、同一平台的模块（已解压）；已加密的数据仓库离开它不能写。',
        { file, version, platform },
        { cause },
      )
    }
  }
}

/** A text as SQL writes it: DuckDB binds no parameter in `load` and `attach`. Throws for a zero byte, which ends a path. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new Error('a zero byte in a text for SQL')
  return `'${text.replaceAll("'", "''")}'`
}

const MAGIC = 'DUCK'
const MAGIC_AT = 8
const FLAGS_AT = 20
const IS_ENCRYPTED = 1

/** What a warehouse's file is. The main header is in clear: checksum, `DUCK`, the storage's version, then the flags. */
export function fileState(file: string): 'absent' | 'plain' | 'encrypted' {
  if (!existsSync(file)) return 'absent'
  const head = Buffer.alloc(FLAGS_AT + 1)
  const place = openSync(file, 'r')
  try {
    readSync(place, head, 0, head.length, 0)
  } finally {
    closeSync(place)
  }
  const isDuck = head.toString('latin1', MAGIC_AT, MAGIC_AT + MAGIC.length) === MAGIC
  return isDuck && (head.readUInt8(FLAGS_AT) & IS_ENCRYPTED) !== 0 ? 'encrypted' : 'plain'
}
