import { constants, type BigIntStats, type Dirent } from 'node:fs'
import { open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises'
import { sep } from 'node:path'
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
import { byName, decodeName, isLeftOut, isPlainName } from './file-name.ts'
import type { ExportFile, OpenFile, Source, SourceLimits } from './source.ts'

export interface FolderOptions {
  /** An absolute path. */
  path: string
  limits: SourceLimits
}

const BLOCK_BYTES = 1024 * 1024

// The path was resolved already, so a link that stands there now was swapped in; and opening a pipe must not wait.
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * The plain files of one folder, without its subfolders. A symbolic link within the folder counts as the file that it
 * leads to; one that leaves it is listed and refused when it is opened. Pipes, sockets and devices are ignored.
 */
export function folderSource({ path, limits }: FolderOptions): Source {
  return {
    async list() {
      const root = await realRoot(path)
      const entries = await entriesOf(path)
      const files: ExportFile[] = []
      for (const entry of entries) {
        const file = await exportFile(entry, path, root, limits)
        if (file !== null) files.push(file)
      }
      if (files.length > limits.max_files) throw tooManyFiles(`文件夹 ${path}`, files.length, limits.max_files)
      return files.sort(byName)
    },
    close: () => Promise.resolve(),
  }
}

async function realRoot(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    throw folderFault(path, error)
  }
}

async function entriesOf(path: string): Promise<Dirent<Buffer>[]> {
  try {
    // As bytes: an unpacked archive may have left names that are not UTF-8.
    return await readdir(path, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    throw folderFault(path, error)
  }
}

async function exportFile(
  entry: Dirent<Buffer>,
  folder: string,
  root: string,
  limits: SourceLimits,
): Promise<ExportFile | null> {
  if (!entry.isFile() && !entry.isSymbolicLink()) return null
  const name = decodeName(entry.name)
  if (name === null) return nameRefused(entry.name.toString('latin1'))
  if (!isPlainName(name)) return nameRefused(name)
  if (isLeftOut(name)) return null
  const path = Buffer.concat([Buffer.from(folder + sep), entry.name])
  if (!entry.isSymbolicLink()) return { name, open: () => openFile(name, path, limits) }
  const target = await linkTarget(path, root)
  if (target === 'elsewhere') return refusedFile(linkRefused(name), name)
  return target === null ? null : { name, open: () => openFile(name, target, limits) }
}

/** The file that a link leads to; null when that is a folder or no plain file; `elsewhere` when it leaves the folder. */
async function linkTarget(path: Buffer, root: string): Promise<Buffer | 'elsewhere' | null> {
  try {
    const target = await realpath(path, { encoding: 'buffer' })
    const inside = Buffer.from(root.endsWith(sep) ? root : root + sep)
    if (!target.subarray(0, inside.length).equals(inside)) return 'elsewhere'
    return (await stat(target)).isFile() ? target : null
  } catch {
    // It leads to nothing, or in a circle.
    return 'elsewhere'
  }
}

async function openFile(name: string, path: Buffer, limits: SourceLimits): Promise<OpenFile> {
  const { handle, stats } = await openPlain(name, path)
  await handle.close()
  if (stats.size > BigInt(limits.max_file_bytes)) throw fileTooLarge(name, Number(stats.size), limits.max_file_bytes)
  return {
    name,
    size: Number(stats.size),
    version: { modified_at: instantText(stats.mtimeNs), etag: null },
    blocks: () => readBlocks(name, path, stats),
  }
}

async function openPlain(name: string, path: Buffer): Promise<{ handle: FileHandle; stats: BigIntStats }> {
  let handle: FileHandle | null = null
  try {
    handle = await open(path, OPEN_FLAGS)
    const stats = await handle.stat({ bigint: true })
    if (stats.isFile()) return { handle, stats }
  } catch (error) {
    await handle?.close()
    throw fileFault(name, error)
  }
  await handle.close()
  throw fileGone(name)
}

async function* readBlocks(name: string, path: Buffer, first: BigIntStats): AsyncGenerator<Uint8Array> {
  const { handle, stats } = await openPlain(name, path)
  try {
    if (isChanged(first, stats)) throw fileBeingWritten(name)
    const size = Number(first.size)
    let at = 0
    for (;;) {
      // One byte more than there should be: a file that grows is noticed, and one that grows on and on comes to an end.
      const block = new Uint8Array(Math.min(BLOCK_BYTES, size - at + 1))
      const { bytesRead } = await handle.read(block, 0, block.length, at)
      at += bytesRead
      if (bytesRead === 0) break
      if (at > size) throw fileBeingWritten(name)
      yield block.subarray(0, bytesRead)
    }
    if (at !== size || isChanged(first, await handle.stat({ bigint: true }))) throw fileBeingWritten(name)
  } catch (error) {
    throw error instanceof ShouwangError ? error : fileFault(name, error)
  } finally {
    await handle.close()
  }
}

const isChanged = (before: BigIntStats, after: BigIntStats): boolean =>
  before.size !== after.size || before.mtimeNs !== after.mtimeNs

/** ISO 8601 in UTC with all nine digits: two writings within a millisecond are two. */
const instantText = (ns: bigint): string => {
  const fraction = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const seconds = new Date(Number((ns - fraction) / 1_000_000n)).toISOString().slice(0, 19)
  return `${seconds}.${String(fraction).padStart(9, '0')}Z`
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

const FOLDER_SENTENCES: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `找不到文件夹 ${path}：请检查配置里的 path，或看看网盘、共享目录是否已经接上`,
  ENOTDIR: (path) => `${path} 不是文件夹：配置里的 path 要写存放台账的文件夹`,
  EACCES: (path) => `没有权限读取文件夹 ${path}：请让管理员给本程序读取权限`,
  EPERM: (path) => `没有权限读取文件夹 ${path}：请让管理员给本程序读取权限`,
}

const folderFault = (path: string, error: unknown): ShouwangError => {
  const code = codeOf(error)
  const sentence = (code === null ? undefined : FOLDER_SENTENCES[code]) ?? ((at: string) => `读不了文件夹 ${at}`)
  return new ShouwangError('source_failed', sentence(path), { path, reason: code }, { cause: error })
}

const fileFault = (name: string, error: unknown): ShouwangError => {
  const code = codeOf(error)
  if (code === 'ENOENT') return fileGone(name, error)
  if (code === 'ELOOP') return linkRefused(name)
  // Held by a program that lets nobody else in, as a shared folder of Windows tells it.
  if (code === 'EBUSY' || code === 'EAGAIN') return fileBeingWritten(name)
  const sentence =
    code === 'EACCES' || code === 'EPERM'
      ? `没有权限读取文件“${name}”：请让管理员给本程序读取权限`
      : `读取文件“${name}”时出错：请稍后再试，再不行请检查磁盘或网盘`
  return new ShouwangError('source_failed', sentence, { file: name, reason: code }, { cause: error })
}
