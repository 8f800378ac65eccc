import type { PeriodRow } from '../../queries/comparison.ts'
import type { Level, SummaryRow } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { funnelAround, pooledRate, type Funnel } from '../lib/statistics/funnel.ts'
import { DRAWS, type ClusterCell, type RankRange } from '../lib/statistics/rank-bands.ts'
import { SEED } from './comparison-parts.ts'
import type { Desk } from './desk.ts'
import { seriesOf } from './series.ts'

/** More units than these are not ranked against each other: bands of so many say nothing, and cost a second. */
export const RANKED_UNITS = 120

export interface ComparisonAsked {
  as_of: string
  period: string
  duty: string
  level: Level
  within?: string
}

/** Everything of one comparison: the funnel, and a row a unit. */
export async function compare(desk: Desk, asked: ComparisonAsked) {
  const { as_of, period, duty, level, within } = asked
  const isState = dutyCatalogue().find(({ code }) => code === duty)?.period === 'state'
  const rows = await desk.summaries.rows({
    as_of,
    period,
    levels: [level],
    duties: [duty],
    unit: within,
    is_within: within !== undefined,
  })
  const [histograms, series] = [
    await desk.comparisons.clusters({ as_of, period, duty, level, within }),
    await seriesOf(desk, { as_of, duty, level, within }, isState),
  ]
  const cells = byUnit(histograms)
  const points = byUnit(series)
  const ranges = await rangesOf(
    desk,
    new Map(
      [...cells].map(([id, all]) => [id, all.map(({ met, total, subjects }) => ({ met, total, count: subjects }))]),
    ),
  )
  const units = rows.map((row) => ({ met: row.met, n: closedOf(row) }))
  const target = rows[0]?.target ?? null
  const pooled = pooledRate(units)
  // Around a target of 100 % the binomial has no width: the county's own rate stands in its place (statistics.md).
  const isTarget = target !== null && target > 0 && target < 1
  const theta = isTarget ? target : pooled
  const funnel = theta === null ? null : funnelAround(theta, units)
  return {
    funnel: funnel && {
      around: isTarget ? ('target' as const) : ('pooled' as const),
      theta: funnel.theta,
      phi: funnel.phi,
      tau2: funnel.tau2,
      method: funnel.method,
    },
    draws: ranges.size === 0 ? null : { count: DRAWS, seed: SEED },
    rows: rows.map((row) =>
      comparedRow(row, { funnel, range: ranges.get(row.unit_id), series: points.get(row.unit_id) ?? [] }),
    ),
  }
}

function byUnit<Row extends { unit_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.unit_id)
    if (group === undefined) groups.set(row.unit_id, [row])
    else group.push(row)
  }
  return groups
}

const closedOf = ({ met, late, missed }: SummaryRow): number => met + late + missed

async function rangesOf(
  { comparisons }: Desk,
  cells: ReadonlyMap<string, readonly ClusterCell[]>,
): Promise<Map<string, RankRange>> {
  if (cells.size < 2 || cells.size > RANKED_UNITS) return new Map()
  const ranges = await comparisons.ranges([...cells.values()])
  return new Map([...cells.keys()].flatMap((id, index) => (ranges[index] ? [[id, ranges[index]]] : [])))
}

function comparedRow(
  row: SummaryRow,
  { funnel, range, series }: { funnel: Funnel | null; range: RankRange | undefined; series: PeriodRow[] },
) {
  const closed = closedOf(row)
  const limits = funnel !== null && closed > 0 ? funnel.at(closed) : null
  const before = previousOf(series, row.period)
  return {
    ...row,
    distance: row.rate === null || row.target === null ? null : row.rate - row.target,
    band: range?.band ?? null,
    rank_low: range?.low ?? null,
    rank_high: range?.high ?? null,
    low_998: limits?.low998 ?? null,
    low_95: limits?.low95 ?? null,
    high_95: limits?.high95 ?? null,
    high_998: limits?.high998 ?? null,
    beyond: row.rate === null || limits === null ? null : sideOf(row.rate, limits),
    previous_period: before?.period ?? null,
    previous_met: before?.met ?? null,
    previous_closed: before?.closed ?? null,
    series: series.map(({ period, met, closed: n }) => ({ period, met, closed: n })),
  }
}

// Rates are fractions of counts: what lies within this of a limit lies on it.
const TOLERANCE = 1e-9

const sideOf = (rate: number, { low998, high998 }: { low998: number; high998: number }): 'below' | 'above' | null =>
  rate < low998 - TOLERANCE ? 'below' : rate > high998 + TOLERANCE ? 'above' : null

/** The counts of the period before: of a state the month before, of a month, semester or quarter the one before in the year. */
function previousOf(series: PeriodRow[], period: string): Omit<PeriodRow, 'unit_id'> | null {
  if (period === 'state') return series.at(-2) ?? null
  const quarter = /^(\d{4})-Q([2-4])$/.exec(period)
  const month = /^\d{4}-\d{2}$/.test(period)
  const semester = /^(\d{4})-autumn$/.exec(period)
  if (semester) return series.find((point) => point.period === `${semester[1]}-spring`) ?? null
  if (month) return series.findLast((point) => point.period < period) ?? null
  if (quarter === null) return null
  const before = `${quarter[1]}-Q${Number(quarter[2]) - 1}`
  const parts = series.filter((point) => point.period === before || quarterOf(point.period) === before)
  if (parts.length === 0) return null
  const sum = (of: (point: PeriodRow) => number) => parts.reduce((total, point) => total + of(point), 0)
  return { period: before, met: sum(({ met }) => met), closed: sum(({ closed }) => closed) }
}

const quarterOf = (period: string): string | null =>
  /^\d{4}-\d{2}$/.test(period) ? `${period.slice(0, 4)}-Q${Math.ceil(Number(period.slice(5)) / 3)}` : null
