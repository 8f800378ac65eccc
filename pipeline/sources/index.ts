import { resolve } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import type { SourceConfig } from './config.ts'
import { folderSource } from './folder.ts'
import { httpSource } from './http.ts'
import { sftpSource } from './sftp.ts'
import type { Source, SourceLimits } from './source.ts'

export { sourceConfigSchema, type SourceConfig } from './config.ts'
export { SOURCE_LIMITS, type ExportFile, type FileVersion, type OpenFile, type Source } from './source.ts'
export type { SourceLimits } from './source.ts'

export interface SourceContext {
  /** The folder of the config file, from which relative paths lead. */
  base_folder: string
  /** Where tokens and passwords are. */
  env: Record<string, string | undefined>
  limits: SourceLimits
}

/** The source that a township's config names. Throws `source_failed` where an environment variable is missing. */
export function openSource(config: SourceConfig, { base_folder, env, limits }: SourceContext): Source {
  switch (config.kind) {
    case 'folder':
      return folderSource({ path: resolve(base_folder, config.path), limits })
    case 'http':
      return httpSource({ url: config.url, token: secret(env, 'token_env', config.token_env), limits })
    case 'sftp': {
      const { host, port, path, user, key_file, password_env, host_fingerprint } = config
      return sftpSource({
        host,
        port,
        path,
        user,
        key_file: key_file === undefined ? null : resolve(base_folder, key_file),
        password: secret(env, 'password_env', password_env),
        host_fingerprint,
        limits,
      })
    }
  }
}

/** The value of an environment variable, without the line break that a file of secrets leaves at its end. */
function secret(env: SourceContext['env'], key: string, variable: string | undefined): string | null {
  if (variable === undefined) return null
  const value = env[variable]?.replace(/[\r\n]+$/, '') ?? ''
  if (value !== '') return value
  const message = `缺少环境变量 ${variable}（配置里的 ${key}）：请在运行本程序的环境里设置它`
  throw new ShouwangError('source_failed', message, { variable, key })
}
