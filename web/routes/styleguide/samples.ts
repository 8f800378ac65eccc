import type { TrendData } from '$lib/charts/trend.ts'
import type { Status } from '$lib/components/status.ts'
import type { HeatCell, HeatMapData } from '$lib/charts/heat-data.ts'

/** Made-up states for the style guide. Its reader is who builds pages; what stands here is data and not interface. */
export const NOW = '2026-11-24T12:00:00+08:00'
export const TIMEZONE = 'Asia/Shanghai'

const hoursAgo = (hours: number) => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString()
const minutesAgo = (minutes: number) => hoursAgo(minutes / 60)

export const COLOURS = ['paper', 'card', 'ink', 'soft', 'line', 'accent', 'met', 'late', 'missed', 'pending'] as const
export const SIZES = [12, 14, 16, 20, 28, 40] as const
export const STATUSES: Status[] = ['met', 'late', 'missed', 'ahead', 'pending']

export const FIGURES = [
  { state: '多', label: '建档', met: 1204, closed: 1260, rate: 0.9556, low: 0.942725, high: 0.965617, target: 1 },
  {
    state: '有变化',
    label: '月谈心',
    met: 5102,
    closed: 6010,
    rate: 0.8489,
    low: 0.8396,
    high: 0.8578,
    target: 0.95,
    ahead: 320,
    pending: 410,
    change: { difference: 0.018, since: '上季' },
  },
  {
    state: '少于十',
    label: '30 分钟告知监护人',
    met: 5,
    closed: 7,
    rate: 5 / 7,
    low: 0.358933,
    high: 0.917796,
    target: 1,
  },
  { state: '达到目标', label: '免疫', met: 980, closed: 1000, rate: 0.98, low: 0.969, high: 0.987, target: 0.95 },
  {
    state: '没有到期',
    label: '三个一',
    met: 0,
    closed: 0,
    rate: null,
    low: null,
    high: null,
    target: 1,
    ahead: 12,
    pending: 88,
  },
  { state: '没有应办', label: '2 小时上报', met: 0, closed: 0, rate: null, low: null, high: null, target: 1 },
]

export const CLOCKS = [
  { label: '告知监护人', state: 'met', occurredAt: minutesAgo(50), dueAt: minutesAgo(20), doneAt: minutesAgo(32) },
  { label: '告知家长', state: 'pending', occurredAt: minutesAgo(48), dueAt: minutesAgo(-12), doneAt: null },
  { label: '告知家长', state: 'late', occurredAt: minutesAgo(200), dueAt: minutesAgo(140), doneAt: minutesAgo(102) },
  { label: '上报', state: 'missed', occurredAt: minutesAgo(158), dueAt: minutesAgo(38), doneAt: null },
  { label: '上报', state: 'unknown', occurredAt: minutesAgo(158), dueAt: minutesAgo(38), doneAt: null },
  {
    label: '告知监护人',
    state: 'impossible',
    occurredAt: minutesAgo(60),
    dueAt: minutesAgo(30),
    doneAt: minutesAgo(75),
  },
] as const

export const AGES = [
  { state: '刚到', dataAt: hoursAgo(0) },
  { state: '正常', dataAt: hoursAgo(3.2) },
  { state: '已旧', dataAt: hoursAgo(78), isStale: true, staleSince: hoursAgo(78) },
  { state: '从未', dataAt: null, isStale: true },
]

/** What inspections confirmed: much of it, some by the risk share alone, and nothing checked (nothing is shown). */
export const VERIFICATIONS = [
  {
    state: 'both shares',
    checked: 64,
    confirmed: 51,
    rate: 0.823,
    low: 0.704,
    high: 0.901,
    random_checked: 32,
    random_confirmed: 28,
    random_rate: 0.875,
  },
  {
    state: 'risk share alone',
    checked: 4,
    confirmed: 4,
    rate: 1,
    low: 0.51,
    high: 1,
    random_checked: 0,
    random_confirmed: 0,
    random_rate: null,
  },
  {
    state: 'nothing checked',
    checked: 0,
    confirmed: 0,
    rate: null,
    low: null,
    high: null,
    random_checked: 0,
    random_confirmed: 0,
    random_rate: null,
  },
]

