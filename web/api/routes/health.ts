import { createRoute } from '@hono/zod-openapi'
import { fromLocal, toLocal } from '../../../queries/instants.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import type { CountyTime } from '../county-time.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { healthAnswer } from '../schemas.ts'

/** `GET /api/health`: whether it serves, since when, and how old each township's data are; stale as health.sql says. */
export function addHealth(api: Api, { present, services, time, answer }: Desk): void {
  const { warehouse, since, timezone } = services
  const stale_after_minutes = Math.round(services.stale_after_hours * 60)
  const serving = { status: 'serving', since: fromLocal(toLocal(since, timezone), timezone) }
  const route = createRoute({
    method: 'get',
    path: '/health',
    operationId: 'health',
    summary: 'Whether it serves, and how old each township’s data are',
    description:
      'A register is stale when its township was not pulled well for longer than the policy allows, when its last batch refused, held or missed it, or when the source failed; a township when one of its registers is, when its source fails, or when it never had data.',
    request: { query: queryOf({}) },
    responses: responsesOf(healthAnswer, 'The state of the county’s data', { isTable: false }),
  })
  api.openapi(route, (c) => {
    const at = present.local
    return answer(c, {
      route: 'health',
      as_of: at,
      about: [],
      compute: async () => {
        const rows = await warehouse.query('summary/health', { as_of: at, stale_after_minutes })
        const now = time.instant(at)
        const json = { ...serving, now, as_of: now, state: warehouse.version, townships: townshipsIn(rows, time) }
        return { rows: [], json }
      },
    })
  })
}

/** Rows of townships and registers as townships that hold their registers. */
function townshipsIn(rows: ResultRow[], time: CountyTime): object[] {
  const townships = new Map<unknown, { registers: object[] }>()
  for (const row of rows) {
    const township = townships.get(row.township_id) ?? {
      id: row.township_id,
      name: row.name,
      data_at: time.instant(row.data_at),
      pulled_at: time.instant(row.pulled_at),
      state: row.state,
      is_stale: row.is_stale,
      stale_since: time.instant(row.stale_since),
      registers: [] as object[],
    }
    townships.set(row.township_id, township)
    if (row.register === null) continue
    const { register, register_state: state, is_register_stale: is_stale } = row
    township.registers.push({ register, state, data_at: time.instant(row.register_data_at), is_stale })
  }
  return [...townships.values()]
}
