import { filesOf, type TableFiles } from '../../lib/components/table.ts'
import { z } from 'zod'
import { healthAnswer } from '../../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart, withQuery } from '../../server/fetch-answer.ts'
import { oldestTaken } from '../freshness.ts'
import { byUrgency, TIMES, type Incident } from './clocks.ts'
import { unitChoices, type UnitChoice } from '../../server/unit-choices.ts'
import type { Viewer } from '../../server/viewer.ts'

const instant = z.string()
const time = instant.nullable()
const status = z.enum(['met', 'late', 'missed', 'ahead', 'pending'])

const row = z.object({
  incident_id: z.string(),
  township_id: z.string(),
  township: z.string(),
  village: z.string().nullable(),
  school: z.string().nullable(),
  child_id: z.string().nullable(),
  kind: z.string(),
  status: z.enum(['open', 'closed']),
  occurred_at: instant,
  guardian_notified_at: time,
  parents_notified_at: time,
  education_reported_at: time,
  township_reported_at: time,
  police_reported_at: time,
  closed_at: time,
  notify_guardian_due_at: instant,
  notify_guardian_status: status,
  notify_parents_due_at: instant,
  notify_parents_status: status,
  report_authority_due_at: instant,
  report_authority_status: status,
  impossible_times: z.array(z.string()),
  told: z.enum(['register', 'live', 'both']),
  is_missing_in_register: z.boolean(),
  live_occurred_at: time,
  live_guardian_notified_at: time,
  live_parents_notified_at: time,
  live_education_reported_at: time,
  live_township_reported_at: time,
  live_police_reported_at: time,
  live_closed_at: time,
  differing_times: z.array(z.string()),
})

const openCounts = z.object({ incidents: z.number(), running: z.number(), over: z.number() })
/** How many incidents are open, and of their clocks how many run and how many ran out. */
export type OpenCounts = z.infer<typeof openCounts>

const answer = z.object({
  as_of: instant,
  open: openCounts,
  rows: z.array(row),
  next_cursor: z.string().nullable(),
})
/** What the board is asked for; each is a parameter of its address. */
export interface BoardQuery {
  status: string | null
  unit: string | null
  kind: string | null
  period: string | null
  cursor: string | null
}

export interface Board {
  asOf: string
  /** Of all that are open, and not only of those in sight. */
  open: OpenCounts
  incidents: Incident[]
  /** Of what the reader may choose rows. */
  units: UnitChoice[]
  /** Whose registers are old, of those in sight; none at an earlier instant. */
  stale: string[]
  /** When the oldest of their registers that are not old were taken, in milliseconds; null at an earlier instant. */
  oldest: number | null
  next: string | null
  /** All that the filter asks for, not only a page of it, as files. */
  files: TableFiles
}

export type BoardAnswer = { board: Board; problem: null } | { board: null; problem: { detail: string; status: number } }

const PAGE = '50'

const townshipOf = (unit: string): string => unit.split('/')[0] ?? unit

/** A county has fewer incidents than this in a month; who is sent to a line is sent to its month. */
const MOST_PAGES = 40

/** The page of the board that has the incident (`TOWNSHIP/NUMBER`) to which somebody was sent; the first where none has. */
export async function boardWith(
  incident: string | null,
  load: (cursor: string | null) => Promise<BoardAnswer>,
): Promise<BoardAnswer> {
  const first = await load(null)
  let answer = first
  for (let page = 1; incident !== null && answer.board !== null && page <= MOST_PAGES; page++) {
    const { incidents, next } = answer.board
    if (incidents.some(({ township_id, id }) => `${township_id}/${id}` === incident)) return answer
    if (next === null) break
    answer = await load(next)
  }
  return first
}

/** The incidents of the board as they stood, the latest first; children masked here, before anything leaves the server. */
export async function loadBoard(
  fetch: typeof globalThis.fetch,
  { asOf, cursor, viewer, ...filter }: BoardQuery & { asOf: string | null; viewer: Viewer | null },
): Promise<BoardAnswer> {
  const asked = { ...filter, as_of: asOf }
  try {
    const [page, { townships }] = await Promise.all([
      fetchAnswer(fetch, withQuery('/api/incidents', { ...asked, cursor, limit: PAGE }), answer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
    ])
    const incidents = page.rows.map(incidentOf)
    const files = filesOf(withQuery('/api/incidents', asked))
    const units = unitChoices(viewer, townships)
    const inSight = new Set((filter.unit === null ? units.map(({ id }) => id) : [filter.unit]).map(townshipOf))
    const resting = asOf === null ? townships.filter(({ id }) => inSight.has(id)) : []
    const stale = resting.filter(({ is_stale }) => is_stale).map(({ name }) => name)
    return {
      board: {
        asOf: page.as_of,
        open: page.open,
        incidents,
        units,
        stale,
        oldest: oldestTaken(resting),
        next: page.next_cursor,
        files,
      },
      problem: null,
    }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { board: null, problem: { detail: error.detail, status: error.status } }
  }
}

/** No page asks for more at a time; a county has fewer open ones. */
const MOST_OPEN = 100

export interface OpenIncidents {
  incidents: Incident[]
  counts: OpenCounts
  hasMore: boolean
  asOf: string
}

/** Open incidents, at most so many, first those whose clocks run out next; null where the reader may have no rows. */
export async function openIncidents(
  fetch: typeof globalThis.fetch,
  { asOf, most }: { asOf: string | null; most: number },
): Promise<OpenIncidents | null> {
  const asked = withQuery('/api/incidents', { status: 'open', as_of: asOf, limit: `${MOST_OPEN}` })
  const page = await fetchPart(fetch, asked, answer)
  if (page === null) return null
  const incidents = byUrgency(page.rows.map(incidentOf), Date.parse(page.as_of)).slice(0, most)
  return { incidents, counts: page.open, hasMore: page.open.incidents > incidents.length, asOf: page.as_of }
}

function incidentOf(from: z.infer<typeof row>): Incident {
  const timesOf = (prefix: '' | 'live_') =>
    Object.fromEntries(TIMES.map((name) => [name, from[`${prefix}${name}`]])) as Incident['times']
  return {
    id: from.incident_id,
    township: from.township,
    township_id: from.township_id,
    place: from.village ?? from.school,
    child: from.child_id?.slice(-4) ?? null,
    kind: from.kind,
    isOpen: from.status === 'open',
    times: timesOf(''),
    live: from.told === 'register' ? null : timesOf('live_'),
    told: from.told,
    isMissing: from.is_missing_in_register,
    differing: from.differing_times,
    impossible: from.impossible_times,
    clocks: {
      notify_guardian: { dueAt: from.notify_guardian_due_at, status: from.notify_guardian_status },
      notify_parents: { dueAt: from.notify_parents_due_at, status: from.notify_parents_status },
      report_authority: { dueAt: from.report_authority_due_at, status: from.report_authority_status },
    },
  }
}
