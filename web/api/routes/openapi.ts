import { createRoute } from '@hono/zod-openapi'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { openapiAnswer } from '../schemas.ts'

const ABOUT = {
  openapi: '3.1.0',
  info: {
    title: 'Shouwang 守望',
    version: '1',
    description:
      'Whether a county’s duties towards its left-behind children are kept. Instants are ISO 8601 with the county’s offset; errors are application/problem+json (RFC 9457); whatever depends on the state has an ETag.',
  },
}

/** `GET /api/openapi.json`: this interface, out of the same schemas that read its questions. Added last. */
export function addOpenapi(api: Api, { answer }: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/openapi.json',
    operationId: 'openapi',
    summary: 'This description',
    request: { query: queryOf({}) },
    responses: responsesOf(openapiAnswer, 'An OpenAPI 3.1 document', { isTable: false }),
  })
  let document: object | undefined
  api.openapi(route, (c) =>
    answer(c, {
      route: 'openapi',
      // It depends on the program alone.
      as_of: '',
      about: [],
      compute: async () => ({ rows: [], json: (document ??= api.getOpenAPI31Document(ABOUT)) }),
    }),
  )
}
