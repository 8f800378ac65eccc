import { ShouwangError } from '../../errors.ts'
import type { ItemisedScheme } from '../../evaluation/scheme.ts'
import { checkedClaims, evaluationClusters, hasReceived, type ClusterRow } from '../../queries/evaluation.ts'
import type { Application } from '../application.ts'
import { targetsOf } from '../targets.ts'
import { resultsOf, type Results, type YearFacts } from './results.ts'
import { schemeOf } from './schemes.ts'

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
  /** Of the year's scheme; without one the newest, of when what is told was known where that is given. */
  version?: number
  /** A scheme to try instead of a saved one. */
  scheme?: ItemisedScheme
  /** Targets by duty; default those of today. */
  targets?: YearFacts['targets']
}

export type Draft = Results

/** The last moment of a year, in the county's local time: the day that its duties are judged on. */
export const endOf = (year: string): string => `${year}-12-31T23:59:59.000`

/** Subjects with the same due rows, as `evaluationClusters` reads them. */
export type ReadClusters = (asked: Parameters<typeof evaluationClusters>[1]) => Promise<ClusterRow[]>

/** Where each township would stand (docs/evaluation.md). Throws `not_found` where nothing of the year is due yet. */
export async function draftEvaluation(application: Application, query: DraftQuery): Promise<Draft> {
  return resultsOf(await factsOf(application, query))
}

/**
 * What a year's results follow from, as the warehouse has it; `read` may keep what it read. Throws
 * `not_found` where nothing of the year is due yet, or its scheme has no such version.
 */
export async function factsOf(
  application: Application,
  query: DraftQuery,
  read: ReadClusters = (asked) => evaluationClusters(application.warehouse, asked),
): Promise<YearFacts> {
  const { warehouse, config } = application
  const { year, asked, now, seed = SEED, draws, version } = query
  const end = endOf(year)
  // Of an instant after the year's end: the year as it was known then.
  const at = asked ?? now
  const as_of = at < end ? at : end
  const known_at = query.known ?? asked ?? now
  const tried = query.scheme && { version: null, scheme: query.scheme }
  const { scheme, version: scheme_version } =
    tried ?? (await schemeOf(application, { year, version, at: query.known ?? asked }))
  const duties = scheme.items.map(({ duty }) => duty)
  const clusters = await read({ as_of, known_at, period: year, duties })
  if (clusters.length === 0 || as_of.slice(0, 4) < year || !(await hasReceived(warehouse, known_at)))
    throw new ShouwangError('not_found', `${year} 年还没有到期的职责，无法考核。`, { year })
  return {
    year,
    as_of,
    known_at,
    county: config.county.code,
    townships: config.townships.map(({ id }) => id),
    targets: query.targets ?? targetsOf(config.policy),
    scheme,
    scheme_version,
    clusters,
    claims: await checkedClaims(warehouse, { as_of: known_at, period: year }),
    seed,
    draws,
  }
}
