import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { DISTRIBUTED } from '../../../queries/distribution.ts'
import { dutyCatalogue, statement } from '../../../queries/statements.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { duty, state } from '../schemas.ts'

/** What `GET /api/duties/{code}` answers. */
export const dutyAnswer = duty
  .extend({
    state,
    sql: z.string().describe('The query that decides it, as the program runs it over `$as_of`'),
    has_distribution: z.boolean().describe('Whether `/api/distribution` answers for it'),
  })
  .openapi('DutyDefinition')

const code = z
  .string()
  .max(60)
  .openapi({ param: { description: 'The code of a duty, as `/api/duties` lists them.' }, example: 'talk' })

/** `GET /api/duties/{code}`: one duty of the catalogue with the query that is its definition (duties.md). */
export function addDuty(api: Api, { present, services: { warehouse }, answer }: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/duties/{code}',
    operationId: 'duty',
    summary: 'One duty: its definition, its target and its query',
    request: { params: z.object({ code }), query: queryOf({}) },
    responses: {
      ...responsesOf(dutyAnswer, 'The duty', { isTable: false }),
      404: refused('No duty has this code'),
    },
  })
  api.openapi(route, (c) => {
    const { code: asked } = c.req.valid('param')
    const codes = dutyCatalogue().map((each) => each.code)
    // Only a code of the catalogue ever becomes the name of a file.
    if (!codes.includes(asked)) {
      throw new ShouwangError('not_found', `没有“${asked}”这项职责；可用：${codes.join('、')}。`, { duty: asked })
    }
    return answer(c, {
      route: 'duty',
      as_of: present.local,
      about: [asked],
      compute: async () => {
        const found = (await warehouse.query('summary/duties')).filter((row) => row.code === asked)
        const has_distribution = DISTRIBUTED.includes(asked)
        const json = { ...found[0], state: warehouse.version, sql: statement(`duties/${asked}`), has_distribution }
        return { rows: found, json }
      },
    })
  })
}
