import { ShouwangError } from '../../errors.ts'

/** Why a file was not read, for machines; the sentence of the error is for the clerk. */
export type RefusalReason =
  | 'empty'
  | 'not_text'
  | 'bad_encoding'
  | 'too_large'
  | 'old_xls'
  | 'password'
  | 'not_a_workbook'
  | 'text_as_xlsx'
  | 'html_as_xlsx'
  | 'workbook_as_text'
  | 'truncated'
  | 'damaged'
  | 'hostile'
  | 'other_format'

/** Where in a file the fault stands; `row` as Excel shows it. */
export interface Place {
  file: string
  sheet?: string | null
  row?: number
}

/** The start of a sentence that names the offender: file, sheet and row, as far as they are known. */
export function placeText({ file, sheet, row }: Place): string {
  const sheet_text = sheet ? `工作表「${sheet}」` : ''
  const row_text = row === undefined ? '' : `第 ${row} 行`
  return `文件「${file}」${sheet_text}${row_text}`
}

/**
 * An `unreadable_file` error (registers.md, Reading). `what` continues the sentence that begins with the place and says
 * what was wrong and what to do, in Chinese.
 */
export function unreadable(place: Place, reason: RefusalReason, what: string, options?: ErrorOptions): ShouwangError {
  return new ShouwangError('unreadable_file', `${placeText(place)}${what}`, { ...place, reason }, options)
}

/** How much of a limit to name in a sentence: whole mebibytes where it is that large. */
export function bytesText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${bytes} 字节`
}
