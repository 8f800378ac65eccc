import { EMPTY, fault, normalizeText, textOf, type Cleaned, type Content } from './cell.ts'

const compact = (text: string): string => normalizeText(text).replace(/\s/g, '').toLowerCase()

const YES = new Set(['是', '有', '√', '✓', 'y', '1', 'true'])
const NO = new Set(['否', '无', '×', '✗', 'n', '0', 'false'])

/** registers.md, Cells, yes/no; `无` is *no* here and not an empty cell. */
export function cleanYesNo(content: Content): Cleaned {
  const text = compact(textOf(content))
  if (YES.has(text)) return { value: true }
  return NO.has(text) ? { value: false } : fault('unknown_value')
}

/** A cleaner for the listed values and their synonyms. */
export function choiceCleaner(choices: Readonly<Record<string, readonly string[]>>): (content: Content) => Cleaned {
  const codes = new Map<string, Cleaned>()
  for (const [code, spellings] of Object.entries(choices)) {
    for (const spelling of [code, ...spellings]) codes.set(compact(spelling), { value: code })
  }
  return (content) => codes.get(compact(textOf(content))) ?? fault('unknown_value')
}

const LEVELS: Readonly<Record<string, number>> = { '1': 1, '2': 2, '3': 3, '4': 4, 一: 1, 二: 2, 三: 3, 四: 4 }

/** registers.md, census, care_level: 1–4, also 四心, 4心级, ★★★★, 四级. */
export function cleanLevel(content: Content): Cleaned {
  const text = compact(textOf(content))
  if (text === '') return EMPTY
  if (/^★{1,4}$/.test(text)) return { value: text.length }
  const level = LEVELS[text.replace(/(心级|级|心)$/, '')]
  return level === undefined ? fault('unknown_value') : { value: level }
}

/** registers.md, Cells, number: thousands separators are dropped. */
export function cleanNumber(content: Content): Cleaned {
  if (typeof content === 'object') return content.shows === 'number' ? { value: content.value } : fault('bad_number')
  const text = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(content) ? content.replaceAll(',', '') : content
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? { value: Number(text) } : fault('bad_number')
}
