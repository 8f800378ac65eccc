import { createRoute, z } from '@hono/zod-openapi'
import { TODO_LISTS, TODO_NAMES, todoRows, type TodoList, type TodoQuery } from '../../../queries/todo.ts'
import type { Cell, ResultRow } from '../../../queries/rows.ts'
import { isSemester } from '../../../queries/ledger.ts'
import { writeChildKey } from '../../../queries/child-key.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { etagOf, isMatch } from '../etag.ts'
import { PURPOSES, recordExport } from '../exports.ts'
import { attachment } from '../formats/file-name.ts'
import { xlsxOf } from '../formats/xlsx.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import { MEDIA_TYPES } from '../negotiate.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'
import { titleOf, todoSheets, type TodoRow } from '../todo-sheets.ts'
import { facetTotals, largestOf, type FacetKind } from '../todo-facets.ts'
import { todoAnswer } from '../todo-schema.ts'

const XLSX = MEDIA_TYPES.xlsx
const workbookContent = {
  [XLSX]: { schema: z.string().openapi({ format: 'binary', description: 'A sheet a list that has rows' }) },
}
/** More than a township has children: a workbook is a township's, and built in memory. */
const MOST_SHEET_ROWS = 50_000

const place = (name: string, description: string) =>
  z
    .string()
    .trim()
    .min(1, `${name} 不能为空；不用时请去掉这个参数。`)
    .max(100, `${name} 过长：不超过 100 个字符。`)
    .openapi({ description })

/** `GET /api/todo`: what is still to do, out of the ledger's pending and missed rows; names of children are masked in JSON. */
export function addTodo(api: Api, desk: Desk): void {
  const { parameters, services, units, answer, time } = desk
  const { as_of, unit, period, limit, cursor } = parameters
  const list = z.enum([...TODO_NAMES], { error: `list 应为 ${TODO_NAMES.join('、')} 之一。` }).openapi({
    description: 'One list. Default: `file` in JSON, every list in a workbook.',
  })
  const answers = responsesOf(todoAnswer, 'A page of a list', { isTable: false })
  const route = createRoute({
    method: 'get',
    path: '/todo',
    operationId: 'todo',
    summary: 'What is still to do: the ledger’s pending and missed rows, with what is missing',
    description:
      '`list` is one list (JSON: default `file`; XLSX: default all, a sheet each). `period` chooses the months of the talks, by default the month of `as_of`, or a semester of the three ones, by default the last that has begun. `teacher` is an id of `teachers`. Villages, schools and teachers are the 100 with the most rows; `totals` says how many there are. JSON masks names and gives the last four digits of an id; `format=xlsx` is the workbook for those who must act, with whole names.',
    request: {
      query: queryOf({
        unit: unit.optional(),
        list: list.optional(),
        village: place('village', 'Only rows of this village.').optional(),
        school: place('school', 'Only rows of this school.').optional(),
        teacher: place(
          'teacher',
          'Only children whom this teacher last talked with: a `value` of `teachers`.',
        ).optional(),
        period: period.optional(),
        as_of: as_of.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: z
          .enum(['json', 'xlsx'], { error: 'format 应为 json 或 xlsx。' })
          .openapi({ description: 'For links, which cannot say `Accept`; a workbook is had by this alone.' })
          .optional(),
        purpose: z
          .enum(PURPOSES, { error: `purpose 应为 ${PURPOSES.join('、')} 之一。` })
          .openapi({
            description:
              'Of a workbook, which has whole names: what it is for; kept in the audit trail. Default: duty.',
          })
          .optional(),
      }),
    },
    responses: { ...answers, 200: { ...answers[200], content: { ...answers[200].content, ...workbookContent } } },
  })
  api.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const chosen = query.list ?? 'file'
    const places = c.get('units')
    const filters = { village: query.village, school: query.school, teacher: query.teacher }
    const values = Object.values(filters).map((value) => value ?? null)
    const about = [query.list ?? null, places, ...values, query.period ?? null]
    const reading = readingOf(desk, 'todo', query, about)
    // A period is of the talks, or a semester of what is owed by the semester: the other lists keep their own.
    const semester = query.period !== undefined && isSemester(query.period) ? query.period : undefined
    const talk_period = semester === undefined && query.period ? query.period : reading.as_of.slice(0, 7)
    const asking = async (): Promise<TodoQuery> => {
      return { ...filters, units: await units.chosen(places), as_of: reading.as_of, talk_period, semester }
    }
    if (query.format === 'xlsx') {
      const asked = await asking()
      const etag = etagOf([services.since.getTime(), services.warehouse.version, 'todo', reading.as_of, about, 'xlsx'])
      const headers: Record<string, string> = { etag, 'cache-control': 'private, no-cache', vary: 'Accept' }
      if (isMatch(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
      const what = ['todo', query.list ?? 'all', 'xlsx'].join(' ')
      await recordExport(c, services, { what, purpose: query.purpose ?? 'duty' })
      const bytes = await workbookOf(desk, asked, query.list === undefined ? TODO_NAMES : [query.list])
      const at = reading.as_of.slice(0, 16).replace(/[-:]/g, '')
      const title = query.list === undefined ? '待办名单' : titleOf(query.list)
      headers['content-type'] = XLSX
      headers['content-length'] = String(bytes.byteLength)
      headers['content-disposition'] = attachment(
        `${await nameOf(desk, asked.units)}-${title}-${at}.xlsx`,
        `todo-${at}.xlsx`,
      )
      return c.body(bytes, 200, headers)
    }
    return answer(c, {
      route: 'todo',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const asked = await asking()
        const part = { limit: reading.limit + 1, offset: reading.after }
        const look = {
          as_of: reading.as_of,
          duties: TODO_LISTS[chosen] ?? [],
          about: ['todo', chosen, { ...asked, as_of: null }, part],
        }
        const [found, counts] = await Promise.all([
          desk.looks.at(look, () => todoRows(services.warehouse, chosen, { ...asked, ...part })),
          desk.todoCounts.counts(asked, chosen),
        ])
        const { rows, next_cursor } = pageOf(found, reading)
        const facet = (kind: FacetKind) => largestOf(counts.facets, kind, filters[kind])
        const masked = rows.map((row) => maskedRow(openRow(row, desk), row))
        const json = {
          as_of: time.instant(reading.as_of),
          state: services.warehouse.version,
          list: chosen,
          talk_period,
          lists: TODO_NAMES.map((name) => ({ list: name, count: counts.lists.get(name) ?? 0 })),
          villages: facet('village').map((row) => ({ value: row.value, count: row.n })),
          schools: facet('school').map((row) => ({ value: row.value, count: row.n })),
          teachers: facet('teacher').map((row) => ({
            value: row.value,
            name: openSealed(desk.services, row.teacher_id, row.sealed),
            count: row.n,
          })),
          totals: facetTotals(counts.facets),
          rows: masked,
          next_cursor,
        }
        return { rows: masked, json, next_cursor }
      },
    })
  })
}

