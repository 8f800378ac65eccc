import { tableFromIPC } from 'apache-arrow'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import * as columns from '../../web/api/columns.ts'
import { credibilityAnswer } from '../../web/api/credibility-schema.ts'
import { changesAnswer } from '../../web/api/routes/changes.ts'
import { unguard } from '../../web/api/formats/csv.ts'
import * as schemas from '../../web/api/schemas.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { readCsvTable } from '../support/csv-reader.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const MARK = 'inspections/found_mark'
const get = (path: string, headers: Record<string, string> = {}) => county.api.request(path, { headers })
/** Under the title and the instant. */
const HEAD_ROW = 3
const ARROW = 'application/vnd.apache.arrow.stream'

type Row = Record<string, unknown>
interface Answered {
  rows: Row[]
  duties: Row[]
  signals: Row[]
}

interface TableRoute {
  path: string
  schema: z.ZodType<object>
  columns: readonly columns.ColumnSpec[]
  /** The rows of the JSON answer as the table has them. */
  rowsOf?: (json: Answered) => Row[]
}

const TABLES: TableRoute[] = [
  { path: '/api/summary', schema: schemas.summaryAnswer, columns: columns.SUMMARY_COLUMNS },
  { path: '/api/subjects?duty=talk&limit=1000', schema: schemas.subjectsAnswer, columns: columns.SUBJECT_COLUMNS },
  {
    path: '/api/subjects?duty=notify_parents&limit=1000',
    schema: schemas.subjectsAnswer,
    columns: columns.SUBJECT_COLUMNS,
  },
  { path: '/api/duties', schema: schemas.dutiesAnswer, columns: columns.DUTY_COLUMNS, rowsOf: (json) => json.duties },
  { path: '/api/incidents?limit=1000', schema: schemas.incidentsAnswer, columns: columns.INCIDENT_COLUMNS },
  {
    path: '/api/runs?limit=1000',
    schema: schemas.runsAnswer,
    columns: columns.RUN_COLUMNS,
    rowsOf: (json) =>
      json.rows.flatMap(({ registers, ...run }) =>
        (registers as Row[]).map(({ state, message, ...register }) => ({
          ...run,
          ...register,
          register_state: state,
          register_message: message,
        })),
      ),
  },
  { path: '/api/changes?from=2026-09-01', schema: changesAnswer, columns: columns.CHANGE_COLUMNS },
  {
    path: '/api/credibility',
    schema: credibilityAnswer,
    columns: columns.LEAD_COLUMNS,
    rowsOf: ({ rows, signals }) =>
      rows.map((row) => ({ ...row, signal_name: signals.find(({ code }) => code === row.signal)?.zh })),
  },
  { path: '/api/rejects?limit=1000', schema: schemas.rejectsAnswer, columns: columns.REJECT_COLUMNS },
]

/** What a cell of CSV says of a value. */
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(';')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What Arrow says of a value. */
function arrowCell(value: unknown, type: columns.ColumnType): unknown {
  if (value === null || value === undefined) return null
  if (type === 'instant') return Date.parse(value as string)
  return Array.isArray(value) ? value.join(';') : value
}

async function sheetIn(path: string, language: string) {
  const response = await get(joined(path, 'format=xlsx'), { cookie: `language=${language}` })
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(await response.arrayBuffer())
  const sheet = workbook.worksheets[0]
  const headings = (sheet?.getRow(HEAD_ROW).values as string[]).slice(1)
  return { etag: response.headers.get('etag'), headings, length: (sheet?.rowCount ?? 0) - HEAD_ROW }
}

/** The name of a column is no word: it stands where nobody wrote a heading. */
const isName = (heading: string): boolean => /^[a-z_0-9]+$/.test(heading)

const joined = (path: string, more: string): string => `${path}${path.includes('?') ? '&' : '?'}${more}`

