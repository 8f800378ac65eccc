import { dutyCatalogue } from '../../queries/statements.ts'
import type { TodoList } from '../../queries/todo.ts'
import type { XlsxCell, XlsxColumn, XlsxSheet } from './formats/xlsx.ts'

/** A row of a list, opened, as the people who must act need it. */
export interface TodoRow {
  list: TodoList
  township: string
  village: string | null
  school: string | null
  period: string
  incident_id: string | null
  subject: string | null
  name: string | null
  last_four: string | null
  teacher: string | null
  missing: string[]
  due_at: string | null
  days_left: number | null
}

const LIST_TITLES: Readonly<Record<TodoList, string>> = {
  file: '档案未建齐',
  pairing: '未结对',
  key_pairing: '重点儿童缺结对人',
  talk: '谈心未办',
  three_ones: '三个一未办齐',
  incident: '突发事件未告知上报',
  quarter_update: '季度更新未报',
}

const nameOf = (code: string): string | undefined => dutyCatalogue().find((duty) => duty.code === code)?.zh

/** What a list is called: one that is of a single duty by that duty's name. */
export const titleOf = (list: TodoList): string => LIST_TITLES[list] ?? `${nameOf(list) ?? list}未办`

/** What is missing, in the words of the registers' own headers (registers.md). */
const MISSING: Readonly<Record<string, string>> = {
  file: '没有档案',
  parent_name: '家长姓名',
  home_address: '家庭详细地址',
  parent_phone: '家长联系电话',
  work_address: '家长务工单位详细地址',
  work_phone: '家长务工单位联系电话',
  guardian_name: '监护人姓名',
  guardian_occupation: '监护人职业',
  guardian_address: '监护人详细地址',
  guardian_phone: '监护人联系电话',
  guardian_health: '监护人身体状况',
  guardian_age: '监护人年龄',
  pairing: '结对帮扶人',
  cadre: '干部',
  teacher: '教师',
  talk: '班主任谈心',
  visit: '探视',
  call: '亲情电话',
  home_visit: '家访',
  guardian_notified_at: '告知监护人时间',
  parents_notified_at: '告知家长时间',
  education_reported_at: '报告教育部门时间',
  township_reported_at: '报告乡镇时间',
  police_reported_at: '报警时间',
  census: '本季度摸底花名册',
  home_sign: '统一标牌',
  home_place: '固定场所',
  home_equipment: '完善设备',
  home_staff: '人员管理',
  home_files: '儿童档案',
  home_plan: '活动计划',
  home_ledger: '活动台账',
  home_funding: '经费保障',
}

const column = (header: string, width: number, extra: Partial<XlsxColumn> = {}): XlsxColumn => ({
  header,
  width,
  ...extra,
})

const COLUMNS: readonly XlsxColumn[] = [
  column('序号', 6, { type: 'integer' }),
  column('姓名', 10),
  column('身份证后四位', 13),
  column('村(社区)', 14, { isWrapped: true }),
  column('学校', 18, { isWrapped: true }),
  column('上次谈心教师', 13),
  column('期间', 12),
  column('缺什么', 30, { isWrapped: true }),
  column('截止', 17),
  column('还剩天数', 9, { type: 'integer' }),
  column('办理情况', 28, { isWrapped: true }),
]

const cellsOf = (row: TodoRow, index: number): XlsxCell[] => [
  index + 1,
  row.name,
  row.last_four,
  row.village,
  row.school,
  row.teacher,
  row.period === 'state' ? null : row.period,
  [row.incident_id ?? row.subject, row.missing.map((code) => MISSING[code] ?? nameOf(code) ?? code).join('、')]
    .filter(Boolean)
    .join('：'),
  row.due_at === null ? null : row.due_at.slice(0, 16).replace('T', ' '),
  row.days_left,
  null,
]

/** One sheet a list that has rows, with whose it is and as of when; one that says so where nothing is left to do. */
export function todoSheets(
  lists: readonly { list: TodoList; rows: readonly TodoRow[] }[],
  { unit, as_of }: { unit: string; as_of: string },
): XlsxSheet[] {
  const filled = lists.filter(({ rows }) => rows.length > 0)
  const note = `截至 ${as_of.slice(0, 16).replace('T', ' ')}。办理后请在登记册中补录，下次报送即从名单中去掉。`
  if (filled.length === 0) {
    return [{ name: '待办名单', title: `${unit}待办名单`, notes: [note, '没有待办。'], columns: COLUMNS, rows: [] }]
  }
  return filled.map(({ list, rows }) => ({
    name: titleOf(list),
    title: `${unit}：${titleOf(list)}（${rows.length} 条）`,
    notes: [note],
    columns: COLUMNS,
    rows: rows.map(cellsOf),
  }))
}
