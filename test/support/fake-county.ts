import type { Duty, RegisterHealth, SummaryRow, TownshipHealth } from '../../web/server/answers.ts'
import { wilson } from './wilson.ts'

/** A made-up county of twelve townships, believable enough to judge a page by; always the same. */
export const COUNTY = { code: '990001', name: '青川示范县', timezone: 'Asia/Shanghai' }
export const NOW = '2026-11-24T12:00:00+08:00'

export const DUTIES: Duty[] = [
  duty(
    'file',
    '建档',
    'Child’s file',
    'coverage',
    'child',
    'state',
    '每名在册留守儿童都应有一份十一项联系信息齐全的儿童档案。',
  ),
  duty('pairing', '结对', 'Pairing', 'pairing', 'child', 'state', '每名在册留守儿童都应有一名正在结对帮扶的成年人。'),
  duty(
    'key_pairing',
    '重点二对一',
    'Two carers for a child of special concern',
    'pairing',
    'child',
    'state',
    '每名四心级儿童都应同时有一名干部和一名教师正在结对帮扶。',
  ),
  duty(
    'talk',
    '月谈心',
    'Monthly talk with the class teacher',
    'talk',
    'child',
    'month',
    '在校月份里，班主任每月应与每名留守儿童谈心至少一次。',
  ),
  duty(
    'three_ones',
    '三个一',
    'A visit, a call and a home visit in the semester',
    'talk',
    'child',
    'semester',
    '每学期应对每名留守儿童各有一次探视、一次亲情电话和一次家访。',
  ),
  duty(
    'notify_guardian',
    '30 分钟告知监护人',
    'Guardian told within 30 minutes',
    'escalation',
    'incident',
    'month',
    '突发事件发生后 30 分钟内应告知监护人。',
  ),
  duty(
    'notify_parents',
    '1 小时告知家长',
    'Parents told within 1 hour',
    'escalation',
    'incident',
    'month',
    '突发事件发生后 1 小时内应告知家长。',
  ),
  duty(
    'report_authority',
    '2 小时上报',
    'Authorities told within 2 hours',
    'escalation',
    'incident',
    'month',
    '突发事件发生后 2 小时内应既报告教育部门又报告乡镇。',
  ),
  duty(
    'quarter_update',
    '季度更新',
    'Quarterly update of the census',
    'coverage',
    'township',
    'quarter',
    '每季度最后一个月的 1 日至 15 日，各乡镇应报送新的摸底花名册。',
  ),
]

function duty(
  code: string,
  zh: string,
  en: string,
  family: Duty['family'],
  subject: string,
  period: string,
  sentence: string,
): Duty {
  return {
    code,
    zh,
    en,
    family,
    subject,
    period,
    target: 1,
    source: '国发〔2016〕13 号；duties.md',
    sentence,
    sentence_en: `${en}.`,
    source_en: 'Guofa [2016] 13; duties.md',
  }
}

/** Name, children, how well it keeps its duties (0 to 1), incidents of the year. */
const TOWNSHIPS: [name: string, children: number, care: number, incidents: number][] = [
  ['青石镇', 742, 0.95, 9],
  ['高桥镇', 688, 0.91, 7],
  ['黑石乡', 415, 0.83, 4],
  ['白水乡', 512, 0.58, 6],
  ['松岭镇', 603, 0.88, 5],
  ['柳林镇', 571, 0.93, 8],
  ['桃园乡', 298, 0.9, 2],
  ['龙泉镇', 655, 0.79, 11],
  ['石桥乡', 342, 0.86, 0],
  ['云台乡', 187, 0.97, 1],
  ['大坪镇', 529, 0.72, 5],
  ['双河乡', 458, 0.89, 3],
]

