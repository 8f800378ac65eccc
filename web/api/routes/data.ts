import { createRoute, z } from '@hono/zod-openapi'
import type { ResultRow } from '../../../queries/rows.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { maskCell } from '../masking.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'

const row = z.record(z.string(), z.unknown())
const head = { as_of: z.string(), state: z.int() }
const dataAnswer = z
  .object({ ...head, holds: z.array(row), sources: z.array(row), findings: z.array(row) })
  .openapi('DataState')
const faultsAnswer = z.object({ ...head, rows: z.array(row), next_cursor: z.string().nullable() }).openapi('Faults')
const daysAnswer = z.object({ ...head, rows: z.array(row) }).openapi('BatchDays')

/** The state of what came: `/api/data`, `/api/faults` (rejects and warnings, masked for pages) and `/api/batch-days`. */
export function addData(api: Api, desk: Desk): void {
  const { services, present, time, answer, parameters, units } = desk
  const { warehouse } = services
  const headOf = (as_of: string) => ({ as_of: time.instant(as_of), state: warehouse.version })
  const dated = (names: readonly string[]) => (found: ResultRow) => ({
    ...found,
    ...Object.fromEntries(names.map((name) => [name, time.instant(found[name])])),
  })

  const data = createRoute({
    method: 'get',
    path: '/data',
    operationId: 'data',
    summary: 'Held registers, sources’ health, and faults by township and reason',
    request: { query: queryOf({ unit: parameters.unit.optional() }) },
    responses: responsesOf(dataAnswer, 'The present state', { isTable: false }),
  })
  api.openapi(data, (c) => {
    const places = c.get('units')
    const rowsOf = async (name: string, townships: readonly string[]): Promise<ResultRow[]> =>
      (await warehouse.query(name)).filter(
        (row) => townships.length === 0 || townships.includes(String(row.township_id)),
      )
    return answer(c, {
      route: 'data',
      as_of: present.local,
      about: [places],
      compute: async () => {
        const townships = await units.chosen(places, ['county', 'township'])
        const holds = await rowsOf('data/holds', townships)
        const sources = await rowsOf('data/sources', townships)
        const findings = await rowsOf('data/finding_counts', townships)
        const json = {
          ...headOf(present.local),
          holds: holds.map(({ sha256: _digest, ...hold }) => dated(['received_at', 'decided_at'])(hold)),
          sources: sources.map(dated(['last_run_at', 'last_success_at', 'failing_since'])),
          findings,
        }
        return { rows: [], json }
      },
    })
  })

  const { unit, kind, register, code, limit, cursor } = parameters
  const faults = createRoute({
    method: 'get',
    path: '/faults',
    operationId: 'faults',
    summary: 'Rejected rows and warnings of the last batches, names and numbers masked',
    request: {
      query: queryOf({
        unit: unit.optional(),
        kind: kind.optional(),
        register: register.optional(),
        code: code.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
      }),
    },
    responses: responsesOf(faultsAnswer, 'A page of faults', { isTable: false }),
  })
  api.openapi(faults, (c) => {
    const query = c.req.valid('query')
    const places = c.get('units')
    const about = [places, query.kind ?? null, query.register ?? null, query.code ?? null]
    const reading = readingOf(desk, 'faults', query, about)
    return answer(c, {
      route: 'faults',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const found = await warehouse.query('data/fault_rows', {
          townships: await units.chosen(places, ['county', 'township']),
          kind: query.kind ?? '',
          register: query.register ?? '',
          code: query.code ?? '',
          limit: reading.limit + 1,
          offset: reading.after,
        })
        const page = pageOf(found, reading)
        const rows = page.rows.map(({ sealed, identity, ...fault }) => {
          const isKnown = sealed instanceof Uint8Array && typeof identity === 'string'
          const value = isKnown ? services.open_identity(BigInt(identity), sealed) : ''
          return { ...fault, value: maskCell(fault.field, value) }
        })
        return { rows, json: { ...headOf(reading.as_of), rows, next_cursor: page.next_cursor } }
      },
    })
  })

  const days = createRoute({
    method: 'get',
    path: '/batch-days',
    operationId: 'batchDays',
    summary: 'The days on which batches came',
    request: { query: queryOf({}) },
    responses: responsesOf(daysAnswer, 'Days, the earliest first', { isTable: false }),
  })
  api.openapi(days, (c) =>
    answer(c, {
      route: 'batch-days',
      as_of: present.local,
      about: [],
      compute: async () => {
        const rows = (await warehouse.query('data/batch_days')).map(dated(['last_at']))
        return { rows, json: { ...headOf(present.local), rows } }
      },
    }),
  )
}
