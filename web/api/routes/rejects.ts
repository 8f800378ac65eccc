import { createRoute } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import type { Reject } from '../../../pipeline/rejects.ts'
import { REJECT_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { maskCell } from '../masking.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'
import { rejectsAnswer } from '../schemas.ts'

const BLOCK_ROWS = 2_000

/** `GET /api/rejects`: the rejected rows of the last batches, to send back (interfaces.md, rejects). */
export function addRejects(api: Api, desk: Desk): void {
  const { parameters, services, units, answer } = desk
  const { unit, limit, cursor, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/rejects',
    operationId: 'rejects',
    summary: 'The rejected rows of the last batches',
    description:
      '`unit` is a township. There is no `as_of`: a cursor is refused with `conflict` once the state has changed.',
    request: {
      query: queryOf({
        unit: unit.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: format.optional(),
      }),
    },
    responses: {
      ...responsesOf(rejectsAnswer, 'A page of rejected rows', { isTable: true }),
      409: refused('The state has changed since the page before'),
    },
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const { warehouse } = services
    const places = c.get('units')
    const about = [places]
    const reading = readingOf(desk, 'rejects', query, about)
    const { version } = warehouse
    if (query.cursor !== undefined && query.cursor.state !== version) throw changed()
    const read = async (limit: number, offset: number): Promise<Reject[]> => {
      const townships = await units.chosen(places, ['county', 'township'])
      const rows = await services.rejects({ townships, limit, offset, shown: maskCell })
      if (warehouse.version !== version) throw changed()
      return rows
    }
    return answer(c, {
      route: 'rejects',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const { rows, next_cursor } = pageOf(await read(reading.limit + 1, reading.after), reading)
        return {
          rows,
          json: { as_of: desk.time.instant(reading.as_of), state: version, rows, next_cursor },
          next_cursor,
        }
      },
      table: {
        columns: REJECT_COLUMNS,
        title: { zh: '退回的行', en: 'Rejected rows' },
        format: query.format,
        whole: reading.is_part
          ? undefined
          : async function* () {
              for (let offset = 0; ; offset += BLOCK_ROWS) {
                const rows = await read(BLOCK_ROWS, offset)
                yield rows
                if (rows.length < BLOCK_ROWS) return
              }
            },
      },
    })
  })
}

const changed = (): ShouwangError =>
  new ShouwangError('conflict', '数据刚刚更新过，接着读会有遗漏或重复。请去掉 cursor，从头再读。', {
    parameter: 'cursor',
  })
