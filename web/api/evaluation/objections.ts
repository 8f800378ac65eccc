import { ShouwangError } from '../../../errors.ts'
import { objectionsOf, type ObjectionRow, type ObjectionState } from '../../../queries/evaluation.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { itemsToday } from './objection-items.ts'
import type { About } from './objection-schema.ts'

interface KeptEvent {
  event_id: string
  kind: ObjectionState
  happened_at: string
  happened_by: string
  scheme_version: number | null
}

/** Until when a year can be objected to: the last day, and whether it is over. */
export async function deadlineOf(desk: Desk, year: string) {
  const { evaluation } = desk.services
  const frozen = await evaluation.frozen(year)
  const newest = frozen === null ? (await evaluation.schemes(year))[0] : { version: frozen.scheme_version, ...frozen }
  const objections_until = newest?.scheme.objections_until ?? null
  const today = desk.local().slice(0, 10)
  const is_late = objections_until !== null && today > objections_until
  return { today, objections_until, is_frozen: frozen !== null, is_late, newest_version: newest?.version ?? 0 }
}

/** Townships that somebody may object for: their own. */
export const ownTownships = (viewer: Viewer): readonly string[] =>
  viewer.role === 'township' ? viewer.units.filter((unit) => !unit.includes('/')) : []

/** The objections of a year as somebody sees them: of others there is a count alone. */
export async function shownObjections(desk: Desk, viewer: Viewer, year: string) {
  const { is_late, ...deadline } = await deadlineOf(desk, year)
  const is_over = is_late || deadline.is_frozen
  const all = await objectionsOf(desk.services.warehouse, { year })
  const seen = all.filter(({ township_id }) => desk.services.gate.maySeeRowsOf(viewer, township_id))
  const words = await wordsOf(desk, seen)
  return {
    year,
    ...deadline,
    is_over,
    open_count: all.filter(({ state }) => state === 'made').length,
    total_count: all.length,
    rows: seen.map((row) => shown(desk, viewer, { row, words, is_frozen: deadline.is_frozen })),
    items: is_over ? [] : await itemsToday(desk, year, ownTownships(viewer)),
  }
}

/** One that somebody may see. Throws `not_found`, in the same words, for one that is hidden and one that is not there. */
export async function seenObjection(
  { services: { warehouse, gate } }: Desk,
  viewer: Viewer,
  asked: { year: string; objection_id: string },
): Promise<ObjectionRow> {
  const [row] = await objectionsOf(warehouse, asked)
  if (row !== undefined && gate.maySeeRowsOf(viewer, row.township_id)) return row
  throw new ShouwangError('not_found', '没有这条异议，或者不在您的账号的范围内。')
}

async function wordsOf({ services: { warehouse, texts } }: Desk, rows: readonly ObjectionRow[]) {
  const objection_ids = rows.map(({ objection_id }) => objection_id)
  const found = rows.length === 0 ? [] : await warehouse.query('evaluation/objection_words', { objection_ids })
  return new Map(
    found.map(({ event_id, sealed }) => [String(event_id), texts.open(String(event_id), sealed as Uint8Array)]),
  )
}

interface Told {
  row: ObjectionRow
  words: ReadonlyMap<string, string>
  is_frozen: boolean
}

function shown({ services, time }: Desk, viewer: Viewer, { row, words, is_frozen }: Told) {
  const is_open = row.state === 'made' && !is_frozen
  return {
    objection_id: row.objection_id,
    township: row.township_id,
    kind: row.kind,
    item: row.item,
    as_of: time.instant(row.as_of_at),
    scheme_version: row.scheme_version,
    about: JSON.parse(row.about) as About,
    state: row.state,
    files: JSON.parse(row.files) as { file_id: string; media_type: string; byte_count: number }[],
    events: (JSON.parse(row.events) as KeptEvent[]).map((event) => ({
      ...event,
      happened_at: time.instant(event.happened_at),
      words: words.get(event.event_id) ?? null,
    })),
    may_withdraw: is_open && ownTownships(viewer).includes(row.township_id),
    may_decide: is_open && viewer.role === 'county' && services.gate.seesAll(viewer),
  }
}
