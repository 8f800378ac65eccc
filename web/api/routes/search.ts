import { createRoute } from '@hono/zod-openapi'
import type { ResultRow } from '../../../queries/rows.ts'
import { overCurrent, statement } from '../../../queries/statements.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { searchAnswer } from '../schemas.ts'

const MOST = 10

/** `GET /api/search`: units by their names and incidents by their numbers, the best fit first; no child is found by it. */
export function addSearch(api: Api, desk: Desk): void {
  const { parameters, present, time, services, answer } = desk
  const { warehouse, gate } = services
  const route = createRoute({
    method: 'get',
    path: '/search',
    operationId: 'search',
    summary: 'Townships, villages and schools by name, incidents by number',
    description: `At most ${MOST}. Incidents only of the viewer’s own units, as they were known at \`as_of\`; units as the config names them.`,
    request: { query: queryOf({ q: parameters.q, as_of: parameters.as_of.optional() }) },
    responses: responsesOf(searchAnswer, 'What was found, the best fit first', { isTable: false }),
  })
  api.openapi(route, (c) => {
    const { q, as_of = present.local } = c.req.valid('query')
    const viewer = c.get('viewer')
    // The rows that `/api/incidents` would show: of the viewer's township, or of their own village or school in it.
    const isTheirs = ({ township_id, village, school }: ResultRow): boolean =>
      ['', village, school].some(
        (place) =>
          typeof place === 'string' &&
          gate.maySeeRowsOf(viewer, [township_id, place].filter((part) => part !== '').join('/')),
      )
    return answer(c, {
      route: 'search',
      as_of,
      about: [q],
      compute: async () => {
        const [units, incidents] = await Promise.all([
          warehouse.query('search/units', { q, limit: MOST }),
          warehouse.queryText(overCurrent(statement('search/incidents')), { q, as_of }),
        ])
        // The sort is stable: within a fit, units stay before incidents.
        const found = [...units, ...incidents.filter(isTheirs)].sort((a, b) => Number(a.fit) - Number(b.fit))
        const rows = found
          .slice(0, MOST)
          .map(({ kind, id, name, township, month }) => ({ kind, id, name, township, month }))
        return { rows, json: { as_of: time.instant(as_of), state: warehouse.version, rows } }
      },
    })
  })
}
