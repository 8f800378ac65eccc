import { evaluate, type Evaluation, type EvaluationInput } from '../../evaluation/evaluate.ts'
import type { ItemisedScheme } from '../../evaluation/scheme.ts'
import type { Verified } from '../../evaluation/score.ts'
import { ratesOf, type CheckedRow } from '../../inspection/rates.ts'
import type { ClusterRow } from '../../queries/evaluation.ts'

/** All that the results of a year follow from: the same facts give the same results to the last digit, on any machine. */
export interface YearFacts {
  year: string
  /** The day that the duties are judged on, and when what is told of it was known: the county's local time. */
  as_of: string
  known_at: string
  /** The county's code. */
  county: string
  townships: readonly string[]
  targets: ReadonlyMap<string, number | null>
  scheme: ItemisedScheme
  /** 0: the config's. Null: a scheme that was tried and is saved nowhere. */
  scheme_version: number | null
  clusters: readonly ClusterRow[]
  claims: readonly CheckedRow[]
  seed: number
  draws?: number
}

/** Where each township stands, and what that follows from. */
export interface Results extends Evaluation {
  year: string
  as_of: string
  known_at: string
  scheme: ItemisedScheme
  scheme_version: number | null
}

/** The results of a year (docs/evaluation.md). */
export const resultsOf = (facts: YearFacts): Results => resultsWith(facts, evaluate(inputOf(facts)))

/** What is evaluated, of the facts. */
export function inputOf(facts: YearFacts): EvaluationInput {
  const { county, townships, targets, scheme, clusters, claims, seed, draws } = facts
  const verified = verifiedBy(ratesOf(claims, county), { county, least: scheme.least_checked })
  return { scheme, townships, clusters, targets, verified, seed, draws }
}

/** The results where what came of the facts is there already. */
export const resultsWith = (
  { year, as_of, known_at, scheme, scheme_version }: YearFacts,
  evaluation: Evaluation,
): Results => ({
  ...evaluation,
  year,
  as_of,
  known_at,
  scheme,
  scheme_version,
})

/** Verification rates of a duty: the township's own where enough was checked, else the county's, else none. */
function verifiedBy(rates: ReturnType<typeof ratesOf>, { county, least }: { county: string; least: number }): Verified {
  const known = new Map(rates.map((rate) => [JSON.stringify([rate.unit_id, rate.duty]), rate]))
  const enough = (unit: string, duty: string) => {
    const found = known.get(JSON.stringify([unit, duty]))
    return found === undefined || found.rate === null || found.checked < least
      ? null
      : { rate: found.rate, checked: found.checked }
  }
  return (township, duty) => {
    const own = enough(township, duty)
    if (own !== null) return { ...own, of: 'township' }
    const all = enough(county, duty)
    if (all !== null) return { ...all, of: 'county' }
    const checked = known.get(JSON.stringify([township, duty]))?.checked ?? 0
    return { rate: 1, checked, of: 'none' }
  }
}
