import { adviceFor } from '../../../evaluation/advice.ts'
import type { CountyItem, Standing } from '../../../evaluation/evaluate.ts'
import type { Results } from '../../../pipeline/evaluation/results.ts'
import { dutyCatalogue } from '../../../queries/statements.ts'
import type { Desk } from '../desk.ts'
import type { EvaluatedYear, Pair } from './evaluated-year.ts'
import { listsOf, type Listed } from './listed.ts'

/** Whether a duty is of the state of things: what is missed can still be made good, and no further rows come. */
export const isState = (duty: string): boolean => dutyCatalogue().find(({ code }) => code === duty)?.period === 'state'

/** What every answer about a year's evaluation begins with. */
export function headOf({ time, services }: Desk, { results, stage }: EvaluatedYear) {
  const { year, as_of, known_at, seed, draws, average, scheme } = results
  const { verification, least_checked, grades } = scheme
  return {
    as_of: time.instant(as_of),
    known_at: time.instant(known_at),
    state: services.warehouse.version,
    year,
    stage,
    seed,
    draws,
    average,
    scheme: { verification, least_checked, grades },
    items: countyItems(results),
  }
}

/** The items of a year with what the county has of each. */
function countyItems({ items, standings }: Results) {
  return items.map(({ mean, ...item }: CountyItem) => {
    const owed = standings.flatMap((standing) => standing.items.find(({ duty }) => duty === item.duty) ?? [])
    const lost = owed.reduce((sum, each) => sum + each.lost, 0) / Math.max(1, owed.length)
    return { ...item, rate: mean, lost }
  })
}

/** What an answer about townships needs to know of its reader: their names, and whose rows are theirs to see. */
export interface Seen {
  names: ReadonlyMap<string, string>
  /** Of others a veto is not told: it may be about a single incident. */
  isOwn(township: string): boolean
}

/** A township's standing with its name and what the next grade would take. */
export function standingAnswer(results: Results, standing: Standing, { names, isOwn }: Seen) {
  const { next: _, is_vetoed, ...told } = standing
  const is_own = isOwn(standing.township)
  const advice = adviceFor(results, standing.township, isState)
  return {
    ...told,
    name: names.get(standing.township) ?? standing.township,
    is_vetoed: is_own ? is_vetoed : null,
    ...writtenOf(results.scheme, standing.township, is_own),
    next:
      advice === null
        ? null
        : {
            name: advice.grade,
            from: advice.from,
            missing: advice.missing,
            ways: advice.ways.map((way) => ({ ...way, is_state: isState(way.duty) })),
            together: advice.together,
          },
  }
}

/** What was added, deducted and vetoed: the points are everybody's to see, what was written is not, nor that there is a veto. */
function writtenOf({ entries, vetoes }: Results['scheme'], township: string, is_own: boolean) {
  const isOf = (each: { township: string }): boolean => each.township === township
  const written = ({ reason, evidence }: { reason: string; evidence: string }) =>
    is_own ? { reason, evidence } : { reason: null, evidence: null }
  return {
    entries: entries.filter(isOf).map((entry) => ({ points: entry.points, ...written(entry) })),
    vetoes: is_own ? vetoes.filter(isOf).map(written) : [],
  }
}

/** The evaluation of a year as it is answered. */
export function yearAnswer(
  desk: Desk,
  evaluated: EvaluatedYear,
  { compared, seen }: { compared: Pair | null; seen: Seen },
) {
  const { results } = evaluated
  const { names, isOwn } = seen
  const named = <Row extends { township: string }>(row: Row) => ({
    ...row,
    name: names.get(row.township) ?? row.township,
  })
  const { commended, warned } = listsOf(results, compared)
  const unvetoed = (row: Listed): Listed =>
    isOwn(row.township)
      ? row
      : { ...row, reasons: row.reasons.map((reason) => (reason === 'vetoed' ? 'lowest_grade' : reason)) }
  return {
    ...headOf(desk, evaluated),
    standings: results.standings.map((standing) => standingAnswer(results, standing, seen)),
    sensitivity: results.sensitivity,
    year_before: compared && { year: compared.before.year, as_of: desk.time.instant(compared.before.as_of) },
    commended: commended.map(named),
    warned: warned.map(unvetoed).map(named),
  }
}

export type YearAnswer = ReturnType<typeof yearAnswer>
