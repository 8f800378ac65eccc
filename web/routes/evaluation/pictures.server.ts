import { z } from 'zod'
import { trendChart } from '$lib/charts/trend.ts'
import type { Language } from '$lib/format/language.ts'
import { formatInterval, formatPercent } from '$lib/format/percent.ts'
import { formatTightRatio } from '$lib/format/number.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'
import { loadComparison } from '../compare/compare.server.ts'
import { funnelTitle } from '../compare/words.ts'
import { keptMarkup } from '../drawings.server.ts'
import { trendAnswer } from '../duties/[code]/trend-answer.ts'
import { trendDataOf } from '../duties/[code]/trend-data.server.ts'
import type { CountyItem, YearEvaluation } from './answers.ts'
import type { DutyNames } from './evaluation.server.ts'

/** A drawing with the sentence that says what is to be seen in it. */
export interface Picture {
  duty: string
  title: string
  markup: string
}

/** Fewer rows of a township than these make no picture: a handful of incidents jumps from nothing to all. */
const LEAST_ROWS = 20

/** The items that cost the townships most, of those that are owed often enough for a picture. */
export function mostLost({ items, standings }: YearEvaluation, count: number): CountyItem[] {
  const rowsOf = (duty: string): number =>
    standings.reduce((sum, standing) => sum + (standing.items.find((item) => item.duty === duty)?.total ?? 0), 0)
  return items
    .filter(({ duty, townships }) => townships > 0 && rowsOf(duty) >= LEAST_ROWS * townships)
    .sort((a, b) => b.lost - a.lost)
    .slice(0, count)
}

interface About {
  year: string
  /** The year's end where it is over, else what was asked; null: now. */
  asOf: string | null
  /** When what is told was known: inspections that closed until then are in the scores. */
  knownAt: string | null
  names: DutyNames
  language: Language
}

/** The funnel of a duty over the townships; null where there is none to draw. */
export async function funnelPicture(
  fetch: typeof globalThis.fetch,
  duty: string,
  { year, asOf, language }: About,
): Promise<Picture | null> {
  const asked = {
    duty,
    period: year,
    level: 'township' as const,
    unit: null,
    from: 0,
    asOf,
    sorts: new URLSearchParams(),
  }
  const { comparison } = await loadComparison(fetch, asked, { language, isDataRequest: true })
  if (comparison === null || comparison.funnel === null) return null
  return { duty, title: funnelTitle(comparison), markup: comparison.funnel.pictures.wide.markup }
}

/** The county's rate of a duty through the year; null where there is nothing to draw yet. */
export async function trendPicture(
  fetch: typeof globalThis.fetch,
  item: CountyItem,
  { asOf, names, language, width }: About & { width: number },
): Promise<Picture | null> {
  const path = withQuery('/api/trend', { duty: item.duty, level: 'county', as_of: asOf })
  try {
    const trend = await fetchAnswer(fetch, path, trendAnswer)
    if (trend.rows.every(({ rate }) => rate === null)) return null
    const data = trendDataOf(trend, item.target, language)
    const markup = keptMarkup(['trend', width, data], (document) => trendChart(data, { width, document }))
    return { duty: item.duty, title: names[item.duty] ?? item.duty, markup }
  } catch (error) {
    if (error instanceof AnswerError) return null
    throw error
  }
}

const rate = z.number().min(0).max(1).nullable()
const count = z.number().int().min(0)
const verifications = z.object({
  rows: z.array(
    z.object({
      level: z.enum(['county', 'township']),
      duty: z.string(),
      checked: count,
      confirmed: count,
      rate,
      low: rate,
      high: rate,
    }),
  ),
})

/** What inspections of a year confirmed of a duty, over the county, in words. */
export interface Verified {
  duty: string
  name: string
  ratio: string
  rate: string
  interval: string
}

export async function verifiedOf(fetch: typeof globalThis.fetch, { year, knownAt, names }: About): Promise<Verified[]> {
  const path = withQuery('/api/verification', { period: year, as_of: knownAt })
  try {
    const { rows } = await fetchAnswer(fetch, path, verifications)
    return rows
      .filter(({ level, checked }) => level === 'county' && checked > 0)
      .map((row) => ({
        duty: row.duty,
        name: names[row.duty] ?? row.duty,
        ratio: formatTightRatio(row.confirmed, row.checked),
        rate: row.rate === null ? '' : formatPercent(row.rate),
        interval: row.low === null || row.high === null ? '' : formatInterval(row.low, row.high),
      }))
  } catch (error) {
    if (error instanceof AnswerError) return []
    throw error
  }
}