export const INTERVALS = [
  {
    name: '白水乡',
    band: '一组',
    met: 298,
    closed: 512,
    rate: 0.582,
    low: 0.5389,
    high: 0.6239,
    target: 0.95,
    county: 0.846,
  },
  {
    name: '龙泉镇',
    band: '二组',
    met: 517,
    closed: 655,
    rate: 0.7893,
    low: 0.7565,
    high: 0.8188,
    target: 0.95,
    county: 0.846,
  },
  {
    name: '云台乡',
    band: '二组',
    met: 5,
    closed: 6,
    rate: 0.8333,
    low: 0.4365,
    high: 0.9699,
    target: 0.95,
    county: 0.846,
  },
  {
    name: '青石镇',
    band: '三组',
    met: 714,
    closed: 742,
    rate: 0.9623,
    low: 0.946,
    high: 0.9738,
    target: 0.95,
    county: 0.846,
  },
]

const cell = (
  unit: string,
  duty: string,
  [met, closed]: [number, number],
  [low, high]: [number, number],
  target = 1,
): HeatCell => ({
  unit,
  duty,
  met,
  closed,
  rate: closed === 0 ? null : met / closed,
  low: closed === 0 ? null : low,
  high: closed === 0 ? null : high,
  target,
  title: `${unit} ${duty} ${met}/${closed}`,
  href: `/api/subjects?unit=${unit}`,
})

/** Every kind of cell: each step, hatched, nothing judged yet, nothing owed. */
export const HEAT: HeatMapData = {
  units: [
    { id: 'all', name: '全县', isTotal: true, isStale: false },
    { id: '01', name: '青石镇', isTotal: false, isStale: false },
    { id: '02', name: '白水乡', isTotal: false, isStale: true },
  ],
  columns: ['a', 'b', 'c', 'd'].map((duty, index) => ({
    duty,
    name: ['建档', '月谈心', '30 分钟告知监护人', '2 小时上报'][index] ?? '',
    group: index < 2 ? '日常' : '突发事件',
    target: '目标 100%',
  })),
  cells: [
    cell('all', 'a', [1254, 1260], [0.9896, 0.9978]),
    cell('all', 'b', [58_120, 64_000], [0.9058, 0.9103]),
    cell('all', 'c', [10, 14], [0.4535, 0.8828]),
    cell('01', 'a', [742, 742], [0.9949, 1]),
    cell('01', 'b', [4230, 4452], [0.9433, 0.9561]),
    cell('01', 'c', [9, 10], [0.5958, 0.9821]),
    cell('01', 'd', [0, 0], [0, 0]),
    cell('02', 'a', [505, 512], [0.9721, 0.9934]),
    cell('02', 'b', [1789, 3072], [0.5648, 0.5997]),
    cell('02', 'c', [3, 3], [0.4385, 1]),
  ],
}

export interface SampleRow {
  unit: string
  met: number
  closed: number
  rate: number | null
}

export const TABLE: SampleRow[] = [
  { unit: '青石镇', met: 4340, closed: 4452, rate: 0.9748 },
  { unit: '白水乡', met: 1789, closed: 3072, rate: 0.5824 },
  { unit: '石桥乡', met: 0, closed: 0, rate: null },
  { unit: '云台乡', met: 5, closed: 6, rate: 0.8333 },
]

/** How many townships brought something, by day. */
export const BATCHES: Record<string, number> = { '2026-11-02': 12, '2026-11-16': 3, '2026-11-24': 11 }

/** A talk's year: rates around their mean, one month beyond the limits. */
export const TREND: TrendData = {
  points: [0.94, 0.95, 0.93, 0.96, 0.71, 0.95, 0.94].map((rate, index) => ({
    period: `2026-${String(index + 3).padStart(2, '0')}`,
    label: `${index + 3}`,
    met: Math.round(rate * 640),
    closed: 640,
    rate,
    low: rate - 0.02,
    high: rate + 0.02,
    signal: index === 4 ? '△' : null,
  })),
  target: { at: 1, name: '100%' },
  limits: { mean: { at: 0.92, name: '92%' }, bounds: [{ at: 0.85, name: '85%' }] },
}
