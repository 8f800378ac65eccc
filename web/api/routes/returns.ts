import { createRoute, z } from '@hono/zod-openapi'
import { lastQuarter, RETURN_COUNTS, returnTime, statisticalReturn, type ReturnRow } from '../../../queries/returns.ts'
import { RETURN_COLUMNS } from '../columns.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import type { Gate } from '../gate.ts'
import { queryOf } from '../parameters.ts'
import { returnSheets } from '../return-sheets.ts'
import { periodWords } from '../return-words.ts'
import { as_of as asOf, state } from '../schemas.ts'

const count = z.int().min(0)
const counts = Object.fromEntries(RETURN_COUNTS.map((name) => [name, isByKind(name) ? count.nullable() : count]))

const returnRow = z
  .object({ level: z.enum(['county', 'township']), unit_id: z.string(), unit_name: z.string() })
  .extend(counts)
  .openapi('ReturnRow')

/** What `GET /api/returns` answers. */
export const returnAnswer = z
  .object({
    as_of: asOf,
    state,
    period: z.string(),
    first_on: z.string().describe('The first day of the period'),
    day: z
      .string()
      .describe('The day whose children are counted: the last of the period, or that of `as_of` before it'),
    is_running: z.boolean().describe('The period is not over at `as_of`'),
    age_limit: count.describe('Children under this age count; the last class of ages ends before it'),
    situations: z.array(z.string()).describe('Those that count'),
    rows: z
      .array(returnRow)
      .describe(
        'The county, which is the sum of its townships, and they in the config’s order; of a township whose incidents the viewer may not see the kinds are null',
      ),
  })
  .openapi('StatisticalReturn')

/** `GET /api/returns`: the statistical return (季报、年报); counts of townships, which all who are signed in may have. */
export function addReturns(api: Api, { parameters, present, services, time, answer }: Desk): void {
  const { as_of, calendar_period, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/returns',
    operationId: 'returns',
    summary: 'The statistical return of a year, quarter or month, a row a township',
    description:
      'Children are those of the last day of the period, as it was known at the end of that day, or at `as_of`; of a period that still runs those of now. Default of `period`: the quarter that ended last.',
    request: {
      query: queryOf({ period: calendar_period.optional(), as_of: as_of.optional(), format: format.optional() }),
    },
    responses: responsesOf(returnAnswer, 'The county and its townships', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const now = present.local
    const period = query.period ?? lastQuarter(query.as_of !== undefined && query.as_of < now ? query.as_of : now)
    const { known_at } = returnTime(period, query.as_of, now)
    const found = async () => {
      const made = await statisticalReturn(services.warehouse, { period, asked: query.as_of, now })
      return { ...made, rows: made.rows.map((row) => seenRow(row, c.get('viewer'), services.gate)) }
    }
    const { name, kind } = periodWords(period)
    return answer(c, {
      route: 'returns',
      as_of: known_at,
      about: [period],
      compute: async () => {
        const { rows, first_on, day, is_running, age_limit, situations } = await found()
        const head = { as_of: time.instant(known_at), state: services.warehouse.version, period, first_on, day }
        return { rows, json: { ...head, is_running, age_limit, situations, rows } }
      },
      table: {
        columns: RETURN_COLUMNS,
        title: { zh: `统计${kind.zh}-${name.zh}`, en: `${kind.en}-${name.en}` },
        format: query.format,
        sheets: async (language) => returnSheets(await found(), services.county.name, language),
      },
    })
  })
}

function isByKind(name: string): boolean {
  return name.startsWith('incidents_')
}

/** One assault in a quarter is somebody: kinds of incidents are for those who may see the incidents, as at `/api/incidents`. */
function seenRow(row: ReturnRow, viewer: Viewer, { maySeeRowsOf }: Pick<Gate, 'maySeeRowsOf'>): ReturnRow {
  if (row.level === 'county' || maySeeRowsOf(viewer, row.unit_id)) return row
  return { ...row, ...Object.fromEntries(RETURN_COUNTS.filter(isByKind).map((name) => [name, null])) }
}