describe.each(TABLES)('$path', ({ path, schema, columns: specs, rowsOf = (json) => json.rows }) => {
  const jsonRows = async (): Promise<Row[]> => rowsOf((await (await get(path)).json()) as Answered)

  it('answers JSON as its schema says, and nothing else', async () => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    const json: unknown = await response.json()
    expect(schema.parse(json)).toEqual(json)
    expect((await jsonRows()).length).toBeGreaterThan(2)
  })

  it('answers the same as CSV', async () => {
    const rows = await jsonRows()
    const response = await get(path, { accept: 'text/csv' })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[a-z]+-20261031T1200\.csv"; filename\*=UTF-8''%E9/,
    )
    const table = await readCsvTable(response)
    const plain = table.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unguard(cell)])),
    )
    expect(plain).toEqual(rows.map((row) => Object.fromEntries(specs.map(({ name }) => [name, csvCell(row[name])]))))
  })

  it('answers the same as an Arrow stream', async () => {
    const rows = await jsonRows()
    const response = await get(path, { accept: ARROW })
    expect(response.headers.get('content-type')).toBe(ARROW)
    const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()))
    expect(table.schema.fields.map(({ name }) => name)).toEqual(specs.map(({ name }) => name))
    const expected = rows.map((row) =>
      Object.fromEntries(specs.map(({ name, type }) => [name, arrowCell(row[name], type)])),
    )
    expect(table.toArray().map((row) => ({ ...row.toJSON() }))).toEqual(expected)
  })

  it('answers the same as a workbook, under words of the reader’s language', async () => {
    const [zh, en] = await Promise.all([sheetIn(path, 'zh'), sheetIn(path, 'en')])
    expect(zh.headings.length).toBe(specs.length)
    for (const heading of zh.headings) expect(heading).toMatch(/\p{Script=Han}/u)
    for (const heading of en.headings) expect(heading).toMatch(/^[\x20-\x7e]+$/)
    expect(en.headings.filter(isName)).toEqual([])
    expect([zh.length, en.length]).toEqual(Array(2).fill((await jsonRows()).length))
    expect(zh.etag).not.toBe(en.etag)
  })

  it('takes the format from a link too, before Accept', async () => {
    const response = await get(joined(path, 'format=csv'), { accept: 'application/json' })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  })

  it('answers HEAD as GET, without a body', async () => {
    const [whole, head] = await Promise.all([get(path), county.api.request(path, { method: 'HEAD' })])
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    expect(head.headers.get('etag')).toBe(whole.headers.get('etag'))
    expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength))
  })
})

it.each(['/api/compare?duty=talk', '/api/trend?duty=talk', '/api/distribution?duty=talk'])(
  '%s has a word for every column of its workbook',
  async (path) => {
    const { headings } = await sheetIn(path, 'en')
    expect(headings.length).toBeGreaterThan(3)
    expect(headings.filter(isName)).toEqual([])
  },
)

describe('every answer that depends on the state', () => {
  const PATHS = [
    ...TABLES.map(({ path }) => path),
    '/api/health',
    '/api/openapi.json',
    '/api/subjects?duty=file',
    '/api/rejects?unit=01',
  ]
  const asked = PATHS.flatMap((path) =>
    (path.includes('health') || path.includes('openapi') ? ['json'] : ['json', 'csv', 'arrow', 'xlsx']).map(
      (format) => [path, format] as const,
    ),
  )

  it.each(asked)('%s as %s has a validator, and 304 costs no query', async (path, format) => {
    const at = format === 'json' ? path : joined(path, `format=${format}`)
    const first = await get(at)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]+"$/)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect(first.headers.get('vary')).toBe('Accept, Cookie')
    await first.arrayBuffer()
    const { warehouse } = county.application
    const asks = [vi.spyOn(warehouse, 'query'), vi.spyOn(warehouse, 'queryText'), vi.spyOn(warehouse, 'stream')]
    try {
      const again = await get(at, { 'if-none-match': `"older", W/${etag}` })
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(etag)
      expect(again.headers.get('vary')).toBe('Accept, Cookie')
      expect(await again.text()).toBe('')
      // What inspections found is told to no version: a workbook that has it looks whether there is more, and at nothing else.
      const looks = asks
        .flatMap((ask) => ask.mock.calls.map(([what]) => what))
        .filter((what) => what !== MARK && !what.includes('as mark'))
      expect(looks).toEqual([])
      expect((await get(at, { 'if-none-match': '"older"' })).status).toBe(200)
    } finally {
      for (const ask of asks) ask.mockRestore()
    }
  })

  it('has another validator for every format, route and question', async () => {
    const paths = [
      ...asked.map(([path, format]) => (format === 'json' ? path : joined(path, `format=${format}`))),
      '/api/summary?period=2026-Q3',
      '/api/summary?unit=01',
      '/api/summary?as_of=2026-10-31T11:00:00',
    ]
    const etags = await Promise.all(paths.map(async (path) => (await get(path)).headers.get('etag')))
    expect(new Set(etags).size).toBe(etags.length)
  })

  it('is one answer however the question is written', async () => {
    const same = [
      '/api/summary?level=township,county&duty=talk,file',
      '/api/summary?duty=file&duty=talk&level=county&level=township',
      '/api/summary?level=county&level=township&level=county&duty=file,talk',
    ]
    const etags = await Promise.all(same.map(async (path) => (await get(path)).headers.get('etag')))
    expect(new Set(etags).size).toBe(1)
  })
})
