import { posix } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import {
  fileBeingWritten,
  fileGone,
  fileTooLarge,
  linkRefused,
  nameRefused,
  refusedFile,
  tooManyFiles,
} from './file-faults.ts'
import { byName, isLeftOut, isPlainName } from './file-name.ts'
import { sleepFor, withRetries, type Sleep } from './retry.ts'
import { isStatus, sftpConnection, STATUS, type Session } from './sftp-connection.ts'
import type { ExportFile, OpenFile, Source, SourceLimits } from './source.ts'
import { startTimer, type Timer } from './watchdog.ts'

export interface SftpOptions {
  host: string
  port?: number
  user: string
  /** A folder on the server: absolute, or from where the user arrives. */
  path: string
  /** The absolute path of a private key without a passphrase. */
  key_file?: string | null
  password?: string | null
  /** `SHA256:…`, as `ssh-keygen -lf` prints it. */
  host_fingerprint: string
  limits: SourceLimits
  sleep?: Sleep
  random?: () => number
  timer?: Timer
}

interface FileStat {
  size: number
  modified_at_ms: number
}

/** The plain files of one folder on an SFTP server. Files are fetched whole when they are opened, and held in memory. */
export function sftpSource(options: SftpOptions): Source {
  const { limits, sleep = sleepFor, random = Math.random, timer = startTimer } = options
  const { host, port = 22, user, path, key_file = null, password = null, host_fingerprint } = options
  const closing = new AbortController()
  const { timeout_ms, retries } = limits
  const connection = sftpConnection({ host, port, user, key_file, password, host_fingerprint, timeout_ms, timer })
  const run = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> =>
    withRetries({ retries, sleep, random, signal: closing.signal }, () => connection.run(work))
  const place = `SFTP 服务器 ${host}:${port} 上的文件夹 ${path}`
  return {
    async list() {
      const files = await run((session) => listFolder(session, path, place, (name, at) => openFile(name, at)))
      if (files.length > limits.max_files) throw tooManyFiles(place, files.length, limits.max_files)
      return files.sort(byName)
    },
    async close() {
      closing.abort()
      await connection.close()
    },
  }

  function openFile(name: string, at: string): Promise<OpenFile> {
    return run((session) => fetchFile(session, name, at, limits.max_file_bytes))
  }
}

async function listFolder(
  session: Session,
  path: string,
  place: string,
  open: (name: string, at: string) => Promise<OpenFile>,
): Promise<ExportFile[]> {
  const entries = await session.list(path).catch((error: unknown) => {
    throw folderFault(place, error)
  })
  const files: ExportFile[] = []
  for (const { name, type } of entries) {
    if (type !== '-' && type !== 'l') continue
    if (!isPlainName(name)) files.push(nameRefused(name))
    else if (isLeftOut(name)) continue
    else if (type === '-') files.push({ name, open: () => open(name, posix.join(path, name)) })
    else files.push(...(await linkedFile(session, path, name, open)))
  }
  return files
}

/** A link counts as the file that it leads to, within the folder; else it is refused, as in a folder of this machine. */
async function linkedFile(
  session: Session,
  path: string,
  name: string,
  open: (name: string, at: string) => Promise<OpenFile>,
): Promise<ExportFile[]> {
  try {
    const root = await session.realPath(path)
    const target = await session.realPath(posix.join(path, name))
    const isInside = target.startsWith(root.endsWith('/') ? root : `${root}/`)
    if (!isInside) return [refusedFile(linkRefused(name), name)]
    return (await session.stat(target)).isFile ? [{ name, open: () => open(name, target) }] : []
  } catch (error) {
    if (isStatus(error)) return [refusedFile(linkRefused(name), name)]
    throw error
  }
}

async function fetchFile(session: Session, name: string, at: string, max_bytes: number): Promise<OpenFile> {
  const before = await statOf(session, name, at)
  if (before.size > max_bytes) throw fileTooLarge(name, before.size, max_bytes)
  const held = await session.read(at, before.size).catch((error: unknown) => {
    throw fileFault(name, error)
  })
  const after = await statOf(session, name, at)
  const isSame = before.size === after.size && before.modified_at_ms === after.modified_at_ms
  if (held === null || held.size !== before.size || !isSame) throw fileBeingWritten(name)
  const version = { modified_at: new Date(before.modified_at_ms).toISOString(), etag: null }
  return { name, size: held.size, version, blocks: () => held.blocks() }
}

async function statOf(session: Session, name: string, at: string): Promise<FileStat> {
  try {
    const { size, modifyTime } = await session.stat(at)
    return { size, modified_at_ms: modifyTime }
  } catch (error) {
    throw fileFault(name, error)
  }
}

/** What the server answered is told in its own words; everything else is the connection's and goes on. */
function folderFault(place: string, error: unknown): unknown {
  if (!isStatus(error)) return error
  const sentence =
    error.code === STATUS.permission_denied
      ? `没有权限读取 ${place}：请让对方给 user 读取权限`
      : `找不到 ${place}，或者它不是文件夹：请检查配置里的 path`
  return new ShouwangError('source_failed', sentence, { place, status: error.code }, { cause: error })
}

function fileFault(name: string, error: unknown): unknown {
  if (!isStatus(error)) return error
  if (error.code === STATUS.no_such_file) return fileGone(name, error)
  const sentence =
    error.code === STATUS.permission_denied
      ? `没有权限读取文件“${name}”：请让对方给 user 读取权限`
      : `SFTP 服务器读不出文件“${name}”：请稍后再试`
  return new ShouwangError('source_failed', sentence, { file: name, status: error.code }, { cause: error })
}
