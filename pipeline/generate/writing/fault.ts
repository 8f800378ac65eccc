import type { Field, Register } from '../../registers/register.ts'
import { civilOf, isoDate } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { checkCharacter } from '../identity-number.ts'
import type { Random } from '../random.ts'
import type { ExportRow, Value } from '../row.ts'
import type { Hand, WrittenCell } from './hand.ts'

/** What can be wrong with a row so that it is not accepted (registers.md, Cells, and the rules on double keys). */
export type RowFault =
  | 'missing_value'
  | 'id_old_format'
  | 'id_precision_lost'
  | 'id_check_digit'
  | 'id_format'
  | 'bad_date'
  | 'bad_datetime'
  | 'date_in_future'
  | 'unknown_value'
  | 'superseded'
  | 'duplicate'

const OF_A_REQUIRED: Partial<Record<Field['type'], readonly RowFault[]>> = {
  id: ['id_old_format', 'id_precision_lost', 'id_check_digit', 'id_format'],
  date: ['bad_date', 'date_in_future'],
  datetime: ['bad_datetime', 'date_in_future'],
  choice: ['unknown_value'],
}

/** Every fault that a row of this register can have, with the fields in which it can sit. */
export function rowFaultsOf(register: Register): Map<RowFault, Field[]> {
  const faults = new Map<RowFault, Field[]>()
  for (const field of register.fields) {
    if (field.required !== 'value') continue
    for (const fault of ['missing_value', ...(OF_A_REQUIRED[field.type] ?? [])] as const) {
      faults.set(fault, [...(faults.get(fault) ?? []), field])
    }
  }
  faults.set(
    'superseded',
    register.fields.filter((field) => isAlterable(register, field)),
  )
  faults.set('duplicate', [])
  return faults
}

const isAlterable = (register: Register, { name, type, required }: Field): boolean =>
  required === 'value' && !register.key.includes(name) && (type === 'choice' || type === 'date')

/** The row with one cell changed to another good value: an earlier state that the clerk forgot to delete. */
export function alteredRow(row: ExportRow, field: Field, random: Random): ExportRow {
  const value = row.values[field.name]
  const others = Object.keys(field.choices ?? {}).filter((code) => code !== value)
  const altered = typeof value === 'number' ? value - 30 : (random.pick(others) ?? null)
  return { key: row.key, values: { ...row.values, [field.name]: altered } }
}

const futureDay = (today: Day): string => `${civilOf(today).year + 5}-01-01`

function wrongDigit(id: string, random: Random): string {
  const last = id.charAt(17)
  const wrong = [...'0123456789X'].filter((character) => character !== last)
  return id.slice(0, 17) + (random.pick(wrong) ?? '0')
}

/** A cell with this fault in place of a good value. */
export function faultyCell(
  fault: RowFault,
  field: Field,
  value: Value,
  today: Day,
  hand: Hand,
  random: Random,
): WrittenCell {
  const id = String(value)
  switch (fault) {
    case 'missing_value':
      return random.pick([null, '/', '—'] as const)
    case 'id_old_format':
      return id.slice(0, 6) + id.slice(8, 17)
    case 'id_precision_lost':
      return hand.isWorkbook
        ? { number: Math.floor(Number(id.slice(0, 15))) * 1000, shows: 'number' }
        : `${id.charAt(0)}.${id.slice(1, 6)}E+17`
    case 'id_check_digit':
      return wrongDigit(id, random)
    case 'id_format':
      return random.pick([id.slice(0, 16), `${id}0`, '不详', impossibleBirth(id)] as const)
    case 'bad_date':
      return random.pick(['2026-02-30', '2025年13月1日', '去年春节', '2026.9'] as const)
    case 'bad_datetime':
      return random.pick([isoDate(today - 40), `${isoDate(today - 40)} 25:10`, '下午三点'] as const)
    case 'date_in_future':
      return field.type === 'datetime' ? `${futureDay(today)} 08:00` : futureDay(today)
    case 'unknown_value':
      return random.pick(['待定', '其它情况', '见附件'] as const)
    case 'superseded':
    case 'duplicate':
      return null
  }
}

/** The thirteenth month, with a check digit that is right. */
function impossibleBirth(id: string): string {
  const first17 = `${id.slice(0, 10)}1332${id.slice(14, 17)}`
  return first17 + checkCharacter(first17)
}

export interface SideFault {
  field: Field
  code: string
  cell: WrittenCell
}

/**
 * What can be wrong in a side cell of this row without changing what is known: a bad text where nothing is known anyway,
 * or a sex or birth date that the identity number sets right. One of them, or null.
 */
export function sideFaultOf(register: Register, row: ExportRow, today: Day, random: Random): SideFault | null {
  const faults = register.fields.flatMap((field) => sideFaultsIn(field, row, today))
  return random.pick(faults) ?? null
}

function sideFaultsIn(field: Field, row: ExportRow, today: Day): SideFault[] {
  const value = row.values[field.name] ?? null
  if (field.required === 'value') return []
  const one = (code: string, cell: string): SideFault => ({ field, code, cell })
  if (field.from_id === 'sex') return [one('id_mismatch', value === 'male' ? '女' : '男'), one('unknown_value', '儿子')]
  if (field.from_id === 'birth_date' && typeof value === 'number')
    return [one('id_mismatch', isoDate(value + 1)), one('bad_date', '2015-02-31')]
  if (value !== null) return []
  if (field.unit === 'village') return [one('unknown_village', '外县某村')]
  if (field.unit === 'school') return [one('unknown_school', '县职业高级中学')]
  if (field.type === 'phone') return [one('bad_phone', '12345'), one('bad_phone', '停机')]
  if (field.type === 'number') return [one('bad_number', '六十多')]
  if (field.type === 'datetime') return [one('bad_datetime', isoDate(today - 1)), one('bad_datetime', '当天下午')]
  if (field.type === 'date') {
    const start = field.ends === undefined ? undefined : row.values[field.ends]
    const order =
      typeof start === 'number' ? [one('date_order', isoDate(start - 20))] : [one('date_in_future', futureDay(today))]
    return [one('bad_date', '春节前后'), ...order]
  }
  if (field.type === 'choice' || field.type === 'yes_no') return [one('unknown_value', '不详')]
  if (field.type === 'level') return [one('unknown_value', '高'), one('unknown_value', '5')]
  return []
}
