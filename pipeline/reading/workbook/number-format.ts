import type { NumberCell } from '../table.ts'

type Shows = NumberCell['shows']

/**
 * What the built-in formats show (ECMA-376 part 1, 18.8.30, numFmt; 27–36 and 50–58 as in Chinese editions). Those that
 * are not named here show numbers or text.
 */
const BUILT_IN: ReadonlyMap<number, Shows> = new Map([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, Shows] => [id, 'date']),
  ...[18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id): [number, Shows] => [id, 'time']),
])

/** What is shown as it stands: quoted text, the character behind `\`, and what fills or leaves a width. */
const LITERAL = /"[^"]*"|\\.|[_*]./g
const ELAPSED = /\[(?:h+|m+|s+)\]/i
const BRACKETED = /\[[^\]]*\]/g

/** What a number format shows. Only its first section counts: the others are for negative numbers, zero and text. */
export function formatShows(code: string): Shows {
  const section = code.replace(LITERAL, '').split(';', 1)[0] ?? ''
  if (ELAPSED.test(section)) return 'time'
  const bare = section.replace(BRACKETED, '').toLowerCase()
  if (/general/.test(bare)) return 'number'
  if (/[hs]|am\/pm|a\/p|上午\/下午/.test(bare)) return 'time'
  return /[ydm]|aaa|e(?![+-])/.test(bare) ? 'date' : 'number'
}

/** What a number format of a workbook shows; its own formats come before those that are built in. */
export function numberFormatShows(id: number, own: ReadonlyMap<number, string>): Shows {
  const code = own.get(id)
  return code === undefined ? (BUILT_IN.get(id) ?? 'number') : formatShows(code)
}
