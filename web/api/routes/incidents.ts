import { createRoute } from '@hono/zod-openapi'
import { writeChildKey } from '../../../queries/child-key.ts'
import { incidents } from '../../../queries/incidents.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import { INCIDENT_COLUMNS, type ColumnSpec } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { maskId, openSealed } from '../masking.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'
import { incidentsAnswer } from '../schemas.ts'

/** `GET /api/incidents`: every incident with its times and its three clocks, the latest first. */
export function addIncidents(api: Api, desk: Desk): void {
  const { parameters, services, units, answer } = desk
  const { as_of, calendar_period: period, incident_status, incident_kind, unit, limit, cursor, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/incidents',
    operationId: 'incidents',
    summary: 'Incidents with their clocks, the latest first',
    description: 'Of every year, unless `period` is given: of occurred_at.',
    request: {
      query: queryOf({
        status: incident_status.optional(),
        kind: incident_kind.optional(),
        unit: unit.optional(),
        period: period.optional(),
        as_of: as_of.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(incidentsAnswer, 'A page of incidents', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const { status, kind, period: asked } = query
    const places = c.get('units')
    const about = [status ?? null, kind ?? null, places, asked ?? null]
    const reading = readingOf(desk, 'incidents', query, about)
    const read = async (limit: number, offset: number, of = status): Promise<ResultRow[]> => {
      return incidents(services.warehouse, {
        as_of: reading.as_of,
        status: of,
        kind,
        units: await units.chosen(places),
        period: asked,
        limit,
        offset,
      })
    }
    return answer(c, {
      route: 'incidents',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const [first, last] = [reading.after, reading.after + reading.limit + 1]
        const opened = read(ALL, 0, 'open')
        // Where only open ones are asked for, they are read already.
        const part = status === 'open' ? opened.then((all) => all.slice(first, last)) : read(last - first, first)
        const [found, open] = await Promise.all([part, opened])
        const page = pageOf(found, reading)
        const rows = page.rows.map((row) => openRow(row, desk))
        const state = services.warehouse.version
        const head = { as_of: desk.time.instant(reading.as_of), state, open: openCounts(open) }
        return { rows, json: { ...head, rows, next_cursor: page.next_cursor }, next_cursor: page.next_cursor }
      },
      table: {
        columns: INCIDENT_COLUMNS,
        title: { zh: '突发事件', en: 'Incidents' },
        format: query.format,
        // A county has few incidents: all of them are one block.
        whole: reading.is_part
          ? undefined
          : async function* () {
              yield (await read(ALL, 0)).map((row) => openRow(row, desk))
            },
      },
    })
  })
}

const ALL = Number.MAX_SAFE_INTEGER
const CLOCKS = ['notify_guardian_status', 'notify_parents_status', 'report_authority_status'] as const

/** How many incidents are open, and of their clocks how many run and how many ran out. */
function openCounts(open: readonly ResultRow[]): { incidents: number; running: number; over: number } {
  const clocksThat = (status: string): number =>
    open.reduce((sum, row) => sum + CLOCKS.filter((clock) => row[clock] === status).length, 0)
  return { incidents: open.length, running: clocksThat('pending'), over: clocksThat('missed') }
}

/** A row as it leaves: of the child's number the last four digits, instants with their offset, impossible times as a list. */
function openRow({ sealed, ...row }: ResultRow, { services, time }: Desk): object {
  const { child_id, impossible_times, differing_times } = row
  const listOf = (names: unknown): string[] => (typeof names === 'string' && names !== '' ? names.split(';') : [])
  const id = openSealed(services, child_id, sealed)
  const opened: Record<string, unknown> = {
    ...row,
    child_id: id === null ? null : maskId(id),
    impossible_times: listOf(impossible_times),
    differing_times: listOf(differing_times),
  }
  const valueOf = ({ name, type }: ColumnSpec): unknown =>
    type === 'instant' ? time.instant(opened[name]) : opened[name]
  const row_out = Object.fromEntries(INCIDENT_COLUMNS.map((column) => [column.name, valueOf(column)]))
  return { ...row_out, child_key: typeof child_id === 'bigint' ? writeChildKey(child_id) : null }
}
