import type { NumberCell } from '../table.ts'

type Shows = NumberCell['shows']

/**
 * The built-in formats of Chinese editions (ECMA-376 part 1, 18.8.30, numFmt), which SheetJS does not have: by number,
 * a code that shows the same.
 */
export const CHINESE_FORMATS: ReadonlyMap<number, string> = new Map([
  ...[27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, string] => [id, 'yyyy-mm-dd']),
  ...[32, 33, 34, 35, 55, 56].map((id): [number, string] => [id, 'hh:mm:ss']),
])

/** What is shown as it stands: quoted text, the character behind `\`, and what fills or leaves a width. */
const LITERAL = /"[^"]*"|\\.|[_*]./g
const ELAPSED = /\[(?:h+|m+|s+)\]/i
const BRACKETED = /\[[^\]]*\]/g

/**
 * What a number format shows. Only its first section counts: the others are for negative numbers, zero and text. Our own,
 * because SheetJS's `SSF.is_date` tells no date from a time, looks at all sections, and takes `e-0` for a year.
 */
export function formatShows(code: string): Shows {
  const section = code.replace(LITERAL, '').split(';', 1)[0] ?? ''
  if (ELAPSED.test(section)) return 'time'
  const bare = section.replace(BRACKETED, '').toLowerCase()
  if (/general/.test(bare)) return 'number'
  if (/[hs]|am\/pm|a\/p|上午\/下午/.test(bare)) return 'time'
  return /[ydm]|aaa|e(?![+-])/.test(bare) ? 'date' : 'number'
}
