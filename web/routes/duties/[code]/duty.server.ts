import type { Drawings } from '$lib/components/drawings.ts'
import { filesOf, type TableFiles } from '$lib/components/table.ts'
import type { Language } from '$lib/format/language.ts'
import { z } from 'zod'
import { lastFour } from '../../../api/masking.ts'
import { duty, healthAnswer, summaryAnswer, type SummaryRow, type TownshipHealth } from '../../../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart, withQuery } from '../../../server/fetch-answer.ts'
import type { DrawnFor } from '../../drawings.server.ts'
import { loadVerification, type VerificationRow } from '../../verification.server.ts'
import type { BehindRow } from './behind.ts'
import { distributionAnswer, type Distribution } from './distribution-answer.ts'
import { distributionDrawings } from './distribution-drawing.server.ts'
import { trendDataOf, trendDrawings } from './trend-data.server.ts'
import { trendAnswer, type Trend } from './trend-answer.ts'

const definitionAnswer = duty.extend({ sql: z.string(), has_distribution: z.boolean() })

const subjectRow = z.object({
  subject_kind: z.enum(['child', 'incident', 'township', 'case', 'standard', 'home', 'school']),
  subject_id: z.string(),
  child_key: z.string().nullable(),
  township_id: z.string(),
  village: z.string().nullable(),
  school: z.string().nullable(),
  period: z.string(),
  due_at: z.string().nullable(),
  met_at: z.string().nullable(),
  status: z.enum(['met', 'late', 'missed', 'ahead', 'pending']),
})
const subjectsAnswer = z.object({ rows: z.array(subjectRow), next_cursor: z.string().nullable() })

/** What the page is asked for; each is a parameter of its address. */
export interface DutyQuery {
  unit: string | null
  level: string | null
  status: string | null
  period: string | null
  cursor: string | null
  /** The rows as a year's evaluation counts them, of what was known then; else of what was known at the instant shown. */
  knownAt: string | null
}

export interface DutyPage {
  asOf: string
  now: string
  period: string
  definition: z.infer<typeof definitionAnswer>
  county: SummaryRow | null
  /** The unit that the address names, where it is not the county; its row is null where it owes nothing. */
  unit: { id: string; name: string; level: SummaryRow['level']; row: SummaryRow | null } | null
  townships: SummaryRow[]
  /** What inspections confirmed, by unit. */
  verified: VerificationRow[]
  health: TownshipHealth[]
  trend: Trend
  /** Its rows as files. */
  trendFiles: TableFiles
  /** The drawing at three widths; empty where there is nothing to draw. */
  chart: Drawings
  /** How far apart, or how fast; null for a duty of which nothing is measured, and where it is not the reader's to see. */
  distribution: { found: Distribution; files: TableFiles; chart: Drawings } | null
  /** Null where they are not the reader's to see. */
  rows: BehindRow[] | null
  next: string | null
  /** All of the rows behind, not only a page of them, as files. */
  files: TableFiles
}

export type DutyAnswer = { duty: DutyPage; problem: null } | { duty: null; problem: { detail: string; status: number } }

/** The widths at which charts are drawn: the whole page and beside figures on screens from 1120 px, narrower ones and paper, and telephones. */
const WIDTHS = { full: 1180, wide: 1000, middle: 660, narrow: 340 } as const

const PAGE = '100'

