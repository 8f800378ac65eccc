import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { changeCounts, changedRows, CHANGE_REGISTERS, type ChangedRow } from '../../../queries/changes.ts'
import { changeLines } from '../change-lines.ts'
import { CHANGE_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import type { Words } from '../language.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'

const row = z.record(z.string(), z.unknown())
const head = { as_of: z.string(), state: z.int(), from: z.string(), to: z.string() }
const changeLine = z.object({
  township_id: z.string(),
  township: z.string(),
  register: z.string(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
})
/** What `GET /api/changes` answers. */
export const changesAnswer = z
  .object({ ...head, rows: z.array(changeLine), back_filling: z.array(row) })
  .openapi('Changes')
const rowsAnswer = z.object({ ...head, rows: z.array(row), next_cursor: z.string().nullable() }).openapi('ChangedRows')

/** Two instants side by side: `/api/changes` counts, `/api/changes/rows` shows, names and numbers masked. */
export function addChanges(api: Api, desk: Desk): void {
  const { services, present, time, answer, parameters, units, looks } = desk
  const { from, to, unit, register, change, limit, cursor, format } = parameters
  const { warehouse } = services

  const asked = async (query: { from: string; to?: string }, places: readonly string[], now: string) => {
    const townships = await units.chosen(places, ['county', 'township'])
    const to_at = query.to ?? now
    if (query.from >= to_at) {
      throw new ShouwangError('bad_parameter', 'from 应早于 to：两个时点之间没有东西可比。', { parameter: 'from' })
    }
    return { from_at: query.from, to_at, townships }
  }
  const headOf = (as_of: string, { from_at, to_at }: { from_at: string; to_at: string }) => ({
    as_of: time.instant(as_of),
    state: warehouse.version,
    from: time.instant(from_at),
    to: time.instant(to_at),
  })

  const counts = createRoute({
    method: 'get',
    path: '/changes',
    operationId: 'changes',
    summary: 'What was added, changed and removed between two instants, and how late contacts were recorded',
    description:
      '`back_filling` counts the days from a contact to the first batch that showed it, without what a township’s first batch brought.',
    request: {
      query: queryOf({
        from,
        to: to.optional(),
        unit: unit.optional(),
        register: register.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(changesAnswer, 'Counts by township and register', { isTable: true }),
  })
  api.openapi(counts, (c) => {
    const query = c.req.valid('query')
    const now = present.local
    const places = c.get('units')
    return answer(c, {
      route: 'changes',
      as_of: now,
      about: [query.from, query.to ?? null, places, query.register ?? null],
      compute: async () => {
        const between = await asked(query, places, now)
        const registers = query.register === undefined ? CHANGE_REGISTERS : [query.register]
        const about = [registers, between.townships]
        const counted = await looks.between(between, about, () => changeCounts(warehouse, registers, between))
        const found = changeLines(counted, await units.names())
        const back_filling = await looks.between(between, ['back_filling', between.townships], () =>
          warehouse.query('changes/back_filling', between),
        )
        return { rows: found, json: { ...headOf(now, between), rows: found, back_filling } }
      },
      table: { columns: CHANGE_COLUMNS, title: titleOf(query.from, query.to ?? now), format: query.format },
    })
  })

  const rows = createRoute({
    method: 'get',
    path: '/changes/rows',
    operationId: 'changedRows',
    summary: 'The rows behind a count of changes, with what differs field by field',
    description: 'Of names, numbers and other identities it is said that they differ, and never what they are.',
    request: {
      query: queryOf({
        from,
        to: to.optional(),
        unit: unit.optional(),
        register,
        change: change.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
      }),
    },
    responses: responsesOf(rowsAnswer, 'A page of changed rows', { isTable: false }),
  })
  api.openapi(rows, (c) => {
    const query = c.req.valid('query')
    const places = c.get('units')
    const about = [query.from, query.to ?? null, places, query.register, query.change ?? null]
    const reading = readingOf(desk, 'changes/rows', query, about)
    return answer(c, {
      route: 'changes/rows',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const between = await asked(query, places, reading.as_of)
        const part = {
          register: query.register,
          change: query.change ?? '',
          limit: reading.limit + 1,
          offset: reading.after,
        } as const
        // A child is called as the last census calls it, whenever its row changed.
        const mark = ['rows', warehouse.version, between.townships, part]
        const read = await looks.between(between, mark, () => changedRows(warehouse, { ...between, ...part }))
        const page = pageOf(read, reading)
        const found = page.rows.map((each) => shown(each, desk))
        return { rows: found, json: { ...headOf(reading.as_of, between), rows: found, next_cursor: page.next_cursor } }
      },
    })
  })
}

/** Between which days the changes lie. */
function titleOf(from: string, to: string): Words {
  const days = `${from.slice(0, 10)}-${to.slice(0, 10)}`
  return { zh: `变化-${days}`, en: `Changes-${days}` }
}

/** A row as a page may show it: the child by the first character of the name and four digits of the number. */
function shown(found: ChangedRow, { services, time }: Desk): object {
  const { sealed_id, sealed_name, child_id, name, recorded_at, gone_at, ...rest } = found
  const id = openSealed(services, child_id, sealed_id)
  const called = openSealed(services, name, sealed_name)
  return {
    ...rest,
    child: called === null ? null : maskName(called),
    child_digits: id === null ? null : lastFour(id),
    recorded_at: time.instant(recorded_at),
    gone_at: time.instant(gone_at),
  }
}