/** What the units are called; the county's name where they are none. */
async function nameOf(desk: Desk, units: readonly string[]): Promise<string> {
  const names = [...(await desk.units.names())].filter(([id]) => units.includes(id)).map(([, name]) => name)
  return names.length === 0 ? desk.services.county.name : names.join('、')
}

async function workbookOf(desk: Desk, asked: TodoQuery, names: readonly TodoList[]): Promise<Uint8Array<ArrayBuffer>> {
  const lists = await Promise.all(
    names.map(async (list) => {
      const rows = await todoRows(desk.services.warehouse, list, { ...asked, limit: MOST_SHEET_ROWS, offset: 0 })
      return { list, rows: rows.map((row) => openRow(row, desk)) }
    }),
  )
  return xlsxOf(todoSheets(lists, { unit: await nameOf(desk, asked.units), as_of: asked.as_of }))
}

const textOf = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell : null)

function openRow(row: ResultRow, desk: Desk): TodoRow {
  const id = openSealed(desk.services, row.child_id, row.sealed_id)
  return {
    list: textOf(row.list) ?? '',
    township: textOf(row.township) ?? '',
    village: textOf(row.village),
    school: textOf(row.school),
    period: textOf(row.period) ?? '',
    incident_id: textOf(row.incident_id),
    subject: textOf(row.subject),
    name: openSealed(desk.services, row.name_id, row.sealed_name),
    last_four: id === null ? null : lastFour(id),
    teacher: openSealed(desk.services, row.teacher_id, row.sealed_teacher),
    missing: Array.isArray(row.missing) ? row.missing.map(String) : [],
    due_at: textOf(desk.time.instant(row.due_at)),
    days_left: typeof row.days_left === 'number' ? row.days_left : null,
  }
}

/** The same as a page may have it, with what only the ledger knows of it. */
const maskedRow = (row: TodoRow, { duty, status, child_id }: ResultRow) => ({
  ...row,
  child_key: typeof child_id === 'bigint' ? writeChildKey(child_id) : null,
  name: row.name === null ? null : maskName(row.name),
  duty,
  status,
})
