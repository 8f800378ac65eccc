import { fault, type Cleaned, type Content } from './cell.ts'
import { daysOf } from './date.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'

/** GB 11643: the check digit of the first 17 digits of an id. */
export function checkDigit(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] as number)
  return CHECK_DIGITS[sum % 11] as string
}

/**
 * registers.md, Cells, id: 18 characters with the right check digit; each way in which clerks' programs spoil one has its
 * own code, because each has its own way out.
 */
export function cleanId(content: Content): Cleaned {
  if (typeof content === 'object') {
    const digits = String(content.value)
    if (content.shows !== 'number' || !Number.isInteger(content.value)) return fault('id_format')
    if (/e/i.test(digits) || digits.length > 15) return fault('id_precision_lost')
    return fault(digits.length === 15 ? 'id_old_format' : 'id_format')
  }
  const text = content.replace(/\s/g, '').toUpperCase()
  if (/^\d{15}$/.test(text)) return fault('id_old_format')
  if (/^\d+(\.\d+)?E\+?\d+$/.test(text)) return fault('id_precision_lost')
  if (!/^\d{17}[\dX]$/.test(text)) return fault('id_format')
  if (checkDigit(text) !== text[17]) return fault('id_check_digit')
  if (birthDaysOf(text) === null) return fault('id_format')
  return { value: text }
}

/** Days since 1970 of the birth date in an id, or null where there is no such day. */
export function birthDaysOf(id: string): number | null {
  const year = Number(id.slice(6, 10))
  return year < 1900 ? null : daysOf(year, Number(id.slice(10, 12)), Number(id.slice(12, 14)))
}

/** The sex that the 17th digit says: odd is male. */
export function sexOf(id: string): 'male' | 'female' {
  return Number(id[16]) % 2 === 1 ? 'male' : 'female'
}
