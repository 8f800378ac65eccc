import { createRoute } from '@hono/zod-openapi'
import { dutyCatalogue } from '../../../queries/statements.ts'
import { DUTY_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { dutiesAnswer } from '../schemas.ts'

/** `GET /api/duties`: the catalogue, with the targets of the config. */
export function addDuties(api: Api, { parameters, present, services: { warehouse }, answer }: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/duties',
    operationId: 'duties',
    summary: 'The catalogue of duties',
    request: { query: queryOf({ format: parameters.format.optional() }) },
    responses: responsesOf(dutiesAnswer, 'Every duty, in the order of the catalogue', { isTable: true }),
  })
  api.openapi(route, (c) =>
    answer(c, {
      route: 'duties',
      as_of: present.local,
      about: [],
      compute: async () => {
        const known = new Set(dutyCatalogue().map(({ code }) => code))
        // The warehouse may still name duties that this version of the program no longer has.
        const duties = (await warehouse.query('summary/duties')).filter(({ code }) => known.has(code as string))
        return { rows: duties, json: { state: warehouse.version, duties } }
      },
      table: { columns: DUTY_COLUMNS, title: { zh: '职责目录', en: 'Duties' }, format: c.req.valid('query').format },
    }),
  )
}
