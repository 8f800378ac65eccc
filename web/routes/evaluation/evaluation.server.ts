import { Drawing } from '$lib/charts/drawing.ts'
import { standingsChart, type StandingsData } from '$lib/charts/standings.ts'
import type { Drawings } from '$lib/components/drawings.ts'
import type { Language } from '$lib/format/language.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutyName } from '$lib/i18n/words.ts'
import { dutiesAnswer } from '../../server/answers.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'
import { keptMarkup } from '../drawings.server.ts'
import { freezeAnswer, yearAnswer, type Stage, type YearEvaluation } from './answers.ts'
import { bandNames, scoreText, standingTitle } from './words.ts'

/** What duties are called in the reader's language, by code. */
export type DutyNames = Record<string, string>

export interface LoadedYear {
  evaluation: YearEvaluation
  stage: Stage
  names: DutyNames
  chart: Drawings
}
export type YearLoaded =
  { loaded: LoadedYear; problem: null } | { loaded: null; problem: { detail: string; status: number } }

/** Widths of a drawing for screens from 1120 px, for narrower ones and for a telephone. */
const WIDTHS = { wide: 1100, middle: 720, narrow: 340 } as const

/** A year's evaluation as the page shows it, at `asOf` or now. */
export async function loadYear(
  fetch: typeof globalThis.fetch,
  { year, asOf, language }: { year: string; asOf: string | null; language: Language },
): Promise<YearLoaded> {
  try {
    const path = withQuery(`/api/evaluation/${year}`, { as_of: asOf })
    const [evaluation, names, state] = await Promise.all([
      fetchAnswer(fetch, path, yearAnswer),
      dutyNames(fetch, language),
      freezeState(fetch, year),
    ])
    const stage = evaluation.stage === 'frozen' ? 'frozen' : asOf === null && state === 'proposed' ? state : 'draft'
    return { loaded: { evaluation, stage, names, chart: standingsDrawings(evaluation) }, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { loaded: null, problem: { detail: error.detail, status: error.status } }
  }
}

export async function dutyNames(fetch: typeof globalThis.fetch, language: Language): Promise<DutyNames> {
  const { duties } = await fetchAnswer(fetch, '/api/duties', dutiesAnswer)
  return Object.fromEntries(duties.map((duty) => [duty.code, dutyName(duty, language)]))
}

/** Whether somebody asks to freeze the year; it stands beside the figures, which are there without it. */
async function freezeState(fetch: typeof globalThis.fetch, year: string): Promise<'none' | 'proposed' | 'frozen'> {
  try {
    return (await fetchAnswer(fetch, `/api/evaluation/${year}/freeze`, freezeAnswer)).state
  } catch (error) {
    if (error instanceof AnswerError) return 'none'
    throw error
  }
}

/** The standings for screens of all sizes; they may come after their page, which then does not have them. */
function standingsDrawings(evaluation: YearEvaluation): Drawings {
  const draw = (name: keyof typeof WIDTHS) =>
    new Drawing(`standings-${name}`, standingsMarkup(evaluation, { width: WIDTHS[name] }))
  return { wide: draw('wide'), middle: draw('middle'), narrow: draw('narrow') }
}

/** The standings as a drawing of a given width, in pixels. */
export function standingsMarkup(
  evaluation: YearEvaluation,
  size: { width: number; row?: number; font?: number },
): string {
  const data = standingsData(evaluation)
  const shown = ['standings', size, { ...data, bands: [...data.bands] }]
  return keptMarkup(shown, (document) => standingsChart(data, { ...size, document }))
}

function standingsData({ standings, scheme, average }: YearEvaluation): StandingsData {
  return {
    points: standings.map(({ township, name, score, low, high, band, ...rest }) => ({
      id: township,
      name,
      score,
      low,
      high,
      band,
      title: standingTitle({ name, score, low, high, ...rest }, scheme),
    })),
    bands: bandNames(standings),
    grades: scheme.grades.slice(0, -1),
    average: { score: average, name: m.yearend_average_mark({ score: scoreText(average, scheme) }) },
  }
}

/** Long enough for what is kept, and too short for what must be counted first. */
const SOON_MS = 400

/**
 * An answer that is there soon, else the promise of it: then the page is sent at once with the places of what is still being
 * counted, and the figures follow.
 */
export async function soon<Value>(promise: Promise<Value>): Promise<{ answer: Value | Promise<Value> }> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, SOON_MS, null).unref())
  const first = await Promise.race([promise.then((value) => ({ value })), late])
  return { answer: first === null ? promise : first.value }
}
