import { createRoute } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import {
  addReply,
  repliesOf,
  signalCatalogue,
  signalCounts,
  signalRows,
  type Reply,
} from '../../../queries/credibility.ts'
import { toLocal } from '../../../queries/instants.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import { LEAD_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { leadsOf, type Lead } from '../leads.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import { queryOf } from '../parameters.ts'
import { RateLimit } from '../rate-limit.ts'
import { pageOf, readingOf } from '../reading.ts'
import { credibilityAnswer, leadRowsAnswer, replyRequest, replyRow } from '../credibility-schema.ts'

const MOST_ROWS = 100
const MOST_REPLIES_A_MINUTE = 30
/** Behind every instant that can be asked for. */
const EVER = '9999-12-31T00:00:00'

/** What was written since this process serves, the only one that writes: an answer without it is old. */
interface Written {
  replies: number
}

/** The credibility signals: leads, never verdicts (docs/credibility.md); the rows behind one; what a unit replies. */
export function addCredibility(api: Api, desk: Desk): void {
  const written: Written = { replies: 0 }
  addLeads(api, desk, written)
  addRows(api, desk)
  addReplies(api, desk, written)
}

function addLeads(api: Api, desk: Desk, written: Written): void {
  const { parameters, services, time, units, answer, looks } = desk
  const { as_of, unit, lead_level, flagged, limit, cursor, format } = parameters
  const { warehouse } = services
  // The signals read of the instant its day alone, and of the state all that came before.
  const leadsAt = (at: string): Promise<Lead[]> =>
    looks.at({ as_of: at, duties: [], about: ['credibility'] }, async () => leadsOf(await signalCounts(warehouse, at)))
  const route = createRoute({
    method: 'get',
    path: '/credibility',
    operationId: 'credibility',
    summary: 'Credibility signals of townships and schools, as leads, at most 100 at a time',
    description:
      'What a unit shows against what the others of its level would; `is_flagged` across all units and signals of a level by Benjamini–Hochberg at 1 %. Method and measured false alarms: docs/credibility.md. As a table everything, unless `limit` or `cursor` is given.',
    request: {
      query: queryOf({
        unit: unit.optional(),
        level: lead_level.optional(),
        flagged: flagged.optional(),
        as_of: as_of.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(credibilityAnswer, 'One row a unit and signal', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const places = c.get('units')
    const about = [query.level ?? null, query.flagged ?? null, places]
    const reading = readingOf(desk, 'credibility', atMost(query), about)
    const until_at = query.as_of ?? EVER
    const chosen = () => units.chosen(places, ['county', 'township', 'school'])
    const read = async (): Promise<Lead[]> => {
      const seen = await chosen()
      const isAsked = ({ unit_id, level, is_flagged }: Lead) =>
        isOf(seen, unit_id) && level === (query.level ?? level) && (query.flagged === undefined || is_flagged)
      return (await leadsAt(reading.as_of)).filter(isAsked)
    }
    return answer(c, {
      route: 'credibility',
      as_of: reading.as_of,
      about: [...about, until_at, written.replies, reading.limit, reading.after],
      compute: async () => {
        const found = await read()
        const { rows, next_cursor } = pageOf(found.slice(reading.after, reading.after + reading.limit + 1), reading)
        const replies = await repliesOf(warehouse, { units: await chosen(), until_at })
        const isShown = (reply: Reply) =>
          rows.some(({ unit_id, signal }) => unit_id === reply.unit_id && signal === reply.signal)
        const json = {
          as_of: time.instant(reading.as_of),
          state: warehouse.version,
          signals: signalCatalogue(),
          total: found.length,
          rows,
          replies: replies.filter(isShown).map(({ as_of_at, written_at, ...reply }) => ({
            ...reply,
            as_of: time.instant(as_of_at),
            written_at: time.instant(written_at),
          })),
          next_cursor,
        }
        return { rows: rows.map(withName), json, next_cursor }
      },
      table: {
        columns: LEAD_COLUMNS,
        title: { zh: '可信度线索', en: 'Credibility leads' },
        format: query.format,
        whole: reading.is_part
          ? undefined
          : async function* () {
              yield (await read()).map(withName)
            },
      },
    })
  })
}

/** Whatever is asked for, a page has at most so many rows; where nothing is asked for, a table is whole. */
const atMost = <Query extends { limit?: number }>(query: Query): Query =>
  query.limit === undefined ? query : { ...query, limit: Math.min(MOST_ROWS, query.limit) }

/** Whether a unit is one of those chosen or lies in one; none chosen: all are. */
const isOf = (chosen: readonly string[], unit_id: string): boolean =>
  chosen.length === 0 || chosen.some((unit) => unit_id === unit || unit_id.startsWith(`${unit}/`))

const NAMES = new Map(signalCatalogue().map(({ code, zh }) => [code, zh]))
const withName = (lead: Lead) => ({ ...lead, signal_name: NAMES.get(lead.signal) ?? lead.signal })

function addRows(api: Api, desk: Desk): void {
  const { parameters, services, time, units, answer } = desk
  const { as_of, unit, signal, limit, cursor } = parameters
  const route = createRoute({
    method: 'get',
    path: '/credibility/rows',
    operationId: 'credibilityRows',
    summary: 'The rows behind a signal, at most 100 at a time',
    description: 'Names are masked; of a child’s number the last four digits.',
    request: {
      query: queryOf({
        signal,
        unit: unit.optional(),
        as_of: as_of.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
      }),
    },
    responses: responsesOf(leadRowsAnswer, 'A page of rows', { isTable: false }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const places = c.get('units')
    const about = [query.signal, places]
    const reading = readingOf(desk, 'credibility/rows', atMost(query), about)
    return answer(c, {
      route: 'credibility/rows',
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const chosen = await units.chosen(places, ['county', 'township', 'school'])
        const found = await signalRows(services.warehouse, {
          as_of: reading.as_of,
          signal: query.signal,
          units: chosen,
          limit: reading.limit + 1,
          offset: reading.after,
        })
        const { rows: page, next_cursor } = pageOf(found, reading)
        const rows = page.map((row) => shownRow(row, desk))
        const head = { as_of: time.instant(reading.as_of), state: services.warehouse.version }
        return { rows, json: { ...head, signal: query.signal, rows, next_cursor }, next_cursor }
      },
    })
  })
}

/** A row as a page may show it: names masked, the child by the last four digits. */
function shownRow(row: ResultRow, { services, time }: Desk) {
  const id = openSealed(services, row.child_id, row.sealed_id)
  const masked = (key: unknown, sealed: unknown): string | null => {
    const name = openSealed(services, key, sealed)
    return name === null ? null : maskName(name)
  }
  return {
    township_id: row.township_id,
    school: row.school,
    child: masked(row.name, row.sealed_name),
    child_digits: id === null ? null : lastFour(id),
    by: masked(row.by_name, row.sealed_by),
    happened_on: row.happened_on,
    seen_at: time.instant(row.seen_at),
    gone_at: time.instant(row.gone_at),
    item_count: row.item_count,
  }
}

function addReplies(api: Api, { present, services, time, units }: Desk, written: Written): void {
  const { gate, warehouse, ticks, timezone } = services
  const localOf = (instant: Date): string => toLocal(instant, timezone)
  const limit = new RateLimit(MOST_REPLIES_A_MINUTE, ticks)
  const route = createRoute({
    method: 'post',
    path: '/credibility/replies',
    operationId: 'replyToLead',
    summary: 'A township’s reply to a signal of one of its units',
    description:
      'Kept beside the signal, never changed; a further reply stands below. Who wrote it is in the audit trail.',
    request: { body: { required: true, content: { 'application/json': { schema: replyRequest } } } },
    responses: {
      201: { description: 'Kept', content: { 'application/json': { schema: replyRow } } },
      400: refused('The body is wrong'),
      401: refused('Not signed in'),
      403: refused('Not a unit of the viewer’s township'),
      429: refused(`More than ${MOST_REPLIES_A_MINUTE} a minute`),
      500: refused('A fault of the program'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const { unit, signal, reply, as_of } = c.req.valid('json')
    const wait = limit.take(viewer.name)
    if (wait > 0) throw new ShouwangError('too_many_requests', `写得太快，请在 ${wait} 秒后再试。`, { wait })
    await units.check(unit, ['township', 'school'])
    const as_of_at = as_of === undefined ? present.local : localOf(new Date(as_of))
    const written_at = localOf(services.now())
    const kept = { unit_id: unit, signal, as_of_at, written_at, written_by: viewer.name, reply }
    await gate.record(viewer, { action: 'lead_replied', unit_id: unit, detail: signal })
    await warehouse.record((transaction) => addReply(transaction, kept))
    written.replies++
    const told = { unit_id: unit, signal, written_by: viewer.name, reply }
    const at = { as_of: String(time.instant(as_of_at)), written_at: String(time.instant(written_at)) }
    return c.json({ ...told, ...at }, 201, { 'cache-control': 'no-store' })
  })
}
