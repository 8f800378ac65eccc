import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { dutyCatalogue } from '../../../queries/statements.ts'
import { wilson } from '../../lib/statistics/wilson.ts'
import { xmrChart } from '../../lib/statistics/xmr.ts'
import type { ColumnSpec } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { as_of as asOf, state } from '../schemas.ts'
import { longSeriesOf, MOST_POINTS } from '../series.ts'

const rate = z.number().min(0).max(1).nullable()
const count = z.int().min(0)

const signal = z.object({
  period: z.string(),
  kind: z.enum(['outside', 'run', 'trend', 'two_of_three']),
  side: z.enum(['high', 'low']),
})

const trendRow = z
  .object({ unit_id: z.string(), period: z.string(), met: count, closed: count, rate, low: rate, high: rate })
  .openapi('TrendRow')

/** What `GET /api/trend` answers. */
export const trendAnswer = z
  .object({
    as_of: asOf,
    state,
    duty: z.string(),
    unit: z.string(),
    level: z.string(),
    limits: z
      .object({ mean: z.number(), low: z.number(), high: z.number(), is_trial: z.boolean(), signals: z.array(signal) })
      .nullable()
      .describe('An XmR chart; null for fewer than two points, and for duties of a quarter or semester'),
    rows: z.array(trendRow),
  })
  .openapi('Trend')

const TREND_COLUMNS: readonly ColumnSpec[] = [
  { name: 'unit_id', type: 'text' },
  { name: 'period', type: 'text' },
  { name: 'met', type: 'integer' },
  { name: 'closed', type: 'integer' },
  { name: 'rate', type: 'rate' },
  { name: 'low', type: 'rate' },
  { name: 'high', type: 'rate' },
]

/** Periods that come often enough in a year for a chart of their variation. */
const CHARTED = ['month', 'state']

/**
 * `GET /api/trend`: one unit's duty by the duty's own periods, a duty of the state by months' ends; the year and, as they stood when
 * they ended, the years before it, at most 24 points.
 */
export function addTrend(api: Api, desk: Desk): void {
  const { parameters, present, services, time, units, answer } = desk
  const { as_of, level, duty, unit, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/trend',
    operationId: 'trend',
    summary: 'One unit’s duty through the year',
    request: {
      query: queryOf({
        duty,
        level: level.optional(),
        unit: unit.optional(),
        as_of: as_of.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(trendAnswer, 'One row a period', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const at = query.as_of ?? present.local
    const place = query.unit ?? services.county.code
    const of = query.level ?? (place === services.county.code ? 'county' : place.includes('/') ? 'village' : 'township')
    return answer(c, {
      route: 'trend',
      as_of: at,
      about: [query.duty, place, of],
      compute: async () => {
        await units.check(place, [of])
        // Months of a village are small, and could be had from each other.
        if ((of === 'village' || of === 'school') && !services.gate.maySeeRowsOf(c.get('viewer'), place)) {
          throw new ShouwangError('forbidden', '村和学校的走势只给本单位和县里看；乡镇的走势可以看。', { unit: place })
        }
        const period = dutyCatalogue().find(({ code }) => code === query.duty)?.period ?? ''
        const asked = {
          as_of: at,
          duty: query.duty,
          level: of,
          within: of === 'county' ? undefined : place.split('/')[0],
        }
        const inside = of === 'township' ? undefined : asked.within
        const series = await longSeriesOf(desk, { ...asked, within: inside, unit: place }, period === 'state')
        const all = series.map((point) => ({
          ...point,
          rate: point.closed === 0 ? null : point.met / point.closed,
          low: wilson(point.met, point.closed)?.low ?? null,
          high: wilson(point.met, point.closed)?.high ?? null,
        }))
        const judged = all.filter((row) => row.rate !== null)
        const chart = CHARTED.includes(period) ? xmrChart(judged.map((row) => row.rate ?? 0)) : null
        const rows = all.slice(-MOST_POINTS)
        const isShown = (each: { period: string }) => rows.some(({ period }) => period === each.period)
        const limits = chart && {
          mean: chart.mean,
          low: chart.low,
          high: chart.high,
          is_trial: chart.isTrial,
          signals: chart.signals
            .map(({ index, kind, side }) => ({ period: judged[index]?.period ?? '', kind, side }))
            .filter(isShown),
        }
        const head = { as_of: time.instant(at), state: services.warehouse.version, duty: query.duty }
        return { rows, json: { ...head, unit: place, level: of, limits, rows } }
      },
      table: {
        columns: TREND_COLUMNS,
        title: { zh: `走势-${query.duty}`, en: `Trend-${query.duty}` },
        format: query.format,
      },
    })
  })
}
