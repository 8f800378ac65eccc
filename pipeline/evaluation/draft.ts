import { ShouwangError } from '../../errors.ts'
import { evaluate, type Evaluation } from '../../evaluation/evaluate.ts'
import type { Scheme, SchemeItem } from '../../evaluation/scheme.ts'
import type { Verified } from '../../evaluation/score.ts'
import { ratesOf } from '../../inspection/rates.ts'
import { checkedClaims, evaluationClusters } from '../../queries/evaluation.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import type { Application } from '../application.ts'

/** The seed of the draws where none is given: printed with the result, so that anyone has the same. */
export const SEED = 20_260_101

export interface DraftQuery {
  year: string
  /** The county's local time: of the question, and of now; without one the year's end, or now where it is not over. */
  asked?: string
  now: string
  seed?: number
  draws?: number
}

export interface Draft extends Evaluation {
  year: string
  as_of: string
  scheme: Scheme & { items: SchemeItem[] }
}

/** The scheme with its items: where the config names none, every duty, all with the same weight. */
export function itemised(scheme: Scheme): Scheme & { items: SchemeItem[] } {
  const items =
    scheme.items ??
    dutyCatalogue().map(({ code }): SchemeItem => ({ duty: code, weight: 1, scoring: { kind: 'linear', from: 0 } }))
  return { ...scheme, items }
}

/** Where each township would stand (docs/evaluation.md). Throws `not_found` where nothing of the year is due yet. */
export async function draftEvaluation(application: Application, query: DraftQuery): Promise<Draft> {
  const { warehouse, config } = application
  const { year, asked, now, seed = SEED, draws } = query
  const end = `${year}-12-31T23:59:59.000`
  const as_of = asked ?? (now < end ? now : end)
  const scheme = itemised(config.evaluation)
  const duties = scheme.items.map(({ duty }) => duty)
  const clusters = await evaluationClusters(warehouse, { as_of, period: year, duties })
  if (clusters.length === 0 || as_of.slice(0, 4) < year)
    throw new ShouwangError('not_found', `${year} 年还没有到期的职责，无法考核。`, { year })
  const claims = await checkedClaims(warehouse, { as_of, period: year })
  const evaluation = evaluate({
    scheme,
    townships: config.townships.map(({ id }) => id),
    clusters,
    targets: new Map(dutyCatalogue().map(({ code, target }) => [code, config.policy.targets[code] ?? target])),
    verified: verifiedBy(ratesOf(claims, config.county.code), {
      county: config.county.code,
      least: scheme.least_checked,
    }),
    seed,
    draws,
  })
  return { ...evaluation, year, as_of, scheme }
}

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
