import { z } from 'zod'
import type { Drawing } from '$lib/charts/drawing.ts'
import { heatMap } from '$lib/charts/heat-map.ts'
import { filesOf, type TableFiles } from '$lib/components/table.ts'
import type { Language } from '$lib/format/language.ts'
import {
  dutiesAnswer,
  healthAnswer,
  summaryAnswer,
  type Duty,
  type SummaryRow,
  type TownshipHealth,
} from '../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart, withQuery } from '../server/fetch-answer.ts'
import { attentionLines, type AttentionLines } from './attention.ts'
import { drawingsOf, type DrawnFor } from './drawings.server.ts'
import { openIncidents, type OpenIncidents } from './incidents/board.server.ts'
import { dayBefore, SINCE, sinceRows, type Since, type SinceRow } from './since.ts'
import { familiesOf, type FamilyFigures } from './families.ts'
import { loadVerification, verificationPath, type VerificationRow } from './verification.server.ts'
import { heatData } from './heat.server.ts'

/** So many open incidents stand beside what needs attention. */
const OPEN_SHOWN = 4

const ordersAnswer = z.object({ counts: z.object({ overdue: z.number() }) })
const holdsAnswer = z.object({
  holds: z.array(z.object({ township_id: z.string(), register: z.string(), decision: z.string().nullable() })),
})

/** The widths at which a chart is drawn: screens from 1120 px, and narrower ones and paper. It scales in between. */
export const CHART_WIDTHS = { wide: 1200, narrow: 760 } as const

export interface Overview {
  /** The instant of the figures. */
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  duties: Duty[]
  townships: TownshipHealth[]
  rows: SummaryRow[]
  /** The townships' rows as files. */
  files: TableFiles
  families: FamilyFigures[]
  /** What inspections confirmed, by unit and duty. */
  verified: VerificationRow[]
  /** The same as a file; null where nothing was checked. A workbook has them as its second sheet. */
  verifiedFile: string | null
  attention: AttentionLines
  heat: { wide: Drawing; narrow: Drawing }
  /** Null where the reader may have no rows. */
  open: OpenIncidents | null
  since: { rows: SinceRow[]; days: Record<Since, string> }
}

/** A page that could not be had: which question failed and what the API said. The last good one stays in sight. */
export type OverviewAnswer =
  { overview: Overview; problem: null } | { overview: null; problem: { detail: string; status: number } }

/**
 * Everything the overview shows, at `asOf` or now: the only place that knows the API's answers for it. The heat map is
 * drawn here, on the server, so that the page needs neither Plot nor any JavaScript to show it.
 */
export async function loadOverview(
  fetch: typeof globalThis.fetch,
  { asOf, language, isDataRequest }: { asOf: string | null; language: Language } & DrawnFor,
): Promise<OverviewAnswer> {
  try {
    const pathOf = (day: string | null, level: string) => withQuery('/api/summary', { level, as_of: day })
    const on = (day: string | null, level: string) => fetchAnswer(fetch, pathOf(day, level), summaryAnswer)
    const [county, townships, { duties }, health] = await Promise.all([
      on(asOf, 'county'),
      on(asOf, 'township'),
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
    ])
    const days = { week: '', month: '', year: '' }
    for (const since of SINCE) days[since] = dayBefore(county.as_of, since)
    const [week, month, year, before, open, held, verified, orders] = await Promise.all([
      on(days.week, 'county'),
      on(days.month, 'county'),
      on(days.year, 'county'),
      on(days.month, 'township'),
      openIncidents(fetch, { asOf, most: OPEN_SHOWN }),
      asOf === null ? fetchPart(fetch, '/api/data', holdsAnswer) : null,
      loadVerification(fetch, { as_of: asOf }),
      asOf === null ? fetchPart(fetch, '/api/orders?state=overdue&limit=1', ordersAnswer) : null,
    ])
    const stale = new Set(asOf === null ? health.townships.filter((each) => each.is_stale).map(({ id }) => id) : [])
    const heat = () => {
      const data = heatData({ duties, county: county.rows, townships: townships.rows, stale }, { language, asOf })
      if (data.cells.length === 0) return null
      const draw = (width: number) => (document: Document) => heatMap(data, { width, document })
      return { wide: draw(CHART_WIDTHS.wide), narrow: draw(CHART_WIDTHS.narrow) }
    }
    const overview: Overview = {
      asOf: county.as_of,
      now: health.as_of,
      duties,
      townships: health.townships,
      rows: townships.rows,
      files: filesOf(pathOf(asOf, 'township')),
      families: familiesOf(duties, county.rows, verified),
      verified,
      verifiedFile: verified.length === 0 ? null : filesOf(verificationPath({ as_of: asOf })).csv,
      attention: attentionLines(townships.rows, duties, {
        before: before.rows,
        townships: asOf === null ? health.townships : null,
        decided: decidedOf(held),
        overdue: orders?.counts.overdue ?? 0,
        clocks: open?.counts,
      }),
      open,
      since: { rows: sinceRows(duties, county.rows, { week: week.rows, month: month.rows, year: year.rows }), days },
      heat: drawingsOf(
        'heat',
        {
          names: ['wide', 'narrow'],
          shown: [CHART_WIDTHS, language, asOf, duties, county.rows, townships.rows, [...stale]],
          draws: heat,
        },
        { isDataRequest },
      ),
    }
    return { overview, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { overview: null, problem: { detail: error.detail, status: error.status } }
  }
}

/** The held registers that somebody has refused: they wait for a new export, and for nobody here. */
const decidedOf = (held: z.infer<typeof holdsAnswer> | null): ReadonlySet<string> =>
  new Set(
    (held?.holds ?? []).flatMap(({ township_id, register, decision }) =>
      decision === null ? [] : [`${township_id} ${register}`],
    ),
  )
