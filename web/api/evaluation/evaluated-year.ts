import { isShouwangError } from '../../../errors.ts'
import type { ItemisedScheme } from '../../../evaluation/scheme.ts'
import type { Results } from '../../../pipeline/evaluation/results.ts'
import type { Desk } from '../desk.ts'

/** A year as it is answered for: the results, and whether they are final. */
export interface EvaluatedYear {
  results: Results
  /** draft: as the ledger stands; frozen: what two people of the county froze, which never changes. */
  stage: 'draft' | 'frozen'
}

/** The end of a year in the county's local time. */
const endOf = (year: string): string => `${year}-12-31T23:59:59.000`

/**
 * The one place where a year's results come from: a frozen year's are those that were frozen. An instant that is asked for is
 * answered as a draft of then. Throws `not_found` where nothing of the year is due yet.
 */
export async function evaluatedYear(
  { services, present }: Desk,
  { year, asked, draws }: { year: string; asked?: string; draws?: number },
): Promise<EvaluatedYear> {
  const frozen = asked === undefined ? await services.evaluation.frozen(year) : null
  if (frozen !== null) return { results: frozen, stage: 'frozen' }
  // By whole minutes, so that equal questions have one answer; what came in after the year's end counts until now.
  const now = present.local
  const as_of = asked ?? (now < endOf(year) ? now : endOf(year))
  // Of now it is the newest scheme that counts, also where that was saved in this minute.
  const [newest] = asked === undefined ? await services.evaluation.schemes(year) : []
  const question = { year, asked: as_of, known: asked ?? now, version: newest?.version, draws }
  const results = await services.evaluation.draft(question)
  return { results, stage: 'draft' }
}

/** How the year before is scored, where not as it was. */
export interface Before {
  draws?: number
  scheme?: ItemisedScheme
}

/**
 * The year before, at the same day, so that like is compared with like; of a year that is over, the whole of it, as it was
 * frozen where it was. Null where its ledger was not yet there.
 */
export async function yearBefore(
  desk: Desk,
  { year, as_of, known_at }: Results,
  { draws, scheme }: Before = {},
): Promise<Results | null> {
  const before = String(Number(year) - 1)
  const day = `${before}${as_of.slice(4)}`.replace('-02-29', '-02-28')
  const isWhole = as_of >= endOf(year)
  const frozen = isWhole ? await desk.services.evaluation.frozen(before) : null
  if (frozen !== null && scheme === undefined) return frozen
  const known = frozen?.known_at ?? (isWhole ? known_at : day)
  try {
    return await desk.services.evaluation.draft({ year: before, asked: day, known, draws, scheme })
  } catch (error) {
    if (isShouwangError(error) && error.code === 'not_found') return null
    throw error
  }
}

/** A year and the one before, so that what differs between them is what was done. */
export interface Pair {
  now: Results
  before: Results
}

/**
 * Both years by the rules of `results`, without bonus, deduction and veto, which are no rules; where inspections checked one of
 * the two alone, both as they were reported. Null where there is no year before.
 */
export async function yearsCompared(desk: Desk, results: Results): Promise<Pair | null> {
  const { year, as_of: asked, known_at: known } = results
  const rules = { ...results.scheme, entries: [], vetoes: [] }
  const before = await yearBefore(desk, results, { scheme: rules })
  if (before === null || isVerified(before) === isVerified(results)) return before && { now: results, before }
  const scheme = { ...rules, verification: 'none' as const }
  const [now, then] = await Promise.all([
    desk.services.evaluation.draft({ year, asked, known, scheme }),
    yearBefore(desk, results, { scheme }),
  ])
  return then && { now, before: then }
}

const isVerified = ({ standings }: Results): boolean =>
  standings.some(({ items }) => items.some(({ verified_by }) => verified_by !== 'none'))
