import { fault, textOf, type Cleaned, type Content } from './cell.ts'

const MOBILE = /^1\d{10}$/
const LANDLINE = /^0\d{9,11}$/
const SERVICE = /^[48]00\d{7}$/
/** 转 8001, 分机 12, ext. 3, #4 and x5 behind a number. */
const EXTENSION = /(?:转|分机|ext\.?|[x#*])\s*\d{1,6}$/i
/** What may stand between two numbers in one cell. */
const BETWEEN = /[,，、;；/|\n]|或|和/

/** registers.md, Cells, phone: of several numbers in a cell the first good one counts. */
export function cleanPhone(content: Content): Cleaned {
  const text = textOf(content)
  for (const part of [...text.split(BETWEEN), ...text.split(/\s+/)]) {
    const number = phoneIn(part)
    if (number) return { value: number }
  }
  return fault('bad_phone')
}

function phoneIn(text: string): string | null {
  const bare = text.trim().replace(EXTENSION, '')
  const digits = bare.replace(/[\s\-—–()[\]]/g, '').replace(/^(?:\+|00)86/, '')
  if (MOBILE.test(digits) || SERVICE.test(digits)) return digits
  if (LANDLINE.test(digits) && isAreaCode(digits)) return digits
  // an extension after a further dash: 0512-57771076-802
  const shorter = /^(.*\d)\s*[-—–]\s*\d{1,6}$/.exec(bare)
  return shorter ? phoneIn(shorter[1] ?? '') : null
}

/** 010 and 02x are three digits, all others four; 7–8 digits follow. */
function isAreaCode(digits: string): boolean {
  const length = /^0(10|2\d)/.test(digits) ? 3 : 4
  const rest = digits.length - length
  return rest === 7 || rest === 8
}
