import type { Register } from '../../registers/register.ts'
import { civilOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import type { Township } from '../county.ts'
import type { WrittenCell } from './hand.ts'
import type { Column, Style } from './style.ts'
import type { HeaderRows } from './workbook.ts'

/** The name of the workbook that holds all registers of a township. */
export const workbookName = (township: Township): string => `${township.name}留守儿童台账.xlsx`

/** The name of a register's own file: every form holds the register's Chinese or English name (registers.md). */
export function fileName(township: Township, register: Register, style: Style, today: Day): string {
  const { year, month } = civilOf(today)
  const quarter = ['一', '二', '三', '四'][Math.floor((month - 1) / 3)]
  if (style.name === 'gb18030_csv') return `${year}年第${quarter}季度${township.name}${register.zh}(终稿).csv`
  if (style.name === 'utf16_txt') return `${township.name}${register.zh}.txt`
  if (style.name === 'semicolon_csv') return `${year}-${month}_${register.aliases.at(-1) ?? register.zh}.csv`
  if (style.name === 'fullwidth_csv') return `${register.code}.csv`
  return `${register.zh}.csv`
}

/** Whether a file in a township's folder is one that the generator may have written for another export or style. */
export const isExportFile = (name: string, registers: readonly Register[]): boolean =>
  /\.(csv|txt|xlsx)$/.test(name) &&
  (name.includes('留守儿童台账') ||
    registers.some(({ zh, code, aliases }) => [zh, code, ...aliases].some((known) => name.includes(known))))

/** The title rows above the header. */
export function titleRows(township: Township, register: Register, style: Style, today: Day): WrittenCell[][] {
  if (!style.hasTitles) return []
  const { year, month } = civilOf(today)
  return [
    [`${year}年${township.name}${register.zh}`],
    [`填报单位：${township.name}人民政府`, null, `填报日期：${year}年${month}月`],
  ]
}

/** The footers below the last row; `rowCount` is what the clerk counts. */
export const footRows = (style: Style, rowCount: number): WrittenCell[][] =>
  style.hasTitles
    ? [
        ['合计', null, `${rowCount}人`],
        ['填表人：张某', null, '审核人：李某'],
      ]
    : []

// Headings above merged header cells. Each register keeps at least three of its columns outside a group.
const GROUPS: readonly { title: string; holds: (name: string) => boolean }[] = [
  {
    title: '监护人信息',
    holds: (name) => name.startsWith('guardian_') && !name.endsWith('_on') && !name.endsWith('_at'),
  },
  { title: '帮扶人信息', holds: (name) => name === 'carer_phone' || name === 'carer_unit' },
  { title: '告知与报告时间', holds: (name) => /_(notified|reported)_at$/.test(name) },
  { title: '基本信息', holds: (name) => name === 'sex' || name === 'birth_date' },
]

/** The header in one row, or in two where the style groups columns under merged headings. */
export function headerRows(columns: readonly Column[], style: Style): HeaderRows {
  const names: WrittenCell[] = columns.map(({ header }) => header)
  const groups = columns.map(({ field }) => GROUPS.find(({ holds }) => field !== null && holds(field.name))?.title)
  if (!style.hasTwoHeaderRows || groups.every((group) => group === undefined)) return { rows: [names], merges: [] }
  const upper = names.map((name, place) => (groups[place] === undefined ? name : null))
  const lower = names.map((name, place) => (groups[place] === undefined ? null : name))
  const merges = []
  for (let from = 0; from < columns.length;) {
    let to = from
    while (groups[from] !== undefined && groups[to + 1] === groups[from]) to++
    const group = groups[from]
    if (group !== undefined) upper[from] = group
    merges.push({ startRow: 0, startCol: from, endRow: group === undefined ? 1 : 0, endCol: to })
    from = to + 1
  }
  return { rows: [upper, lower], merges }
}
