import type { Context } from 'hono'
import type { ColumnSpec } from './columns.ts'
import { etagOf, isMatch } from './etag.ts'
import { arrowOf } from './formats/arrow.ts'
import { csvBlocks, csvOf } from './formats/csv.ts'
import { attachment } from './formats/file-name.ts'
import { xlsxOf, type XlsxSheet } from './formats/xlsx.ts'
import { tableWorkbook } from './formats/xlsx-table.ts'
import { FORMATS, MEDIA_TYPES, negotiate, type Format } from './negotiate.ts'
import { problem, type ApiEnv } from './problem.ts'
import type { AccessKind } from '../server/scope.ts'
import type { Viewer } from '../server/viewer.ts'
import { languageOf, type Language, type Words } from './language.ts'
import { recordExport } from './exports.ts'
import type { ApiServices } from './services.ts'
import { SharedCache } from './shared-cache.ts'
import { joined, streamed, Turns, type Bytes } from './streamed.ts'

/** What a route makes of a question; nothing of it is computed where the client has the answer already. */
export interface Answer {
  route: string
  /** The county's local time that is answered for. */
  as_of: string
  /** Everything else that the bytes depend on, besides state and format, in one order. */
  about: readonly unknown[]
  /** The JSON object, and the rows of the same answer as a table. */
  compute: () => Promise<{ json: object; rows: object[]; next_cursor?: string | null }>
  /** Present where the answer is a table too. */
  table?: Table
}

export interface Table {
  columns: readonly ColumnSpec[]
  /** What it is; a downloaded file is called so in Chinese. */
  title: Words
  /** `format` of the query. */
  format: Format | undefined
  /** The whole list in blocks, for CSV and Arrow where no part was asked for. */
  whole?: () => AsyncGenerator<object[]>
  /** A second sheet of the workbook. */
  beside?: () => Promise<Beside | undefined>
  /** The workbook, where it is a form of its own and not the table's one sheet. */
  sheets?: (language: Language) => Promise<XlsxSheet[]>
}

/** What stands beside a table in its workbook; `mark` is everything besides the state that its rows depend on. */
export interface Beside {
  mark: string
  title: Words
  columns: readonly ColumnSpec[]
  /** Nothing stands there where there are none. */
  rows: () => Promise<object[]>
}

export type Answering = (c: Context<ApiEnv>, answer: Answer) => Promise<Response>

interface Body {
  bytes: Bytes
  next_cursor: string | null
}

const KEPT_BYTES = 64 * 1024 * 1024
/** The warehouse has three readers; large answers, which wait for slow clients, leave one to everybody else. */
const STREAMS_AT_ONCE = 2

