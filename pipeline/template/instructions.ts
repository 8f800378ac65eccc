import type { Field, FieldType, Register } from '../registers/register.ts'

/** Rules that hold for every register (registers.md, Reading and Cells), in a clerk's words. */
export const GENERAL_RULES: readonly string[] = [
  '表头不要改名、不要删列；可以调整列的顺序，也可以增加自己的列。',
  '一行只写一条记录；不要合并单元格，不要在数据中间插入小计。',
  '身份证号、电话、编号各列已设为文本格式，请直接填写；从别处复制时选“只粘贴文本”，否则末尾几位会变成 0。',
  '日期写成 2026-09-01 这样的形式；时间写到分钟，如 2026-05-03 14:20。',
  '没有内容的单元格留空；不知道的不要猜。带 * 的列必须填写，空着的行会被退回。',
  '每次导出都要包含全部记录，不是只报新增的；不再有效的记录填结束日期，不要删行。',
  '同一条记录改正以后，请删掉原来写错的那一行。',
]

/** The first spelling of every allowed value, for a drop-down list; null where a cell is free. */
export function allowedValues(field: Field): string[] | null {
  if (field.type === 'choice') return Object.values(field.choices ?? {}).map(([first]) => first)
  if (field.type === 'yes_no') return ['是', '否']
  return field.type === 'level' ? ['1', '2', '3', '4'] : null
}

const WHAT: Record<FieldType, string> = {
  id: '18 位身份证号，末位的 X 大写',
  text: '文字',
  date: '日期',
  datetime: '日期和时间，写到分钟',
  yes_no: '是或否',
  phone: '11 位手机号，或区号加号码；只填一个',
  number: '数字',
  choice: '从下拉列表中选一项',
  level: '从下拉列表中选一级',
}

/** Whether a column must be filled, in a clerk's words. */
export function requirementOf(field: Field): string {
  if (field.required === 'value') return '必填'
  if (field.required === 'column') return '列必须保留，可以空着'
  return field.is_for_completeness === true ? '选填（缺了档案不完整）' : '选填'
}

/** What belongs in a column, with the register's own note. */
export function whatToFill(register: Register, field: Field): string {
  const parts = [WHAT[field.type]]
  if (field.unit === 'village') parts.push('须是本乡镇的村或社区')
  if (field.unit === 'school') parts.push('须是本乡镇的学校，写全称')
  if (field.from_id !== undefined) parts.push('须与身份证号一致')
  const earlier = register.fields.find(({ name }) => name === (field.ends ?? field.not_before))
  if (earlier !== undefined) parts.push(`不早于${earlier.headers[0]}`)
  if (field.note !== undefined) parts.push(field.note)
  return parts.join('；')
}

/** What makes two rows the same record. */
export function keyRule(register: Register): string {
  const names = register.key.map((name) => register.fields.find((field) => field.name === name)?.headers[0] ?? name)
  return `${names.join('、')}相同的是同一条记录，只能有一行。`
}
