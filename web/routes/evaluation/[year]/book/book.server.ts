import type { Language } from '$lib/format/language.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutiesAnswer, type Duty } from '../../../../server/answers.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../../../server/fetch-answer.ts'
import { inspectionsAnswer } from '../../../inspections/answers.ts'
import { townshipAnswer, type Stage, type TownshipEvaluation, type YearEvaluation } from '../../answers.ts'
import { freezeState, type FreezeState } from '../freeze/answers.ts'
import { objectionsAnswer, type Objections } from '../objections/answers.ts'
import { loadYear, standingsMarkup, type DutyNames } from '../../evaluation.server.ts'
import { behindInstants } from '../../instants.ts'
import {
  funnelPicture,
  mostLost,
  trendPicture,
  verifiedOf,
  type Picture,
  type Verified,
} from '../../pictures.server.ts'

export interface ClosedInspection {
  id: string
  title: string
  isAnnounced: boolean
  days: string
}

/** Everything that a year's book is made of. */
export interface BookFacts {
  evaluation: YearEvaluation
  stage: Stage
  names: DutyNames
  duties: Duty[]
  /** In the config's order. */
  townships: TownshipEvaluation[]
  standings: string
  trends: Picture[]
  funnels: Picture[]
  verified: Verified[]
  inspections: ClosedInspection[]
  /** Null: they could not be had. */
  objections: Objections | null
  /** Of a frozen year; null: the book shows a dry run. */
  freeze: FreezeState | null
  timezone: string
  language: Language
  county: string
}

const TRENDS = 4
const FUNNELS = 3
/** As they stand on paper, of which they take the width. */
const WIDTHS = { standings: 680, trend: 680 }

/** The facts, one after another: a book is not hurried, and others want the warehouse, too. */
export async function loadBook(
  fetch: typeof globalThis.fetch,
  asked: { year: string; asOf: string | null; language: Language; timezone: string; county: string },
): Promise<{ facts: BookFacts; problem: null } | { facts: null; problem: { detail: string; status: number } }> {
  const { year, asOf, language, timezone, county } = asked
  const { loaded, problem } = await loadYear(fetch, { year, asOf, language })
  if (loaded === null) return { facts: null, problem }
  const { evaluation, stage, names } = loaded
  const { as_of, known_at } = behindInstants(evaluation, asOf)
  const about = { year, asOf: as_of, knownAt: known_at, names, language }
  const townships: TownshipEvaluation[] = []
  for (const { township } of [...evaluation.standings].sort((a, b) => (a.township < b.township ? -1 : 1))) {
    const path = `/api/evaluation/${year}/townships/${encodeURIComponent(township)}`
    townships.push(await fetchAnswer(fetch, withQuery(path, { as_of: asOf }), townshipAnswer))
  }
  const trends: Picture[] = []
  const funnels: Picture[] = []
  for (const [place, item] of mostLost(evaluation, TRENDS).entries()) {
    const trend = await trendPicture(fetch, item, { ...about, width: WIDTHS.trend })
    if (trend !== null) trends.push(trend)
    const funnel = place < FUNNELS ? await funnelPicture(fetch, item.duty, about) : null
    if (funnel !== null) funnels.push(funnel)
  }
  const facts: BookFacts = {
    evaluation,
    stage,
    names,
    duties: (await fetchAnswer(fetch, '/api/duties', dutiesAnswer)).duties,
    townships,
    standings: standingsMarkup(evaluation, { width: WIDTHS.standings, row: 22, font: 13 }),
    trends,
    funnels,
    verified: await verifiedOf(fetch, about),
    inspections: await inspectionsOf(fetch, { year, until: evaluation.known_at }),
    objections: await orNone(fetchAnswer(fetch, `/api/evaluation/${year}/objections`, objectionsAnswer)),
    freeze: stage === 'frozen' ? await fetchAnswer(fetch, `/api/evaluation/${year}/freeze`, freezeState) : null,
    timezone,
    language,
    county,
  }
  return { facts, problem: null }
}

/** Inspections that were closed by the instant until which the figures know what was told. */
async function inspectionsOf(
  fetch: typeof globalThis.fetch,
  { year, until }: { year: string; until: string },
): Promise<ClosedInspection[]> {
  const rows = await orNone(fetchAnswer(fetch, '/api/inspections', inspectionsAnswer).then((answer) => answer.rows))
  return (rows ?? [])
    .filter(({ step, starts_on }) => step === 'closed' && starts_on.startsWith(year))
    .filter(({ closed_at }) => closed_at !== null && Date.parse(closed_at) <= Date.parse(until))
    .map(({ inspection_id: id, title, kind, starts_on, ends_on }) => ({
      id,
      title,
      isAnnounced: kind === 'announced',
      days: starts_on === ends_on ? starts_on : `${starts_on} – ${ends_on}`,
    }))
}

/** A part of the book that a reader may not have, or that is not there: the rest is printed without it. */
async function orNone<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AnswerError) return null
    throw error
  }
}

/** What the book is called. */
export const bookTitle = (year: string): string => m.yearend_book_title({ year })
