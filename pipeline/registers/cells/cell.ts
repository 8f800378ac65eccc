import type { NumberCell, RawCell } from '../../reading/table.ts'

/**
 * What a cell of one type means (registers.md, Cells). A date is days and a datetime seconds since 1970 in the county's
 * local time; a yes/no is a boolean; a choice is its code.
 */
export type CellValue = string | number | boolean

export type Cleaned =
  | { value: CellValue | null; fault?: undefined }
  | {
      value: null
      fault: FaultCode
    }

export type FaultCode =
  | 'missing_value'
  | 'bad_date'
  | 'bad_datetime'
  | 'bad_number'
  | 'bad_phone'
  | 'date_in_future'
  | 'date_order'
  | 'id_old_format'
  | 'id_precision_lost'
  | 'id_check_digit'
  | 'id_format'
  | 'id_mismatch'
  | 'unknown_value'
  | 'unknown_village'
  | 'unknown_school'
  | 'time_order'
  | 'superseded'

export const EMPTY: Cleaned = { value: null }
export const fault = (code: FaultCode): Cleaned => ({ value: null, fault: code })

/** A cell as the cleaner sees it: normalised text, or the number of a workbook's cell. */
export type Content = string | NumberCell

/**
 * registers.md, Cells, "any": NFKC, trimmed, inner white space collapsed, a leading `'` or tab removed. Line breaks are
 * white space.
 */
export function normalizeText(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^['\u2019\t]+/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const EMPTY_WORDS = new Set(['', '无', '暂无', 'N/A'])
const ONLY_DASHES = /^[/\-—\s]+$/

/** Whether a normalised text is an empty cell; `无` is an answer where `isNoneAnAnswer`. */
export function isEmptyText(text: string, isNoneAnAnswer = false): boolean {
  if (isNoneAnAnswer && text === '无') return false
  return EMPTY_WORDS.has(text) || ONLY_DASHES.test(text) || text.toUpperCase() === 'N/A'
}

/** The content of a raw cell, or null where it is empty. */
export function contentOf(raw: RawCell, decode: (raw: string) => string, isNoneAnAnswer: boolean): Content | null {
  if (raw === null) return null
  if (typeof raw === 'boolean') return raw ? 'true' : 'false'
  if (typeof raw === 'object') return raw
  const text = normalizeText(decode(raw))
  return isEmptyText(text, isNoneAnAnswer) ? null : text
}

/** A number cell as the clerk sees it in a text column: `2` for 2, a date for a date cell. */
export function textOf(content: Content): string {
  if (typeof content === 'string') return content
  if (content.shows === 'number') return String(content.value)
  const days = Math.floor(content.value)
  const date = new Date((days - 25569) * 86_400_000).toISOString().slice(0, 10)
  if (content.shows === 'date' || content.value === days) return date
  const seconds = Math.round((content.value - days) * 86_400)
  return `${date} ${new Date(seconds * 1000).toISOString().slice(11, 19)}`
}
