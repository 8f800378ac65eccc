import type { Field } from '../../registers/register.ts'
import { civilOf, clockTime, dayOfMinute, isoDate, MINUTES_A_DAY, serialOfDay } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Value } from '../row.ts'

/** A cell as it is written: text, a workbook's number, date, formula or error, a boolean, or nothing. */
export type WrittenCell = string | boolean | null | WrittenNumber | { error: string }

export interface WrittenNumber {
  number: number
  /** What the cell's format shows. */
  shows: 'number' | 'date' | 'time'
  formula?: string
}

export type DateHabit = 'iso' | 'dotted' | 'slashed' | 'chinese' | 'compact'

/** How a township's clerk writes. Every form is one that registers.md, Cells, accepts: it changes no figure. */
export interface Hand {
  /** How often the clerk departs from the plain form: 0 never, 1 as often as in the samples. */
  noise: number
  dates: DateHabit
  /** Words from the synonyms, odd dates, spaces: 0 keeps to the first spelling. */
  isFree: boolean
  /** `'99…`, so that Excel keeps the digits. */
  apostrophes: boolean
  isWorkbook: boolean
}

export const PLAIN_HAND: Hand = { noise: 0, dates: 'iso', isFree: false, apostrophes: false, isWorkbook: false }

const EMPTIES = ['/', '—', '-', '无', '暂无', 'N/A', ' '] as const
const DATE_HABITS: readonly [DateHabit, ...DateHabit[]] = ['iso', 'dotted', 'slashed', 'chinese', 'compact']
const YES = ['是', '有', '√', '✓', 'Y', '1', 'true'] as const
const NO = ['否', '无', '×', '✗', 'N', '0', 'false'] as const
const NUMERALS = ['一', '二', '三', '四'] as const

const fullWidth = (text: string): string =>
  text.replace(/[0-9A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))

/** A day in one of the accepted forms. */
export function dateText(day: Day, habit: DateHabit): string {
  if (habit === 'iso') return isoDate(day)
  const { year, month, day: date } = civilOf(day)
  if (habit === 'dotted') return `${year}.${month}.${date}`
  if (habit === 'slashed') return `${year}/${month}/${date}`
  if (habit === 'chinese') return `${year}年${month}月${date}日`
  return isoDate(day).replaceAll('-', '')
}

function writeDate(day: Day, hand: Hand, random: Random): WrittenCell {
  const isOdd = hand.isFree && random.chance(0.06 * hand.noise)
  // The samples' workbook holds most dates as date cells and some as text.
  if (hand.isWorkbook && !isOdd && random.chance(1 - 0.25 * hand.noise))
    return { number: serialOfDay(day), shows: 'date' }
  if (!isOdd) return dateText(day, hand.dates)
  const form = random.integer(0, 5)
  if (form === 0) return String(serialOfDay(day))
  if (form === 1) return `${isoDate(day)} 00:00:00`
  return dateText(day, random.pick(DATE_HABITS))
}

function writeDatetime(minute: number, hand: Hand, random: Random): WrittenCell {
  const day = dayOfMinute(minute)
  const time = clockTime(minute)
  const short = time.replace(/^0/, '')
  const isOdd = hand.isFree && random.chance(0.08 * hand.noise)
  if (hand.isWorkbook && !isOdd)
    return { number: serialOfDay(day) + (minute - day * MINUTES_A_DAY) / MINUTES_A_DAY, shows: 'time' }
  if (!isOdd) return hand.dates === 'iso' ? `${isoDate(day)} ${time}` : `${dateText(day, 'slashed')} ${short}`
  const form = random.integer(0, 3)
  if (form === 0) return `${isoDate(day)}T${time}`
  if (form === 1) return `${dateText(day, 'dotted')} ${time}:00`
  return `${dateText(day, 'chinese')} ${short.replace(':', '时')}分`
}

