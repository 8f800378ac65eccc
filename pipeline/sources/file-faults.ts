import { ShouwangError } from '../../errors.ts'
import { harmlessName } from './file-name.ts'
import type { ExportFile } from './source.ts'

const MEBIBYTE = 1024 * 1024

/** A size for people: MB from one mebibyte on, else bytes. */
export const sizeText = (bytes: number): string =>
  bytes < MEBIBYTE ? `${bytes} 字节` : `${(bytes / MEBIBYTE).toFixed(1).replace(/\.0$/, '')} MB`

/** A length of time for people, in whole minutes where it is some. */
export const durationText = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} 分钟` : `${Number((ms / 1000).toFixed(1))} 秒`

/** A file beyond `max_file_bytes`. `size` is null where it was cut off while it came. */
export const fileTooLarge = (name: string, size: number | null, limit: number): ShouwangError =>
  new ShouwangError(
    'unreadable_file',
    `文件“${name}”${size === null ? '' : `有 ${sizeText(size)}，`}超过上限 ${sizeText(limit)}：请检查是否放错了文件，或清理后重新导出`,
    { file: name, size, limit },
  )

/** A file that changed while it was read: half of the old and half of the new must never be loaded. */
export const fileBeingWritten = (name: string): ShouwangError =>
  new ShouwangError('source_failed', `文件“${name}”正在写入，请稍后再试`, { file: name })

/** A file that the listing showed and that is no longer there. */
export const fileGone = (name: string, cause?: unknown): ShouwangError =>
  new ShouwangError(
    'source_failed',
    `文件“${name}”刚才还在，现在没有了：可能正在同步，请稍后再试`,
    { file: name },
    { cause },
  )

/** A link that leads out of the export, or to nothing. */
export const linkRefused = (name: string): ShouwangError =>
  new ShouwangError('unreadable_file', `“${name}”是指向导出文件夹之外的链接，不读取：请把文件本身放进文件夹`, {
    file: name,
  })

/** More files than `max_files`: a folder that is not an export. */
export const tooManyFiles = (place: string, count: number, limit: number): ShouwangError =>
  new ShouwangError(
    'source_failed',
    `${place} 里有 ${count} 个文件，超过上限 ${limit} 个：请检查路径，并且只留下本乡镇的台账`,
    { place, count, limit },
  )

/** An entry of a listing that is shown, so that nobody misses it, and that refuses to be opened. */
export const refusedFile = (error: ShouwangError, name: string): ExportFile => ({
  name: harmlessName(name),
  open: () => Promise.reject(error),
})

/** An entry whose name holds a folder or what no name can hold (a path traversal, or a broken listing). */
export const nameRefused = (raw: string): ExportFile => {
  const name = harmlessName(raw)
  const message = `文件名“${name}”不合规（带有路径或看不见的字符），不读取：请改名后重新导出`
  return refusedFile(new ShouwangError('unreadable_file', message, { file: name, entry: raw.slice(0, 1000) }), raw)
}
