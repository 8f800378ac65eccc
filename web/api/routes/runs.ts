import { createRoute } from '@hono/zod-openapi'
import type { ResultRow } from '../../../queries/rows.ts'
import { RUN_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { queryOf } from '../parameters.ts'
import { readingOf } from '../reading.ts'
import { runsAnswer } from '../schemas.ts'

const BLOCK_RUNS = 500
const NEWEST = Number.MAX_SAFE_INTEGER

/** `GET /api/runs`: every run of the pipeline with what became of each register, the latest first. */
export function addRuns(api: Api, desk: Desk): void {
  const { parameters, services, units, answer } = desk
  const { unit, limit, cursor, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/runs',
    operationId: 'runs',
    summary: 'Runs of the pipeline, the latest first',
    description: 'As CSV or Arrow one row a run and register.',
    request: {
      query: queryOf({
        unit: unit.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(runsAnswer, 'A page of runs', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const { warehouse } = services
    const places = c.get('units')
    const about = [places]
    const reading = readingOf(desk, 'runs', query, about)
    const read = async (before: number, runs: number): Promise<ResultRow[]> => {
      const townships = await units.chosen(places, ['county', 'township'])
      const rows = await warehouse.query('summary/runs', { townships, before, limit: runs })
      return rows.map((row) => ({ ...row, started_at: desk.time.instant(row.started_at) }))
    }
    return answer(c, {
      route: 'runs',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const runs = runsIn(await read(reading.after === 0 ? NEWEST : reading.after, reading.limit + 1))
        const page = runs.slice(0, reading.limit)
        const next_cursor = runs.length > page.length ? reading.next(page.at(-1)?.run_id as number) : null
        const head = { as_of: desk.time.instant(reading.as_of), state: warehouse.version }
        const rows = page.map(({ flat: _flat, ...run }) => run)
        return { rows: page.flatMap(({ flat }) => flat), json: { ...head, rows, next_cursor }, next_cursor }
      },
      table: {
        columns: RUN_COLUMNS,
        title: { zh: '取数记录', en: 'Pulls' },
        format: query.format,
        whole: reading.is_part
          ? undefined
          : async function* () {
              for (let before = NEWEST; ;) {
                const rows = await read(before, BLOCK_RUNS)
                if (rows.length === 0) return
                yield rows
                before = rows.at(-1)?.run_id as number
              }
            },
      },
    })
  })
}

interface Run {
  run_id: unknown
  registers: object[]
  /** The same as rows of a table. */
  flat: ResultRow[]
}

/** Rows of runs and registers as runs that hold their registers. */
function runsIn(rows: ResultRow[]): Run[] {
  const runs = new Map<unknown, Run>()
  for (const row of rows) {
    const {
      register,
      register_state,
      read,
      accepted,
      skipped,
      rejected,
      warnings,
      file,
      sheet,
      code,
      register_message,
      ...own
    } = row
    const { run_id } = own
    const run = runs.get(run_id) ?? { ...own, run_id, registers: [], flat: [] }
    runs.set(run_id, run)
    run.flat.push(row)
    const counts = { read, accepted, skipped, rejected, warnings }
    if (register !== null)
      run.registers.push({ register, state: register_state, ...counts, file, sheet, code, message: register_message })
  }
  return [...runs.values()]
}
