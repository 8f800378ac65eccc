import type { Drawings } from '$lib/components/drawings.ts'
import { filesOf, type TableFiles } from '$lib/components/table.ts'
import type { Language } from '$lib/format/language.ts'
import {
  dutiesAnswer,
  healthAnswer,
  summaryAnswer,
  type Duty,
  type SummaryRow,
  type TownshipHealth,
} from '../../../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart, withQuery } from '../../../server/fetch-answer.ts'
import { choicesWithin, type UnitChoice } from '../../../server/unit-choices.ts'
import type { Viewer } from '../../../server/viewer.ts'
import { trendAnswer, type Trend } from '../../duties/[code]/trend-answer.ts'
import { trendDataOf, trendDrawings } from '../../duties/[code]/trend-data.server.ts'
import type { DrawnFor } from '../../drawings.server.ts'
import { firstRows, type FirstRows } from '../../first-rows.server.ts'
import { loadVerification, type VerificationRow } from '../../verification.server.ts'
import type { Asked } from './address.ts'
import { rankAnswer, todoAnswer, type Todo } from './answers.ts'
import { earlierInstants, earlierOf, knownOnly, type Earlier, type Figures } from './earlier.ts'
import { partColumns } from './part-columns.ts'
import { standingsOf, type Standing } from './standing.ts'

/** The widths at which the chart is drawn; between them it scales. */
const CHART_WIDTHS = { wide: 1180, middle: 720, narrow: 340 } as const

export interface Township {
  /** The instant of the figures. */
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  health: TownshipHealth
  duties: Duty[]
  standings: Standing[]
  /** What inspections confirmed of its duties. */
  verified: VerificationRow[]
  /** The same duties a quarter and a year before, and on which days that was. */
  earlier: { rows: Earlier[]; days: { quarter: string; year: string } }
  /** What is left to do, and of which unit: of the township, or of the reader's own part of it; null: not theirs to see. */
  todo: Todo | null
  todoUnit: string
  /** The reader's own parts of the township, where it is not all theirs. */
  ownUnits: UnitChoice[]
  trend: Trend
  chart: Drawings
  /** What the page has tables of, as files. */
  files: Record<'trend' | 'villages' | 'schools', TableFiles>
  /** The range of its rank in the chosen duty among so many townships; null where they cannot be ranked. */
  rank: { low: number; high: number; of: number } | null
  villages: FirstRows<SummaryRow>
  schools: FirstRows<SummaryRow>
}

/** The township; both null where the county has none of this id. */
export type TownshipAnswer =
  { township: Township; problem: null } | { township: null; problem: { detail: string; status: number } | null }

const PAGE = '100'

interface TownshipQuestion extends DrawnFor {
  id: string
  asked: Asked
  asOf: string | null
  language: Language
  viewer: Viewer | null
  /** The page's address, for the order of its tables. */
  query: URLSearchParams
}

/** Everything the page of a township shows, at `asOf` or now; its chart is drawn here, on the server. */
export async function loadTownship(
  fetch: typeof globalThis.fetch,
  { id, asked, asOf, language, viewer, query, isDataRequest }: TownshipQuestion,
): Promise<TownshipAnswer> {
  try {
    const health = await fetchAnswer(fetch, '/api/health', healthAnswer)
    const own = health.townships.find((each) => each.id === id)
    if (own === undefined) return { township: null, problem: null }
    const { list, village, school, teacher, period, cursor, duty } = asked
    const at = { as_of: asOf }
    const ownUnits = choicesWithin(viewer, id)
    const todoUnit = (ownUnits.find((unit) => unit.id === asked.unit) ?? ownUnits[0])?.id ?? id
    const filters = { village, school, teacher, period, cursor }
    const partsPath = (level: string) => withQuery('/api/summary', { level, unit: id, duty, ...at })
    const ask = {
      todo: withQuery('/api/todo', { unit: todoUnit, list, ...filters, limit: PAGE, ...at }),
      county: withQuery('/api/summary', { level: 'county', ...at }),
      own: withQuery('/api/summary', { level: 'township', unit: id, ...at }),
      parts: partsPath('village,school'),
      trend: withQuery('/api/trend', { duty, unit: id, ...at }),
      rank: withQuery('/api/compare', { duty, level: 'township', ...at }),
    }
    const [{ duties }, todo, county, rows, parts, trend, ranks, verified] = await Promise.all([
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
      fetchPart(fetch, ask.todo, todoAnswer),
      fetchAnswer(fetch, ask.county, summaryAnswer),
      fetchAnswer(fetch, ask.own, summaryAnswer),
      fetchAnswer(fetch, ask.parts, summaryAnswer),
      fetchAnswer(fetch, ask.trend, trendAnswer),
      fetchAnswer(fetch, ask.rank, rankAnswer),
      loadVerification(fetch, { as_of: asOf }),
    ])
    const standings = standingsOf(rows.rows, county.rows)
    const before = earlierInstants(county.as_of)
    const now = { own: rows.rows, county: county.rows }
    // One after the other: the answers above are waited for by everybody who reads the page.
    const quarter = await figuresAt(fetch, id, before.quarter)
    const year = await figuresAt(fetch, id, before.year)
    const partsOf = (level: SummaryRow['level'], name: string) => {
      const lowestFirst = parts.rows.filter((row) => row.level === level).sort((a, b) => (a.rate ?? 2) - (b.rate ?? 2))
      return firstRows(lowestFirst, { name, columns: partColumns(name, asOf), query, language })
    }
    const township: Township = {
      asOf: county.as_of,
      now: health.as_of,
      health: own,
      duties,
      standings,
      verified: verified.filter(({ unit_id }) => unit_id === id),
      earlier: {
        rows: earlierOf(now, quarter, year),
        days: { quarter: before.quarter.slice(0, 10), year: before.year.slice(0, 10) },
      },
      todo,
      todoUnit,
      ownUnits,
      trend,
      files: {
        trend: filesOf(ask.trend),
        villages: filesOf(partsPath('village')),
        schools: filesOf(partsPath('school')),
      },
      chart: trendDrawings(trendDataOf(trend, targetOf(duties, duty), language), CHART_WIDTHS, { isDataRequest }),
      rank: rankOf(ranks.rows, id),
      villages: partsOf('village', 'villages'),
      schools: partsOf('school', 'schools'),
    }
    return { township, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { township: null, problem: { detail: error.detail, status: error.status } }
  }
}

/** The township's and the county's figures as they stood at an earlier instant. */
async function figuresAt(fetch: typeof globalThis.fetch, id: string, instant: string): Promise<Figures> {
  const asked = { level: 'county,township', as_of: instant }
  const { rows } = await fetchAnswer(fetch, withQuery('/api/summary', asked), summaryAnswer)
  return {
    own: knownOnly(rows.filter((row) => row.level === 'township' && row.unit_id === id)),
    county: knownOnly(rows.filter(({ level }) => level === 'county')),
  }
}

function rankOf(
  rows: { unit_id: string; rate: number | null; rank_low: number | null; rank_high: number | null }[],
  id: string,
): Township['rank'] {
  const found = rows.find((row) => row.unit_id === id)
  if (!found || found.rank_low === null || found.rank_high === null) return null
  return { low: found.rank_low, high: found.rank_high, of: rows.filter(({ rate }) => rate !== null).length }
}

const targetOf = (duties: readonly Duty[], code: string): number | null =>
  duties.find((duty) => duty.code === code)?.target ?? null
