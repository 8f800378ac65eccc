import { addMonths } from '../../../lib/calendar.ts'
import type { SummaryRow } from '../../../server/answers.ts'
import { closedOf } from '../../rows.ts'

/** What is judged of a duty at one instant; a rate of null where nothing is. */
export interface Measure {
  met: number
  closed: number
  rate: number | null
  /** The whole row, with its interval and the way to the rows behind; null where none is known. */
  row: SummaryRow | null
}

/** One duty of the township now, a quarter and a year earlier, and how much the county's rate changed meanwhile. */
export interface Earlier {
  duty: string
  now: Measure
  quarter: Measure
  year: Measure
  county: { quarter: number | null; year: number | null }
}

/** The figures of one instant: the township's and the county's. */
export interface Figures {
  own: readonly SummaryRow[]
  county: readonly SummaryRow[]
}

/** Before the first census came nothing is known: a township's own duties would only look missed. */
export const knownOnly = (rows: readonly SummaryRow[]): readonly SummaryRow[] =>
  rows.some(({ duty, rate }) => duty === 'file' && rate !== null) ? rows : []

const QUARTER = 3
const YEAR = 12

/**
 * The day a quarter and the day a year before an instant of the county, whole: with the time of day each minute would be another
 * question, and none of them asked before. Of a shorter month its last day.
 */
export function earlierInstants(instant: string): { quarter: string; year: string } {
  const day = instant.slice(0, 10)
  return { quarter: addMonths(day, -QUARTER), year: addMonths(day, -YEAR) }
}

function measureOf(rows: readonly SummaryRow[], duty: string): Measure {
  const row = rows.find((each) => each.duty === duty)
  if (row === undefined) return { met: 0, closed: 0, rate: null, row: null }
  return { met: row.met, closed: closedOf(row), rate: row.rate, row }
}

/** The change of a rate, from 0 to 1; null where one of the two is not judged: nothing is not compared with something. */
export const changeOf = (now: Measure, then: Measure): number | null =>
  now.rate === null || then.rate === null ? null : now.rate - then.rate

/** The township's duties that are judged now, each with what was judged of the same duty in the same way before. */
export function earlierOf(now: Figures, quarter: Figures, year: Figures): Earlier[] {
  return now.own
    .filter(({ rate }) => rate !== null)
    .map(({ duty }) => {
      const county = measureOf(now.county, duty)
      return {
        duty,
        now: measureOf(now.own, duty),
        quarter: measureOf(quarter.own, duty),
        year: measureOf(year.own, duty),
        county: {
          quarter: changeOf(county, measureOf(quarter.county, duty)),
          year: changeOf(county, measureOf(year.county, duty)),
        },
      }
    })
}
