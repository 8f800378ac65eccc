import type { NumberCell } from '../../reading/table.ts'
import { fault, type Cleaned, type Content } from './cell.ts'

const DAY_MS = 86_400_000

/** Excel's serial of 1970-01-01 in the 1900 system. */
const EPOCH_SERIAL = 25569
const FIRST_SERIAL = 20_000
const LAST_SERIAL = 80_000
/** 9999-12-31; a date cell beyond it holds `20260901` typed as a number. */
const LAST_DATE_SERIAL = 2_958_465

/** Days since 1970 of a calendar day, or null where there is no such day. */
export function daysOf(year: number, month: number, day: number): number | null {
  const time = Date.UTC(year, month - 1, day)
  const date = new Date(time)
  if (year < 1000 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return time / DAY_MS
}

const SEPARATED =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(.*)$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)(.*)$/
const SERIAL = /^(\d{5})(\.\d+)?$/
const TIME = /^T?\s*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?|[时点](?:(\d{1,2})分?(?:(\d{1,2})秒?)?)?)$/

interface Parts {
  days: number
  /** Seconds of the day; null where no time is given. */
  seconds: number | null
}

/**
 * registers.md, Cells, date and datetime. White space around the parts of a date (`2026 年 9 月 1 日`) does not matter.
 * Answers null where the text is no date, or the time behind it is no time.
 */
export function parseMoment(text: string): Parts | null {
  const serial = SERIAL.exec(text)
  if (serial) return fromSerial(Number(text))
  const spaced = text.replace(/\s*([年月日./-])\s*/g, (_, sign: string) => (sign === '日' ? '日 ' : sign)).trim()
  const separated = SEPARATED.exec(spaced)
  if (separated) {
    const [, year, ...rest] = separated
    const numbers = rest.slice(0, 8).filter((part) => part !== undefined)
    return withTime(daysOf(Number(year), Number(numbers[0]), Number(numbers[1])), separated[10] ?? '')
  }
  const compact = COMPACT.exec(text)
  return compact ? withTime(daysOf(Number(compact[1]), Number(compact[2]), Number(compact[3])), compact[4] ?? '') : null
}

function withTime(days: number | null, rest: string): Parts | null {
  if (days === null) return null
  const text = rest.trim()
  if (text === '') return { days, seconds: null }
  // 2026-9-123 is no date, and no 2026-9-12 with a time behind it
  if (/^\d/.test(rest)) return null
  const match = TIME.exec(text)
  if (!match) return null
  const hour = Number(match[1])
  const minute = Number(match[2] ?? match[4] ?? 0)
  const second = Number(match[3] ?? match[5] ?? 0)
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second > 0)) return null
  return { days, seconds: hour * 3600 + minute * 60 + second }
}

function fromSerial(value: number): Parts | null {
  if (value < FIRST_SERIAL || value >= LAST_SERIAL + 1) return null
  const whole = Math.floor(value)
  const seconds = Math.round((value - whole) * 86_400)
  return { days: whole - EPOCH_SERIAL, seconds: value === whole ? null : seconds }
}

/** A date: days since 1970. A time behind it is dropped. */
export function cleanDate(content: Content): Cleaned {
  if (typeof content === 'object') return cleanDateNumber(content)
  const parts = parseMoment(content)
  return parts ? { value: parts.days } : fault('bad_date')
}

function cleanDateNumber({ value, shows, as_serial = value }: NumberCell): Cleaned {
  if (shows !== 'number' && value <= LAST_DATE_SERIAL) {
    return value >= 1 ? { value: Math.floor(value) - EPOCH_SERIAL } : fault('bad_date')
  }
  // a number of more digits than a serial has is `20260901`, in a 1904 workbook too
  const isSerial = value < 100_000 || !Number.isInteger(value)
  const parts = isSerial ? fromSerial(as_serial) : parseMoment(String(value))
  return parts ? { value: parts.days } : fault('bad_date')
}

/** A datetime: seconds since 1970 in local time. A date without a time is no datetime. */
export function cleanDatetime(content: Content): Cleaned {
  if (typeof content === 'object') {
    const serial = content.as_serial ?? content.value
    const hasTime = content.shows === 'time' || !Number.isInteger(serial)
    const isInRange = content.shows !== 'number' || (serial >= FIRST_SERIAL && serial < LAST_SERIAL + 1)
    if (!hasTime || !isInRange || serial < 1) return fault('bad_datetime')
    return { value: Math.round((serial - EPOCH_SERIAL) * 86_400) }
  }
  const parts = parseMoment(content)
  return parts && parts.seconds !== null ? { value: parts.days * 86_400 + parts.seconds } : fault('bad_datetime')
}