function writePhone(phone: string, hand: Hand, random: Random): WrittenCell {
  const isMobile = phone.startsWith('1')
  if (!isMobile || !random.chance(0.22 * hand.noise)) return phone
  const parts = [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)]
  const form = random.integer(0, hand.isFree ? 5 : 2)
  if (form === 0) return parts.join('-')
  if (form === 1) return parts.join(' ')
  if (form === 2) return `+86 ${phone}`
  if (form === 3) return `${phone}、0512-57770000`
  if (form === 4) return hand.isWorkbook ? { number: Number(phone), shows: 'number' } : fullWidth(phone)
  return `${phone}转801`
}

function writeId(id: string, hand: Hand, random: Random): string {
  if (hand.isFree && random.chance(0.03 * hand.noise)) {
    const form = random.integer(0, 3)
    if (form === 0) return `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`
    if (form === 1) return id.toLowerCase()
    if (form === 2) return fullWidth(id)
    return `\t${id}`
  }
  return hand.apostrophes && random.chance(0.35 * hand.noise) ? `'${id}` : id
}

function writeLevel(level: number, hand: Hand, random: Random): WrittenCell {
  if (!hand.isFree || !random.chance(0.5 * hand.noise)) {
    return hand.isWorkbook && random.chance(0.3) ? { number: level, shows: 'number' } : String(level)
  }
  const numeral = NUMERALS[level - 1] ?? '一'
  return random.pick([`${numeral}心`, `${level}心级`, '★'.repeat(level), `${numeral}级`] as const)
}

/** A village with another of its endings, or without (registers.md, census, village). */
function writeVillage(name: string, hand: Hand, random: Random): string {
  if (!hand.isFree || !random.chance(0.25 * hand.noise)) return name
  const isCommunity = name.endsWith('社区')
  const bare = name.replace(/(村|社区)$/, '')
  return bare + random.pick(isCommunity ? (['', '居委会', '社区'] as const) : (['', '村委会', '村'] as const))
}

function writeText(text: string, hand: Hand, random: Random): string {
  if (!hand.isFree || !random.chance(0.02 * hand.noise)) return text
  const form = random.integer(0, 2)
  if (form === 0) return ` ${text}`
  if (form === 1) return `${text}\u3000`
  // A line break inside quotes does not start a new row.
  return text.replace(' ', '\n')
}

function writeChoice(field: Field, code: string, hand: Hand, random: Random): string {
  const spellings = field.choices?.[code]
  if (spellings === undefined) return code
  return hand.isFree && random.chance(0.6 * hand.noise) ? random.pick(spellings) : spellings[0]
}

function writeEmpty(field: Field, hand: Hand, random: Random): WrittenCell {
  const written = random.chance((hand.isFree ? 0.35 : 0.2) * hand.noise) ? random.pick(EMPTIES) : null
  if (written !== null && hand.isWorkbook && random.chance(0.15))
    return { error: random.pick(['#N/A', '#REF!'] as const) }
  // 无 is an answer in these (registers.md, Cells, any).
  const isAnswer = written === '无' && (field.is_none_an_answer === true || field.type === 'yes_no')
  return isAnswer ? null : written
}

/** Writes one meant cell as this hand would. The same `random` gives the same form. */
export function writeCell(field: Field, value: Value, hand: Hand, random: Random): WrittenCell {
  if (value === null) return writeEmpty(field, hand, random)
  if (typeof value === 'number') {
    if (field.type === 'date') return writeDate(value, hand, random)
    if (field.type === 'datetime') return writeDatetime(value, hand, random)
    if (field.type === 'level') return writeLevel(value, hand, random)
    if (hand.isWorkbook) return { number: value, shows: 'number' }
    return hand.isFree && random.chance(0.03 * hand.noise) ? fullWidth(String(value)) : String(value)
  }
  if (field.type === 'id') return writeId(value, hand, random)
  if (field.type === 'phone') return writePhone(value, hand, random)
  if (field.type === 'choice') return writeChoice(field, value, hand, random)
  if (field.type === 'yes_no') {
    const forms = value === 'yes' ? YES : NO
    return hand.isFree && random.chance(0.5 * hand.noise) ? random.pick(forms) : forms[0]
  }
  return field.unit === 'village' ? writeVillage(value, hand, random) : writeText(value, hand, random)
}
