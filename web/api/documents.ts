import { z } from '@hono/zod-openapi'
import { MEDIA_TYPES } from './negotiate.ts'
import { problemAnswer } from './schemas.ts'

const problemContent = { 'application/problem+json': { schema: problemAnswer } }
/** A problem, as RFC 9457 says. */
export const refused = (description: string) => ({ description, content: problemContent })

const headers = {
  ETag: {
    description: 'A strong validator of state, question, instant and format',
    schema: { type: 'string' as const },
  },
  'X-Request-Id': {
    description: 'The number of this request, as problems name it',
    schema: { type: 'string' as const },
  },
}

/** What a route may answer, for the OpenAPI document: its own answer, and what every route has in common. */
export function responsesOf(schema: z.ZodType, description: string, { isTable }: { isTable: boolean }) {
  const tables = {
    [MEDIA_TYPES.csv]: {
      schema: z.string().openapi({
        description: "RFC 4180, UTF-8 with a BOM, CRLF; a text that a spreadsheet would run begins with `'`",
      }),
    },
    [MEDIA_TYPES.arrow]: { schema: z.string().openapi({ format: 'binary', description: 'An Arrow IPC stream' }) },
    [MEDIA_TYPES.xlsx]: {
      schema: z.string().openapi({
        format: 'binary',
        description:
          'A workbook of one sheet; at most 50,000 rows; headings in Chinese, or in English where the cookie `language` is `en`',
      }),
    },
  }
  return {
    200: { description, headers, content: { [MEDIA_TYPES.json]: { schema }, ...(isTable ? tables : {}) } },
    304: { description: 'Nothing has changed since the answer that If-None-Match names' },
    400: refused('A parameter is wrong or unknown'),
    401: refused('Not signed in'),
    403: refused('Not for this account, or not of its units'),
    406: refused('None of the formats is acceptable'),
    414: refused('The query is too long'),
    500: refused('A fault of the program; `request_id` is what its log knows it by'),
  }
}
