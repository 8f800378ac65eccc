import { townshipExports } from '../../../queries/evaluation.ts'
import type { Viewer } from '../../server/viewer.ts'
import { CELL_WORDS } from '../cell-words.ts'
import { columnsOf, type ColumnSpec } from '../columns.ts'
import type { Desk } from '../desk.ts'
import { verifiedOf } from '../inspections/verified.ts'
import type { Words } from '../language.ts'
import type { YearAnswer } from './answer.ts'
import type { EvaluatedYear } from './evaluated-year.ts'
import { shownObjections } from './objections.ts'

/** A table that a year's workbook has beside those of its answer. */
export interface FurtherTable {
  title: Words
  columns: readonly ColumnSpec[]
  rows: Record<string, unknown>[]
}

const words = (zh: string, en: string): Words => ({ zh, en })

/** What their columns are called that no other table has. */
export const FURTHER_WORDS: Readonly<Record<string, Words>> = {
  kind: words('种类', 'Kind'),
  reason: words('事由', 'Reason'),
  evidence: words('依据', 'Evidence'),
  unit_name: words('单位', 'Unit'),
  confirmed: words('证实', 'Confirmed'),
  checked: words('核查', 'Checked'),
  verified: words('核实率', 'Verified'),
  low_95: words('95% 区间下限', 'Low end of the 95% interval'),
  high_95: words('95% 区间上限', 'High end of the 95% interval'),
  made_on: words('提出日期', 'Made on'),
  objection_state: words('处理', 'Decision'),
  decided_on: words('处理日期', 'Decided on'),
  lost_then: words('提出时失分', 'Points lost then'),
  register: words('登记册', 'Register'),
  file: words('文件', 'File'),
  sheet: words('工作表', 'Sheet'),
  read_at: words('读入时刻', 'Read at'),
  accepted: words('读入行', 'Rows read'),
  rejected: words('退回行', 'Rows rejected'),
}

/** What cells say in words. */
export const FURTHER_CELLS: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  kind: {
    entry: words('加分扣分', 'Bonus or deduction'),
    veto: words('一票否决', 'Veto'),
    whole: words('整个得分', 'The whole score'),
    duty: words('职责', 'A duty'),
  },
  register: CELL_WORDS.register ?? {},
  objection_state: {
    made: words('待决定', 'Undecided'),
    upheld: words('成立', 'Upheld'),
    partly: words('部分成立', 'Partly upheld'),
    rejected: words('不成立', 'Rejected'),
    withdrawn: words('已撤回', 'Withdrawn'),
  },
}

interface Asked {
  viewer: Viewer
  isOwn(township: string): boolean
}

/**
 * Bonus, deduction and vetoes, verification rates, objections and exports, each as far as the viewer sees them on the pages; what was
 * written of an objection is read there alone.
 */
export async function furtherTables(
  desk: Desk,
  { results }: EvaluatedYear,
  { answer, viewer, isOwn }: Asked & { answer: YearAnswer },
): Promise<FurtherTable[]> {
  const { year, known_at } = results
  const names = new Map(answer.standings.map(({ township, name }) => [township, name]))
  const dayOf = (instant: string | null | undefined): string | null => instant?.slice(0, 10) ?? null
  const verified = await (await verifiedOf(desk, { as_of: known_at, period: year, duties: undefined })).rows()
  const { rows: objections } = await shownObjections(desk, viewer, year)
  const exports: Record<string, unknown>[] = []
  for (const { township, name } of answer.standings.filter((each) => isOwn(each.township)))
    for (const row of await townshipExports(desk.services.warehouse, { township, known_at, year }))
      exports.push({ ...row, township, name, read_at: String(row.read_at).slice(0, 16).replace('T', ' ') })
  return [
    {
      title: words('加分扣分和一票否决', 'Bonus, deduction, vetoes'),
      columns: [
        ...columnsOf('text', 'township', 'name', 'kind'),
        ...columnsOf('number', 'points'),
        ...columnsOf('text', 'reason', 'evidence'),
      ],
      rows: answer.standings.flatMap(({ township, name, entries, vetoes }) => [
        ...entries.map((entry) => ({ township, name, kind: 'entry', ...entry })),
        ...vetoes.map((veto) => ({ township, name, kind: 'veto', points: null, ...veto })),
      ]),
    },
    {
      title: words('核实率', 'Verification rates'),
      columns: [
        ...columnsOf('text', 'unit_name', 'duty'),
        ...columnsOf('integer', 'confirmed', 'checked'),
        ...columnsOf('rate', 'verified', 'low_95', 'high_95'),
      ],
      rows: verified.map(({ rate, low, high, ...row }) => ({ ...row, verified: rate, low_95: low, high_95: high })),
    },
    {
      title: words('异议', 'Objections'),
      columns: [
        ...columnsOf('text', 'township', 'name', 'kind', 'duty', 'reason', 'made_on'),
        ...columnsOf('number', 'lost_then'),
        ...columnsOf('text', 'objection_state', 'decided_on'),
      ],
      rows: objections.map(({ township, kind, item, about, state, events }) => ({
        ...{ township, name: names.get(township) ?? township, kind, duty: kind === 'duty' ? item : null },
        ...{ reason: about.reason, lost_then: about.lost, objection_state: state },
        made_on: dayOf(events[0]?.happened_at),
        decided_on: events.length > 1 ? dayOf(events.at(-1)?.happened_at) : null,
      })),
    },
    {
      title: words('来自哪些导出', 'Exports'),
      columns: [
        ...columnsOf('text', 'township', 'name', 'register', 'file', 'sheet', 'read_at'),
        ...columnsOf('integer', 'accepted', 'rejected'),
      ],
      rows: exports,
    },
  ]
}
