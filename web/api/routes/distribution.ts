import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { DISTRIBUTED } from '../../../queries/distribution.ts'
import type { ColumnSpec } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { distributionAt } from '../distribution.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { as_of as asOf, state } from '../schemas.ts'

const count = z.int().min(0)
const amount = z.number().min(0)

const distributionRow = z
  .object({
    from: amount.describe('More than this'),
    to: amount.nullable().describe('At most this; null: no end'),
    n: count,
    share: z.number().min(0).max(1).describe('The part of `of` that lies here or below'),
  })
  .openapi('DistributionRow')

/** What `GET /api/distribution` answers. */
export const distributionAnswer = z
  .object({
    as_of: asOf,
    state,
    duty: z.string(),
    period: z.string(),
    unit: z.string(),
    level: z.string(),
    kind: z.enum(['gap', 'notice']).describe('Days between talks of a child, or minutes until told of an incident'),
    n: count.describe('How many are measured'),
    of: count.describe('The whole of `share`: the gaps, or all incidents whose clock no longer runs'),
    left_out: z
      .object({ none: count, impossible: count, running: count, single: count, never: count })
      .describe(
        'Incidents without a time, told before they occurred, with a running clock; children with one talk, with none',
      ),
    quantiles: z.object({ p10: amount, p50: amount, p90: amount }).nullable(),
    deadline: amount.nullable().describe('Minutes, as the policy has it'),
    rows: z.array(distributionRow).max(100),
  })
  .openapi('Distribution')

const DISTRIBUTION_COLUMNS: readonly ColumnSpec[] = [
  { name: 'from', type: 'number' },
  { name: 'to', type: 'number' },
  { name: 'n', type: 'integer' },
  { name: 'share', type: 'rate' },
]

/** `GET /api/distribution`: how far apart a child's talks lie, how fast those who must be told of an incident are. */
export function addDistribution(api: Api, desk: Desk): void {
  const { parameters, present, services, time, units, answer } = desk
  const { as_of, level, duty, unit, period, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/distribution',
    operationId: 'distribution',
    summary: 'Days between talks, or minutes until told, as counts',
    request: {
      query: queryOf({
        duty,
        level: level.optional(),
        unit: unit.optional(),
        period: period.optional(),
        as_of: as_of.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(distributionAnswer, 'One row a bin', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const at = query.as_of ?? present.local
    const place = query.unit ?? services.county.code
    const of = query.level ?? (place === services.county.code ? 'county' : place.includes('/') ? 'village' : 'township')
    const when = query.period ?? at.slice(0, 4)
    return answer(c, {
      route: 'distribution',
      as_of: at,
      about: [query.duty, place, of, when],
      compute: async () => {
        if (!DISTRIBUTED.includes(query.duty)) {
          throw new ShouwangError('bad_parameter', `“${query.duty}”没有分布；可用：${DISTRIBUTED.join('、')}。`, {
            parameter: 'duty',
            value: query.duty,
          })
        }
        await units.check(place, [of])
        // A village has a handful of incidents, and a handful is not a distribution but somebody.
        if ((of === 'village' || of === 'school') && !services.gate.maySeeRowsOf(c.get('viewer'), place)) {
          throw new ShouwangError('forbidden', '村和学校的分布只给本单位和县里看；乡镇的分布可以看。', { unit: place })
        }
        const asked = { as_of: at, duty: query.duty, period: when, level: of, unit: place }
        const { rows, ...found } = await distributionAt(desk, asked)
        const head = { as_of: time.instant(at), state: services.warehouse.version, duty: query.duty, period: when }
        return { rows, json: { ...head, unit: place, level: of, ...found, rows } }
      },
      table: {
        columns: DISTRIBUTION_COLUMNS,
        title: { zh: `分布-${query.duty}`, en: `Distribution-${query.duty}` },
        format: query.format,
      },
    })
  })
}
