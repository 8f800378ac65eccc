import { createRoute, z } from '@hono/zod-openapi'
import { toLocal } from '../../../queries/instants.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'

const DAYS = 30
const MOST_ROWS = 100

const row = z.object({
  channel: z.string(),
  recipient: z.string(),
  kind: z.string(),
  unit_id: z.string(),
  state: z.enum(['failed', 'unknown']),
  happened_at: z.string(),
  attempt_count: z.int(),
  reason: z.string().nullable(),
})
const noticesAnswer = z.object({ as_of: z.string(), state: z.int(), rows: z.array(row) }).openapi('NoticeFailures')

/** `GET /api/notices`: notices of the last 30 days that did not arrive, or of which nobody knows; without what was told. */
export function addNotices(api: Api, { services, time }: Desk): void {
  const { warehouse, now, timezone } = services
  const route = createRoute({
    method: 'get',
    path: '/notices',
    operationId: 'noticeFailures',
    summary: 'Notices that did not arrive, the latest first',
    description: `Of the last ${DAYS} days, at most ${MOST_ROWS}; an empty recipient is a group.`,
    request: { query: queryOf({}) },
    responses: responsesOf(noticesAnswer, 'One row a notice', { isTable: false }),
  })
  // Never from the cache: what becomes of a notice is no change of the county's state.
  api.openapi(route, async (c) => {
    const since = new Date(now().getTime() - DAYS * 24 * 60 * 60 * 1000)
    const found = await warehouse.query('notices/failures', { since_at: toLocal(since, timezone), limit: MOST_ROWS })
    const rows = found.map((each) => ({ ...each, happened_at: time.instant(each.happened_at) }))
    const head = { as_of: time.instant(toLocal(now(), timezone)), state: warehouse.version }
    return c.json({ ...head, rows } as z.infer<typeof noticesAnswer>, 200, { 'cache-control': 'no-store' })
  })
}