/** Everything that the page of a duty shows. Children are masked here: no whole number of a child leaves the server. */
export async function loadDuty(
  fetch: typeof globalThis.fetch,
  code: string,
  {
    asOf,
    language,
    countyCode,
    isDataRequest,
    ...query
  }: DutyQuery & DrawnFor & { asOf: string | null; language: Language; countyCode: string },
): Promise<DutyAnswer> {
  try {
    const definition = await fetchAnswer(fetch, `/api/duties/${encodeURIComponent(code)}`, definitionAnswer)
    const asked = { duty: code, period: query.period, as_of: asOf }
    const counted = { ...asked, known_at: query.knownAt }
    const named = query.unit === countyCode ? null : query.unit
    const place = named === null ? null : await placeOf(fetch, named, named.includes('/') ? query.level : null, counted)
    const within = { unit: named, level: place?.level }
    const ask = {
      trend: withQuery('/api/trend', { duty: code, as_of: asOf, ...within }),
      distribution: withQuery('/api/distribution', { ...asked, ...within }),
    }
    const behind = { ...counted, ...within, status: query.status }
    const [summary, trend, subjects, health, measured, verified] = await Promise.all([
      fetchAnswer(fetch, withQuery('/api/summary', { ...counted, level: 'county,township' }), summaryAnswer),
      fetchAnswer(fetch, ask.trend, trendAnswer),
      fetchPart(fetch, withQuery('/api/subjects', { ...behind, limit: PAGE, cursor: query.cursor }), subjectsAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      definition.has_distribution ? fetchPart(fetch, ask.distribution, distributionAnswer) : null,
      loadVerification(fetch, { as_of: query.knownAt ?? asOf, duty: code, period: query.period }),
    ])
    const names = new Map(health.townships.map(({ id, name }) => [id, name]))
    const page: DutyPage = {
      asOf: summary.as_of,
      now: health.as_of,
      period: summary.period ?? '',
      definition,
      county: summary.rows.find(({ level }) => level === 'county') ?? null,
      unit: place === null || named === null ? null : { ...place, id: named, name: nameOf(named, place, names) },
      townships: summary.rows.filter(({ level }) => level === 'township'),
      verified,
      health: health.townships,
      trend,
      trendFiles: filesOf(ask.trend),
      chart: trendDrawings(trendDataOf(trend, definition.target, language), WIDTHS, { isDataRequest }),
      distribution: measured && {
        found: measured,
        files: filesOf(ask.distribution),
        chart: distributionDrawings(measured, { ...WIDTHS, wide: WIDTHS.full }, { isDataRequest }),
      },
      rows: subjects?.rows.map((row) => behindOf(row, names)) ?? null,
      next: subjects?.next_cursor ?? null,
      files: filesOf(withQuery('/api/subjects', behind)),
    }
    return { duty: page, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { duty: null, problem: { detail: error.detail, status: error.status } }
  }
}

/** The level and the row of a unit. A village and a school are written alike: which it is, its own rows say. */
async function placeOf(
  fetch: typeof globalThis.fetch,
  unit: string,
  level: string | null,
  asked: Record<string, string | null>,
): Promise<{ level: SummaryRow['level']; row: SummaryRow | null }> {
  const { rows } = await fetchAnswer(fetch, withQuery('/api/summary', { ...asked, unit }), summaryAnswer)
  const row = rows.find((each) => level === null || each.level === level) ?? null
  const written = level === 'village' || level === 'school' ? level : null
  return { level: row?.level ?? written ?? (unit.includes('/') ? 'village' : 'township'), row }
}

/** The name as the summary gives it; what owes nothing has no row there. A village's carries its township's. */
function nameOf(unit: string, { row }: { row: SummaryRow | null }, townships: ReadonlyMap<string, string>): string {
  const [township = '', place] = unit.split('/')
  const head = townships.get(township) ?? township
  return place === undefined ? (row?.unit_name ?? head) : `${head} ${row?.unit_name ?? place}`
}

/** A row as the page may have it: of a child the last four digits, of a township its name, of an incident its number. */
function behindOf(row: z.infer<typeof subjectRow>, townships: ReadonlyMap<string, string>): BehindRow {
  const township = townships.get(row.township_id) ?? row.township_id
  return {
    kind: row.subject_kind,
    childKey: row.child_key,
    who:
      row.subject_kind === 'child'
        ? lastFour(row.subject_id)
        : row.subject_kind === 'township'
          ? township
          : row.subject_id,
    township,
    village: row.village,
    school: row.school,
    period: row.period,
    dueAt: row.due_at,
    metAt: row.met_at,
    status: row.status,
  }
}
