import {
  dutiesAnswer,
  healthAnswer,
  summaryAnswer,
  type Duty,
  type SummaryRow,
  type TownshipHealth,
} from '../../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart } from '../../server/fetch-answer.ts'
import { belowTarget } from '../attention.ts'
import { familiesOf, type FamilyFigures } from '../families.ts'
import { loadBoard } from '../incidents/board.server.ts'
import { loadVerification, type VerificationRow } from '../verification.server.ts'
import { openClocks, urgency, type ClockCode, type Incident } from '../incidents/clocks.ts'

/** One duty with the townships where it is worst, below the target beyond chance. */
export interface WorstOf {
  duty: Duty
  rows: SummaryRow[]
  /** How many townships are below, also those that are not shown. */
  count: number
}

/** A clock that runs or is over; nothing of a child, and of a place the township alone. */
export interface OpenClock {
  id: string
  township: string
  code: ClockCode
  dueAt: string
}

export interface WallIncidents {
  open: number
  /** When the clocks of all of them that are not stopped run out, so that the counts tick without the incidents. */
  dueAt: string[]
  shown: OpenClock[]
}

export interface Wall {
  /** The instant of the figures. */
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  townships: TownshipHealth[]
  families: FamilyFigures[]
  worst: WorstOf[]
  /** What inspections confirmed, by unit and duty. */
  verified: VerificationRow[]
  /** Null for whoever may not see incidents. */
  incidents: WallIncidents | null
}

export type WallAnswer = { wall: Wall; problem: null } | { wall: null; problem: { detail: string; status: number } }

const WORST_DUTIES = 4
/** So many of its townships; fewer where a second line of each says what inspections confirmed. */
const WORST_TOWNSHIPS = { alone: 5, verified: 3 } as const
const INCIDENTS_SHOWN = 5
// Fifty at a time: more open ones than this are not a thing for a wall.
const INCIDENT_PAGES = 10

/** Everything the wall shows, as it is now. */
export async function loadWall(fetch: typeof globalThis.fetch): Promise<WallAnswer> {
  try {
    const summary = (level: string) => fetchPart(fetch, `/api/summary?level=${level}`, summaryAnswer)
    const [county, townships, duties, health, verified] = await Promise.all([
      summary('county'),
      summary('township'),
      fetchPart(fetch, '/api/duties', dutiesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      loadVerification(fetch, { as_of: null }),
    ])
    const all = duties?.duties ?? []
    const wall: Wall = {
      asOf: county?.as_of ?? health.as_of,
      now: health.as_of,
      townships: health.townships,
      families: familiesOf(all, county?.rows ?? [], verified),
      worst: worstOf(all, townships?.rows ?? [], verified),
      verified,
      incidents: await loadIncidents(fetch, Date.parse(health.as_of)),
    }
    return { wall, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { wall: null, problem: { detail: error.detail, status: error.status } }
  }
}

/** The duties that are surest to be behind, the surest first: a township is not put on a wall for what may be chance. */
function worstOf(duties: Duty[], rows: SummaryRow[], verified: VerificationRow[]): WorstOf[] {
  const below = belowTarget(rows)
  const codes = [...new Set(below.map(({ duty }) => duty))].slice(0, WORST_DUTIES)
  return codes.flatMap((code) => {
    const duty = duties.find((each) => each.code === code)
    const own = below.filter((row) => row.duty === code)
    const isVerified = verified.some((each) => each.duty === code && own.some((row) => row.unit_id === each.unit_id))
    const most = isVerified ? WORST_TOWNSHIPS.verified : WORST_TOWNSHIPS.alone
    return duty === undefined ? [] : [{ duty, rows: own.slice(0, most), count: own.length }]
  })
}

const OPEN = { status: 'open', unit: null, kind: null, period: null, asOf: null, viewer: null }

async function loadIncidents(fetch: typeof globalThis.fetch, now: number): Promise<WallIncidents | null> {
  const incidents: Incident[] = []
  let cursor: string | null = null
  for (let page = 0; page < INCIDENT_PAGES; page += 1) {
    const answer = await loadBoard(fetch, { ...OPEN, cursor })
    if (answer.problem !== null) {
      if (answer.problem.status === 403) return null
      throw new AnswerError('/api/incidents', answer.problem.status, answer.problem.detail)
    }
    incidents.push(...answer.board.incidents)
    cursor = answer.board.next
    if (cursor === null) break
  }
  return wallIncidents(incidents, now)
}

/** Of each incident the clock that matters most: the one that runs out next, else the one that ran out last. */
export function wallIncidents(incidents: Incident[], now: number): WallIncidents {
  const clocks = incidents.map((incident) =>
    openClocks(incident, now).map((clock): OpenClock => ({ id: incident.id, township: incident.township, ...clock })),
  )
  const firstDue = (a: OpenClock, b: OpenClock) => urgency(a, now) - urgency(b, now)
  const first = clocks.flatMap((each) => each.sort(firstDue).slice(0, 1))
  return {
    open: incidents.length,
    dueAt: clocks.flat().map(({ dueAt }) => dueAt),
    shown: first.sort(firstDue).slice(0, INCIDENTS_SHOWN),
  }
}
