import { createRoute } from '@hono/zod-openapi'
import { writeChildKey } from '../../../queries/child-key.ts'
import { subjectBlocks, subjects } from '../../../queries/ledger.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import { SUBJECT_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { maskId, openSealed } from '../masking.ts'
import { responsesOf } from '../documents.ts'
import { checkKnown, queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'
import { subjectsAnswer } from '../schemas.ts'

/** `GET /api/subjects`: the rows of the ledger behind a figure (interfaces.md, subjects). */
export function addSubjects(api: Api, desk: Desk): void {
  const { parameters, services, units, answer } = desk
  const { as_of, known_at, level, period: periods, duty, statuses, unit, limit, cursor, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/subjects',
    operationId: 'subjects',
    summary: 'The rows of the ledger behind a figure',
    description: 'What is missed comes first, then what is late, pending, ahead and met.',
    request: {
      query: queryOf({
        duty,
        status: statuses.optional(),
        unit: unit.optional(),
        level: level.optional(),
        period: periods.optional(),
        as_of: as_of.optional(),
        known_at: known_at.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(subjectsAnswer, 'A page of rows', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    checkKnown(query)
    const { duty: code, known_at: known, status, level: within, period: asked } = query
    const places = c.get('units')
    const about = [code, status ?? null, places, within ?? null, asked ?? null, ...(known === undefined ? [] : [known])]
    const reading = readingOf(desk, 'subjects', query, about)
    const period = asked ?? reading.as_of.slice(0, 4)
    const ledger = async () => ({
      as_of: reading.as_of,
      known_at: known,
      duty: code,
      statuses: status,
      units: await units.chosen(places, within === undefined ? undefined : [within]),
      level: within,
      period,
    })
    return answer(c, {
      route: 'subjects',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const part = { limit: reading.limit + 1, offset: reading.after }
        const asked = { ...(await ledger()), ...part }
        const instants = known === undefined ? [] : [reading.as_of]
        const rests = { as_of: known ?? reading.as_of, duties: [code] }
        const look = { ...rests, about: ['subjects', ...about, ...instants, period, part] }
        const found = await desk.looks.at(look, () => subjects(services.warehouse, asked))
        const { rows, next_cursor } = pageOf(found, reading)
        const opened = rows.map((row) => openRow(row, desk))
        const head = {
          as_of: desk.time.instant(reading.as_of),
          state: services.warehouse.version,
          duty: code,
          period,
        }
        return { rows: opened, json: { ...head, rows: opened, next_cursor }, next_cursor }
      },
      table: {
        columns: SUBJECT_COLUMNS,
        title: { zh: `名单-${code}`, en: `Rows-${code}` },
        format: query.format,
        whole: reading.is_part
          ? undefined
          : async function* () {
              for await (const block of subjectBlocks(services.warehouse, await ledger()))
                yield block.map((row) => openRow(row, desk))
            },
      },
    })
  })
}

/** A row as it leaves: of a child's number the last four digits, instants with their offset. */
function openRow({ sealed, ...row }: ResultRow, { services, time }: Desk): object {
  const key = row.subject_kind === 'child' ? BigInt(row.subject_id as string) : null
  const id = key === null ? null : openSealed(services, key, sealed)
  const subject_id = key === null ? row.subject_id : id === null ? '' : maskId(id)
  return {
    ...row,
    subject_id,
    child_key: key === null ? null : writeChildKey(key),
    due_at: time.instant(row.due_at),
    met_at: time.instant(row.met_at),
  }
}
