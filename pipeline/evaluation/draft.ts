import { ShouwangError } from '../../errors.ts'
import type { Scheme, SchemeItem } from '../../evaluation/scheme.ts'
import { checkedClaims, evaluationClusters, type ClusterRow } from '../../queries/evaluation.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import type { Application } from '../application.ts'
import { resultsOf, type Results, type YearFacts } from './results.ts'

/** The seed of the draws where none is given: printed with the result, so that anyone has the same. */
export const SEED = 20_260_101

export interface DraftQuery {
  year: string
  /** The county's local time: of the question, and of now; without one the year's end, or now where it is not over. */
  asked?: string
  now: string
  /** When what is told was known: what came in about the year until then counts; default now, or what was asked. */
  known?: string
  seed?: number
  draws?: number
}

export type Draft = Results

/** The last moment of a year, in the county's local time: the day that its duties are judged on. */
export const endOf = (year: string): string => `${year}-12-31T23:59:59.000`

/** The scheme with its items: where the config names none, every duty, all with the same weight. */
export function itemised(scheme: Scheme): Scheme & { items: SchemeItem[] } {
  const items =
    scheme.items ??
    dutyCatalogue().map(({ code }): SchemeItem => ({ duty: code, weight: 1, scoring: { kind: 'linear', from: 0 } }))
  return { ...scheme, items }
}

/** Subjects with the same due rows, as `evaluationClusters` reads them. */
export type ReadClusters = (asked: Parameters<typeof evaluationClusters>[1]) => Promise<ClusterRow[]>

/** Where each township would stand (docs/evaluation.md). Throws `not_found` where nothing of the year is due yet. */
export async function draftEvaluation(application: Application, query: DraftQuery): Promise<Draft> {
  return resultsOf(await factsOf(application, query))
}

/** What a year's results follow from, as the warehouse has it; `read` may keep what it read. Throws `not_found` where nothing of the year is due yet. */
export async function factsOf(
  { warehouse, config }: Application,
  query: DraftQuery,
  read: ReadClusters = (asked) => evaluationClusters(warehouse, asked),
): Promise<YearFacts> {
  const { year, asked, now, seed = SEED, draws } = query
  const end = endOf(year)
  const as_of = asked ?? (now < end ? now : end)
  const known_at = query.known ?? asked ?? now
  const scheme = itemised(config.evaluation)
  const duties = scheme.items.map(({ duty }) => duty)
  const clusters = await read({ as_of, known_at, period: year, duties })
  if (clusters.length === 0 || as_of.slice(0, 4) < year)
    throw new ShouwangError('not_found', `${year} 年还没有到期的职责，无法考核。`, { year })
  return {
    year,
    as_of,
    known_at,
    county: config.county.code,
    townships: config.townships.map(({ id }) => id),
    targets: new Map(dutyCatalogue().map(({ code, target }) => [code, config.policy.targets[code] ?? target])),
    scheme,
    clusters,
    claims: await checkedClaims(warehouse, { as_of: known_at, period: year }),
    seed,
    draws,
  }
}
