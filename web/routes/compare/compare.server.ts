import { z } from 'zod'
import type { Drawing } from '$lib/charts/drawing.ts'
import { filesOf, type TableFiles } from '$lib/components/table.ts'
import type { Language } from '$lib/format/language.ts'
import { dutiesAnswer, healthAnswer, shownRows, summaryAnswer, summaryRow, type Duty } from '../../server/answers.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'
import type { DrawnFor } from '../drawings.server.ts'
import { firstRows, MOST_ROWS } from '../first-rows.server.ts'
import { oldestTaken } from '../freshness.ts'
import { loadVerification, verificationPath, type VerificationRow } from '../verification.server.ts'
import { bandSizes, byDistance } from './bands.ts'
import { compareColumns } from './columns.ts'
import { funnelPictures, rowsPicture, sparkPictures, type FunnelPictures } from './pictures.server.ts'

const rate = z.number().min(0).max(1).nullable()
const count = z.int().min(0)
const rank = z.int().min(1).nullable()

const comparedRow = summaryRow.extend({
  distance: z.number().nullable(),
  band: rank,
  rank_low: rank,
  rank_high: rank,
  low_998: rate,
  high_998: rate,
  beyond: z.enum(['below', 'above']).nullable(),
  previous_period: z.string().nullable(),
  previous_met: count.nullable(),
  previous_closed: count.nullable(),
  series: z.array(z.object({ period: z.string(), met: count, closed: count })),
})

const funnelFound = z.object({
  around: z.enum(['target', 'pooled']),
  theta: z.number(),
  method: z.enum(['exact', 'overdispersed']),
})

const compareAnswer = z.object({
  as_of: z.string(),
  duty: z.string(),
  period: z.string(),
  level: z.string(),
  funnel: funnelFound.nullable(),
  draws: z.object({ count, seed: z.int() }).nullable(),
  rows: shownRows(comparedRow),
})

export type ComparedRow = z.infer<typeof comparedRow>
export type FunnelFound = z.infer<typeof funnelFound>

/** The levels that can be set side by side; the county is one. */
export const COMPARED_LEVELS = ['township', 'village', 'school'] as const
export type ComparedLevel = (typeof COMPARED_LEVELS)[number]

/** So many of them stand as interval rows beside the funnel; the table has all of the page. */
const NEAREST = 25

export interface CompareQuery {
  duty: string | null
  period: string | null
  level: ComparedLevel
  /** The township whose villages or schools are compared. */
  unit: string | null
  /** From which unit on, in order of the distance to the target. */
  from: number
  asOf: string | null
  /** The page's address, for the order of its table. */
  sorts: URLSearchParams
}

export interface Comparison {
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  duty: Duty
  duties: Duty[]
  townships: { id: string; name: string }[]
  /** Townships with old data; none at an earlier instant. */
  stale: { id: string; name: string }[]
  /** When the oldest data that are not stale were taken, in milliseconds; null at an earlier instant. */
  oldest: number | null
  period: string
  level: ComparedLevel
  /** The whole county's rate of the same duty and period. */
  county: number | null
  funnel: (FunnelFound & { pictures: FunnelPictures }) | null
  draws: { count: number; seed: number } | null
  total: number
  /** How many of all units share each band. */
  bands: Map<number, number>
  beyond: { below: string[]; above: string[] }
  /** A page of the table, in the order that the address asks for. */
  rows: ComparedRow[]
  /** Those of the same page that are judged, the furthest below the target first, and how many they are. */
  nearest: { rows: ComparedRow[]; total: number }
  sparks: Record<string, Drawing>
  /** The rows with their intervals as one drawing, for a file; empty where nothing is judged. */
  picture: Drawing
  /** What inspections confirmed, by unit; of townships alone. */
  verified: VerificationRow[]
  files: TableFiles
  /** The verification rates as a file; null where nothing was checked. A workbook has them as its second sheet. */
  verifiedFile: string | null
}

export type CompareLoaded =
  { comparison: Comparison; problem: null } | { comparison: null; problem: { detail: string; status: number } }

/** What is compared when the address does not say: the duty that comes every month. */
const DEFAULT_DUTY = 'talk'

/** Everything the page shows, at `asOf` or now: the only place that knows the API's answers for it. */
export async function loadComparison(
  fetch: typeof globalThis.fetch,
  query: CompareQuery,
  { language, isDataRequest }: { language: Language } & DrawnFor,
): Promise<CompareLoaded> {
  const asked = {
    duty: query.duty ?? DEFAULT_DUTY,
    period: query.period,
    level: query.level,
    unit: query.level === 'township' ? null : query.unit,
    as_of: query.asOf,
  }
  const path = withQuery('/api/compare', asked)
  const whose = { as_of: query.asOf, duty: asked.duty, period: query.period }
  try {
    const [answer, county, { duties }, health, verified] = await Promise.all([
      fetchAnswer(fetch, path, compareAnswer),
      fetchAnswer(fetch, withQuery('/api/summary', { ...asked, level: 'county', unit: null }), summaryAnswer),
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      loadVerification(fetch, whose),
    ])
    const duty = duties.find(({ code }) => code === answer.duty)
    if (duty === undefined) throw new AnswerError('/api/duties', 502, answer.duty)
    const sorted = byDistance(answer.rows)
    const bands = bandSizes(sorted)
    const columns = compareColumns({ bands, sparks: {}, level: query.level, verified, stale: [] }, query.asOf)
    const page = { from: query.from, query: query.sorts, language }
    const { rows } = firstRows(sorted, { name: 'units', columns, ...page })
    const judged = sorted.slice(query.from, query.from + MOST_ROWS).filter(({ rate }) => rate !== null)
    const nearest = { rows: judged.slice(0, NEAREST), total: judged.length }
    const isSent = ({ unit_id: id }: { unit_id: string }) =>
      [...rows, ...nearest.rows].some(({ unit_id }) => unit_id === id)
    const names = (side: 'below' | 'above') =>
      sorted.filter(({ beyond }) => beyond === side).map(({ unit_name: name }) => name)
    const townships = health.townships.map(({ id, name }) => ({ id, name }))
    const comparison: Comparison = {
      asOf: answer.as_of,
      now: health.as_of,
      duty,
      duties,
      townships,
      stale: query.asOf === null ? townships.filter((_, index) => health.townships[index]?.is_stale) : [],
      oldest: query.asOf === null ? oldestTaken(health.townships) : null,
      period: answer.rows[0]?.period ?? answer.period,
      level: query.level,
      county: county.rows[0]?.rate ?? null,
      funnel: answer.funnel && {
        ...answer.funnel,
        pictures: funnelPictures(answer.rows, { found: answer.funnel, duty, language }, { isDataRequest }),
      },
      draws: answer.draws,
      total: sorted.length,
      bands,
      beyond: { below: names('below'), above: names('above') },
      rows,
      nearest,
      sparks: sparkPictures(rows, { isDataRequest }),
      picture: rowsPicture(judged, { isDataRequest }),
      verified: verified.filter(isSent),
      files: filesOf(path),
      verifiedFile: verified.length === 0 ? null : filesOf(verificationPath(whose)).csv,
    }
    return { comparison, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { comparison: null, problem: { detail: error.detail, status: error.status } }
  }
}