/** A small generator with a seed (mulberry32): the county is the same in every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Counts = Pick<SummaryRow, 'met' | 'late' | 'missed' | 'ahead' | 'pending'>

function countsOf(
  code: string,
  children: number,
  care: number,
  incidents: number,
  random: () => number,
): Counts | null {
  const split = (owed: number, rate: number, lateShare: number): Counts => {
    const met = Math.min(owed, Math.round(owed * Math.min(1, Math.max(0, rate + (random() - 0.5) * 0.06))))
    const late = Math.round((owed - met) * lateShare)
    return { met, late, missed: owed - met - late, ahead: 0, pending: 0 }
  }
  if (code === 'file') return split(children, 0.5 + care / 2, 0)
  if (code === 'pairing') return split(children, 0.55 + care * 0.46, 0)
  if (code === 'key_pairing') return split(Math.round(children * 0.03), care - 0.12, 0)
  if (code === 'talk') {
    const ahead = Math.round(children * care * 0.6)
    return { ...split(children * 6, care, 0), ahead, pending: children - ahead }
  }
  if (code === 'three_ones') {
    const ahead = Math.round(children * care * 0.4)
    return { ...split(children, care - 0.18, 0), ahead, pending: children - ahead }
  }
  if (code === 'quarter_update') return { ...split(3, care + 0.08, 1), pending: 0 }
  if (incidents === 0) return null
  return split(incidents, code === 'notify_guardian' ? care - 0.05 : care - 0.15, 0.6)
}

const row = (level: 'county' | 'township', id: string, name: string, code: string, counts: Counts): SummaryRow => {
  const target = DUTIES.find((each) => each.code === code)?.target ?? null
  const period = ['file', 'pairing', 'key_pairing'].includes(code) ? 'state' : '2026'
  const closed = counts.met + counts.late + counts.missed
  return { level, unit_id: id, unit_name: name, duty: code, period, ...counts, ...wilson(counts.met, closed), target }
}

const townshipId = (index: number) => String(index + 1).padStart(2, '0')

/** The township rows, in the order of the API: by duty, then by unit. `better` more of the talks were held. */
export function townshipRows(better = 0): SummaryRow[] {
  const random = generator(20261124)
  const counts = TOWNSHIPS.map(([, children, care, incidents]) =>
    DUTIES.map(({ code }) => countsOf(code, children, care, incidents, random)),
  )
  return DUTIES.flatMap(({ code }, d) =>
    TOWNSHIPS.flatMap(([name], t) => {
      const found = counts[t]?.[d]
      if (!found) return []
      const moved = code === 'talk' ? Math.min(better, found.missed) : 0
      return [
        row('township', townshipId(t), name, code, { ...found, met: found.met + moved, missed: found.missed - moved }),
      ]
    }),
  )
}

/** The township rows of a month ago: 高桥镇 had more of its children paired, which no chance explains. */
export function earlierTownshipRows(): SummaryRow[] {
  return townshipRows().map((each) =>
    each.duty === 'pairing' && each.unit_id === '02'
      ? row('township', each.unit_id, each.unit_name, each.duty, { ...each, met: each.met + each.missed, missed: 0 })
      : each,
  )
}

/** The county's rows: the townships' sums. */
export function countyRows(better = 0): SummaryRow[] {
  const rows = townshipRows(better)
  const sum = (code: string, key: keyof Counts) =>
    rows.filter((each) => each.duty === code).reduce((total, each) => total + each[key], 0)
  return DUTIES.map(({ code }) =>
    row('county', COUNTY.code, COUNTY.name, code, {
      met: sum(code, 'met'),
      late: sum(code, 'late'),
      missed: sum(code, 'missed'),
      ahead: sum(code, 'ahead'),
      pending: sum(code, 'pending'),
    }),
  )
}

const REGISTERS = ['census', 'files', 'pairings', 'contacts', 'incidents']

/** One township fell silent three days ago; one register of another is held, one of a third refused. */
export function townshipHealth(now: string): TownshipHealth[] {
  const before = (hours: number) => new Date(Date.parse(now) - hours * 3_600_000).toISOString()
  return TOWNSHIPS.map(([name], index) => {
    const id = townshipId(index)
    const at = before(id === '04' ? 78.2 : 0.3 + index * 0.42)
    const stateOf = (register: string): RegisterHealth['state'] => {
      if (id === '04') return 'absent'
      if (id === '05' && register === 'files') return 'held'
      return id === '09' && register === 'contacts' ? 'refused' : 'loaded'
    }
    const registers = REGISTERS.map((register) => {
      const state = stateOf(register)
      return { register, state, data_at: at, is_stale: state !== 'loaded' }
    })
    const odd = registers.find((register) => register.is_stale)
    const isStale = odd !== undefined
    return {
      id,
      name,
      data_at: at,
      pulled_at: at,
      state: odd?.state ?? 'loaded',
      is_stale: isStale,
      stale_since: isStale ? at : null,
      registers,
    }
  })
}
