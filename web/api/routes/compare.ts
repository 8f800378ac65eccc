import { createRoute, z } from '@hono/zod-openapi'
import { SUMMARY_COLUMNS, type ColumnSpec } from '../columns.ts'
import { compare } from '../comparison.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { verifiedBeside } from '../inspections/verified.ts'
import { queryOf } from '../parameters.ts'
import { as_of as asOf, state, summaryRow, withSuppressed } from '../schemas.ts'
import { isOfOthers, protect } from '../small-cells.ts'

const rate = z.number().min(0).max(1).nullable()
const count = z.int().min(0)
const rank = z.int().min(1).nullable()

const compareRow = summaryRow
  .extend({
    distance: z.number().nullable().describe('rate − target'),
    band: rank.describe('Units of one band cannot be told apart; null where units are too many or too few to rank'),
    rank_low: rank.describe('The 90 % range of the rank by a cluster bootstrap over subjects'),
    rank_high: rank,
    low_998: rate.describe('Funnel limits for the unit’s own size'),
    low_95: rate,
    high_95: rate,
    high_998: rate,
    beyond: z.enum(['below', 'above']).nullable().describe('Beyond the 99.8 % limit'),
    previous_period: z.string().nullable(),
    previous_met: count.nullable(),
    previous_closed: count.nullable(),
    series: z.array(z.object({ period: z.string(), met: count, closed: count })),
  })
  .openapi('CompareRow')

const funnel = z.object({
  around: z.enum(['target', 'pooled']).describe('`pooled` where the target is 100 % and has no binomial width'),
  theta: z.number(),
  phi: z.number().describe('Mean squared winsorised z'),
  tau2: z.number(),
  method: z.enum(['exact', 'overdispersed']),
})

/** What `GET /api/compare` answers. */
export const compareAnswer = z
  .object({
    as_of: asOf,
    state,
    duty: z.string(),
    period: z.string(),
    level: z.string(),
    funnel: funnel.nullable(),
    draws: z.object({ count, seed: z.int() }).nullable(),
    rows: z.array(compareRow),
  })
  .openapi('Comparison')

const COMPARE_COLUMNS: readonly ColumnSpec[] = [
  ...SUMMARY_COLUMNS,
  { name: 'distance', type: 'rate' },
  { name: 'band', type: 'integer' },
  { name: 'rank_low', type: 'integer' },
  { name: 'rank_high', type: 'integer' },
  { name: 'low_998', type: 'rate' },
  { name: 'low_95', type: 'rate' },
  { name: 'high_95', type: 'rate' },
  { name: 'high_998', type: 'rate' },
  { name: 'beyond', type: 'text' },
  { name: 'previous_period', type: 'text' },
  { name: 'previous_met', type: 'integer' },
  { name: 'previous_closed', type: 'integer' },
]

/** `GET /api/compare`: the units of a level side by side, with what chance alone explains. */
export function addCompare(api: Api, desk: Desk): void {
  const { parameters, present, seen, services, time, units, answer } = desk
  const { as_of, level: levels, period: periods, duty, unit, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/compare',
    operationId: 'compare',
    summary: 'The units of a level side by side',
    description:
      'Funnel limits, rank ranges and bands, the period before and the series. Method: statistics.md. Where other units’ villages or schools are among them, `as_of` is the last end of a quarter.',
    request: {
      query: queryOf({
        duty,
        level: levels.optional(),
        unit: unit.optional(),
        period: periods.optional(),
        as_of: as_of.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(withSuppressed(compareAnswer).openapi('ComparisonAsSeen'), 'One row a unit', {
      isTable: true,
    }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const now = query.as_of ?? present.local
    const level = query.level ?? ('township' as const)
    const within = query.unit === services.county.code ? undefined : query.unit
    // Side by side all are of one instant: where some are other units' villages and schools, of the end of a quarter.
    const strange = seen.strangeLevels({ levels: [level], unit: within }, c.get('viewer'))
    const end = strange.length === 0 ? now : seen.settledAt({ as_of: now, period: 'state' })
    const period = query.period ?? end.slice(0, 4)
    const at = strange.length === 0 ? now : seen.settledAt({ as_of: now, period })
    const asked = { as_of: at, period, duty: query.duty, level, within }
    return answer(c, {
      route: 'compare',
      as_of: at,
      about: [asked.period, asked.duty, asked.level, asked.within ?? null],
      compute: async () => {
        await units.check(asked.within, ['township'])
        const { rows: all, ...found } = await compare(desk, asked)
        const duties = [asked.duty]
        const earlier = strange.length === 0 ? [] : await seen.earlier(at, { period, duties, levels: strange })
        const seenRows = protect(all, c.get('viewer'), { gate: services.gate, earlier })
        const settled_at = time.instant(at)
        const rows = seenRows.map((row) =>
          isOfOthers(row, c.get('viewer'), services.gate) ? { ...row, settled_at } : row,
        )
        const head = { as_of: time.instant(at), state: services.warehouse.version }
        const { duty: code, period: shown, level: of } = asked
        return { rows, json: { ...head, duty: code, period: shown, level: of, ...found, rows } }
      },
      table: {
        columns: COMPARE_COLUMNS,
        title: { zh: `比较-${asked.duty}`, en: `Comparison-${asked.duty}` },
        format: query.format,
        beside: () =>
          verifiedBeside(desk, { as_of: query.as_of, period, duties: [asked.duty] }, (row) => row.level === level),
      },
    })
  })
}