/** Answers any question: format, validator, cache and headers are the same for every route. */
export function answering(services: ApiServices): Answering {
  const { warehouse, since, county, report } = services
  const kept = new SharedCache<Body>({ max_bytes: KEPT_BYTES, size: ({ bytes }) => bytes.byteLength })
  const turns = new Turns(STREAMS_AT_ONCE)

  return async (c, answer) => {
    const { route, as_of, about, table, compute } = answer
    const offered = table ? FORMATS : (['json'] as const)
    const types = offered.map((each) => MEDIA_TYPES[each])
    const accepted = negotiate(c.req.header('accept'), types)
    const format = table?.format ?? offered.find((each) => MEDIA_TYPES[each] === accepted)
    if (format === undefined) {
      return problem(c, {
        code: 'not_acceptable',
        detail: `可以给出：${types.join('、')}。请修改 Accept。`,
        data: { available: types },
      })
    }
    const whole = format === 'json' ? undefined : table?.whole
    const seen = scopeOf(c)
    const language = languageOf(c)
    // People's words are in workbooks alone: the other formats are one for all languages.
    const beside = format === 'xlsx' ? await table?.beside?.() : undefined
    const told = format === 'xlsx' ? [language, beside?.mark] : []
    const state = [since.getTime(), warehouse.version]
    const etag = etagOf([...state, route, as_of, about, format, whole !== undefined, seen, ...told])
    const headers: Record<string, string> = { etag, 'cache-control': 'private, no-cache', vary: 'Accept, Cookie' }
    if (isMatch(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
    if (format !== 'json' && ROWS.includes(c.get('kind')) && c.req.method !== 'HEAD')
      await recordExport(c, services, { what: `${route} ${format}`, purpose: 'duty' })
    headers['content-type'] = CONTENT_TYPES[format]
    if (table && format !== 'json')
      headers['content-disposition'] = fileName(county.name, table.title.zh, answer, format)

    if (table && whole && format !== 'json' && format !== 'xlsx') {
      if (c.req.method === 'HEAD') return c.body(null, 200, headers)
      const { req } = c
      const about_error = { request_id: c.get('requestId'), method: req.method, path: req.path }
      const serialise = (blocks: AsyncIterable<object[]>) => SERIALISERS[format](table.columns, blocks)
      const body = await streamed({
        blocks: whole(),
        serialise,
        turns,
        report: (error) => report?.(error, about_error),
      })
      return c.body(body, 200, headers)
    }

    const make = () =>
      table && format === 'xlsx'
        ? workbookOf(answer, { table, beside, language })
        : bodyOf(format, compute, table?.columns ?? [])
    const body = kept.peek(etag) ?? (await kept.get(etag, make))
    if (format !== 'json' && body.next_cursor !== null) headers.link = nextLink(c.req.url, body.next_cursor)
    headers['content-length'] = String(body.bytes.byteLength)
    return c.body(body.bytes, 200, headers)
  }
}

/** What is about children: when it leaves as a file, it is kept who took it. */
const ROWS: readonly AccessKind[] = ['rows', 'township_rows']

const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: MEDIA_TYPES.json,
  csv: `${MEDIA_TYPES.csv}; charset=utf-8`,
  arrow: MEDIA_TYPES.arrow,
  xlsx: MEDIA_TYPES.xlsx,
}

/** What of a viewer an answer may depend on: those who see the same have the same bytes. */
function scopeOf(c: Context<ApiEnv>): readonly unknown[] {
  const viewer = c.get('viewer') as Viewer | undefined
  return viewer === undefined ? [] : [viewer.role, ...viewer.units]
}

const SERIALISERS = { csv: csvBlocks, arrow: arrowOf } as const

async function bodyOf(format: Format, compute: Answer['compute'], columns: readonly ColumnSpec[]): Promise<Body> {
  const { json, rows, next_cursor = null } = await compute()
  if (format === 'json') return { bytes: encode(JSON.stringify(json)), next_cursor }
  if (format === 'csv') return { bytes: encode(csvOf(columns, rows)), next_cursor }
  const chunks: Bytes[] = []
  for await (const chunk of arrowOf(columns, [rows])) chunks.push(chunk)
  return { bytes: joined(chunks), next_cursor }
}

/** The whole list where no part was asked for, else the part. */
async function workbookOf(
  { as_of, compute }: Answer,
  {
    table: { columns, title, whole, sheets },
    beside,
    language,
  }: { table: Table; beside: Beside | undefined; language: Language },
): Promise<Body> {
  if (sheets) return { bytes: await xlsxOf(await sheets(language)), next_cursor: null }
  let next_cursor: string | null = null
  const part = async function* () {
    const found = await compute()
    next_cursor = found.next_cursor ?? null
    yield found.rows
  }
  const more = (await beside?.rows()) ?? []
  const second = beside !== undefined && more.length > 0 ? [{ ...beside, blocks: [more] }] : []
  const bytes = await tableWorkbook([{ title, columns, blocks: (whole ?? part)() }, ...second], { as_of, language })
  return { bytes, next_cursor }
}

const encoder = new TextEncoder()
const encode = (text: string): Bytes => encoder.encode(text)

/** A page of a table says where the next one is (RFC 8288), as it has no place for a cursor in itself. */
function nextLink(address: string, cursor: string): string {
  const url = new URL(address)
  url.searchParams.set('cursor', cursor)
  return `<${url.pathname}${url.search}>; rel="next"`
}

function fileName(county: string, title: string, { route, as_of }: Answer, format: Format): string {
  const at = as_of.slice(0, 16).replace(/[-:]/g, '')
  return attachment(`${county}-${title}-${at}.${format}`, `${route}-${at}.${format}`)
}
