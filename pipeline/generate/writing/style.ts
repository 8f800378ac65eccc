import type { Field, Register } from '../../registers/register.ts'
import type { County, Township } from '../county.ts'
import { PURPOSE, streamOf } from '../random.ts'
import type { Random } from '../random.ts'
import { PLAIN_HAND } from './hand.ts'
import type { DateHabit, Hand } from './hand.ts'

export const STYLE_NAMES = [
  'tidy_csv',
  'gb18030_csv',
  'workbook',
  'utf16_txt',
  'semicolon_csv',
  'fullwidth_csv',
] as const
export type StyleName = (typeof STYLE_NAMES)[number]

/** How a township's files look. */
export interface Style {
  name: StyleName
  hand: Hand
  /** Title rows above the header, and footers below. */
  hasTitles: boolean
  /** A column 序号, and in a workbook one for remarks. */
  hasSerial: boolean
  isShuffled: boolean
  usesSynonyms: boolean
  hasBlankRows: boolean
  /** Workbooks: group headings above merged cells; villages merged over their rows; the year 1904; serials by formula. */
  hasTwoHeaderRows: boolean
  mergesVillages: boolean
  is1904: boolean
  countsByFormula: boolean
}

export interface Column {
  /** As it stands in the header. */
  header: string
  /** Null: 序号 and 备注信息, which no register knows. */
  field: Field | null
}

/** At most so many children are kept in one workbook; no clerk has larger ones, and no spreadsheet opens them. */
const MOST_CHILDREN_IN_A_WORKBOOK = 10_000

const HABITS: Record<StyleName, DateHabit> = {
  tidy_csv: 'iso',
  gb18030_csv: 'dotted',
  workbook: 'iso',
  utf16_txt: 'slashed',
  semicolon_csv: 'chinese',
  fullwidth_csv: 'compact',
}

// Most untidy townships send what Excel or WPS saves by default.
const UNTIDY = [
  'workbook',
  'utf16_txt',
  'semicolon_csv',
  'gb18030_csv',
  'fullwidth_csv',
  'workbook',
  'gb18030_csv',
] as const

/** The style in which a township writes: tidy everywhere without mess; the first three as in the samples, then mixed. */
export function styleNameOf(county: County, township: Township): StyleName {
  if (county.mess === 0) return 'tidy_csv'
  const random = streamOf(county.seed, PURPOSE.style, township.index)
  const isTidy = !random.chance(Math.min(1, 0.5 + county.mess / 2))
  // In turn rather than drawn: a county of a dozen townships shows every style.
  const drawn = isTidy ? 'tidy_csv' : UNTIDY[Math.max(0, township.index - 3) % UNTIDY.length]
  return STYLE_NAMES.slice(0, 3)[township.index] ?? drawn ?? 'tidy_csv'
}

/** The whole look of a township's files. */
export function styleOf(county: County, township: Township, name = styleNameOf(county, township)): Style {
  const random = streamOf(county.seed, PURPOSE.style, township.index, 1)
  const noise = Math.min(1, county.mess / 0.3)
  const isTidy = name === 'tidy_csv'
  const written = name === 'workbook' && township.childCount > MOST_CHILDREN_IN_A_WORKBOOK ? 'gb18030_csv' : name
  const isWorkbook = written === 'workbook'
  const hand: Hand = {
    noise,
    dates: HABITS[written],
    isFree: !isTidy,
    apostrophes: written === 'gb18030_csv',
    isWorkbook,
  }
  return {
    name: written,
    hand: noise === 0 ? { ...PLAIN_HAND, isWorkbook } : hand,
    hasTitles: isWorkbook || written === 'gb18030_csv' || written === 'utf16_txt',
    hasSerial: !isTidy,
    isShuffled: written === 'gb18030_csv' || written === 'fullwidth_csv',
    usesSynonyms: !isTidy && !isWorkbook,
    hasBlankRows: !isTidy && noise > 0,
    hasTwoHeaderRows: isWorkbook && random.chance(0.5),
    mergesVillages: isWorkbook,
    is1904: isWorkbook && random.chance(0.25),
    countsByFormula: isWorkbook && random.chance(0.4),
  }
}

function headerOf(field: Field, style: Style, random: Random): string {
  const header = style.usesSynonyms && random.chance(0.55) ? random.pick(field.headers) : field.headers[0]
  if (style.name === 'tidy_csv') return header
  const form = random.unit()
  // registers.md, Reading, header text: spaces, stars and a bracketed note at the end are not part of a name.
  if (form < 0.12 && header.length === 2) return `${header.charAt(0)} ${header.charAt(1)}`
  if (form < 0.2 && field.required === 'value') return `${header}（必填）`
  if (form < 0.26) return `${header}*`
  return header
}

/** The columns of a register in this township's files; the same in every export. */
export function columnsOf(county: County, township: Township, register: Register, style: Style): Column[] {
  const salt = [...register.code].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7)
  const random = streamOf(county.seed, PURPOSE.style, township.index, 2, salt)
  const present = register.fields.filter(({ name }) => !township.absentColumns.has(`${register.code}.${name}`))
  const columns = present.map((field): Column => ({ header: headerOf(field, style, random), field }))
  const ordered = style.isShuffled ? random.shuffle(columns) : columns
  if (!style.hasSerial) return ordered
  const remarks: Column[] = style.name === 'workbook' ? [{ header: '备注信息', field: null }] : []
  return [{ header: '序号', field: null }, ...ordered, ...remarks]
}
