import { REGISTERS } from './index.ts'
import type { Field } from './register.ts'

export interface Finding {
  register: string
  field: string | null
  /** The header as it stands in the file. */
  column: string | null
  row: number
  code: string
}

type Sentence = (column: string, field: Field | undefined) => string

/** What is wrong and what the clerk is to do, one sentence a reason code (look.md, Words). */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  missing_value: (column) => `${column}没有填写，请补填。`,
  bad_date: (column) => `${column}不是有效的日期，请按“2026-09-01”的格式填写。`,
  bad_datetime: (column) => `${column}没有写清日期和时间，请按“2026-09-01 08:30”的格式填写。`,
  bad_number: (column) => `${column}不是数字，请只填数字。`,
  bad_phone: (column) => `${column}不是有效的电话号码，请填 11 位手机号或带区号的座机号。`,
  date_in_future: (column) => `${column}晚于取数当天，请核对日期。`,
  date_order: (column) => `${column}早于开始日期，请核对后改正。`,
  id_old_format: (column) => `${column}是 15 位旧号码，请换成 18 位身份证号。`,
  id_precision_lost: (column) => `${column}被 Excel 改成了数字或科学计数法，末几位已丢失，请把该列设为文本后重新填写。`,
  id_check_digit: (column) => `${column}的校验码不对，号码有误，请对照户口簿或身份证核对。`,
  id_format: (column) => `${column}不是有效的 18 位身份证号，请对照户口簿或身份证核对。`,
  id_mismatch: (column) => `${column}与身份证号不符，已按身份证号处理，请核对哪一个写错了。`,
  unknown_value: (column, field) => `${column}的内容不在可选范围内，请填：${allowed(field)}。`,
  unknown_village: (column) => `${column}不是本乡镇的村（社区），请按村名单填写全称。`,
  unknown_school: (column) => `${column}不在本乡镇的学校名单里，请按学校名单填写全称。`,
  time_order: (column) => `${column}早于事件发生时间，请核对两个时间。`,
  superseded: (column) => `${column}与后面一行相同而内容不同，已以后一行为准，请删去多余的一行。`,
  unknown_column: (column) => `${column}不是台账的列，已忽略；若是已有列的别名，请告诉管理员加入配置。`,
  unknown_child: () => '这名儿童不在任何乡镇的摸底花名册里，请补进花名册或核对身份证号。',
  forgotten_child: () => '这名儿童的身份信息已按要求删除，这一行只计数；请核对是否应从花名册中删去。',
  cross_township_duplicate: () => '这名儿童同时在两个乡镇的花名册里，请两镇核对后只留一处。',
}

/** One Chinese sentence that names the row and column and says what to do. */
export function adviceOn(finding: Finding): string {
  const field = REGISTERS.find((register) => register.code === finding.register)?.fields.find(
    (candidate) => candidate.name === finding.field,
  )
  const column = finding.column ?? field?.headers[0] ?? ''
  const sentence = SENTENCES[finding.code]
  return `第 ${finding.row} 行${sentence ? sentence(column ? `“${column}”` : '', field) : `有问题（${finding.code}）。`}`
}

/** Every code that has a sentence; a test holds the docs to it. */
export const ADVISED_CODES: readonly string[] = Object.keys(SENTENCES)

function allowed(field: Field | undefined): string {
  if (field?.type === 'yes_no') return '是、否'
  if (field?.type === 'level') return '1、2、3、4'
  return Object.values(field?.choices ?? {})
    .map(([shown]) => shown)
    .join('、')
}
