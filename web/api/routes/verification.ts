import { createRoute, z } from '@hono/zod-openapi'
import { VERIFICATION_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { VERIFICATION_TITLE, verifiedOf } from '../inspections/verified.ts'
import { queryOf } from '../parameters.ts'

const count = z.int()
const rate = z.number().nullable()
const verificationRow = z
  .object({
    level: z.enum(['county', 'township']),
    unit_id: z.string(),
    unit_name: z.string(),
    duty: z.string(),
    checked: count.describe('Claims that were found confirmed, not confirmed or contradicted'),
    confirmed: count,
    unchecked: count.describe('Claims that could not be checked; in no rate'),
    subjects: count,
    rate: rate.describe('Weighted for the draw (Hájek)'),
    low: rate,
    high: rate,
    method: z.enum(['bootstrap', 'wilson']).describe('Of the interval'),
    random_checked: count,
    random_confirmed: count,
    random_rate: rate.describe('Of the random share alone, unweighted'),
    random_low: rate,
    random_high: rate,
  })
  .openapi('VerificationRow')
const verificationAnswer = z
  .object({ as_of: z.string(), state: z.int(), period: z.string(), rows: z.array(verificationRow) })
  .openapi('Verification')

/**
 * `GET /api/verification`: of what the record says is done, how much closed inspections of a period confirmed, by duty and
 * township and over the county (docs/inspections.md, The verification rate).
 */
export function addVerification(api: Api, desk: Desk): void {
  const { services, present, time, parameters, answer } = desk
  const route = createRoute({
    method: 'get',
    path: '/verification',
    operationId: 'verification',
    summary: 'Verification rates of closed inspections, by duty and township',
    request: {
      query: queryOf({
        as_of: parameters.as_of.optional(),
        period: parameters.calendar_period.optional(),
        duty: parameters.duties.optional(),
        format: parameters.format.optional(),
      }),
    },
    responses: responsesOf(verificationAnswer, 'One row a unit and duty', { isTable: true }),
  })
  api.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const as_of = query.as_of ?? present.local
    const period = query.period ?? as_of.slice(0, 4)
    const found = await verifiedOf(desk, { as_of: query.as_of, period, duties: query.duty })
    return answer(c, {
      route: 'verification',
      as_of,
      about: [period, query.duty ?? [], found.mark],
      compute: async () => {
        const rows = await found.rows()
        return { rows, json: { as_of: time.instant(as_of), state: services.warehouse.version, period, rows } }
      },
      table: {
        columns: VERIFICATION_COLUMNS,
        title: VERIFICATION_TITLE,
        format: query.format,
      },
    })
  })
}
