import type { Standing } from '../../evaluation/evaluate.ts'
import { schemeChanges, type SchemeChange } from '../../evaluation/scheme-changes.ts'
import type { Application } from '../application.ts'
import type { Draft, DraftQuery } from './draft.ts'
import { readScheme } from './scheme-words.ts'
import { itemised, knownTo } from './schemes.ts'

/** Where a township stands by one scheme: its score with its range, the places that the data support, and its grade. */
export type Stand = Pick<Standing, 'score' | 'low' | 'high' | 'rank_low' | 'rank_high' | 'grade' | 'is_vetoed'>

/** What a changed scheme would do to one township; null where it owes nothing of what that scheme counts. */
export interface TrialRow {
  township: string
  before: Stand | null
  after: Stand | null
  /** Points that it would gain (above 0) or lose. */
  points: number | null
}

export interface Trial {
  year: string
  /** The county's local time. */
  as_of: string
  seed: number
  draws: number
  scheme_version: number
  changes: SchemeChange[]
  rows: TrialRow[]
}

/** Where each township would stand, now. */
export type Drafting = (query: Pick<DraftQuery, 'year' | 'scheme'>) => Promise<Draft>

/**
 * What a scheme would change against the newest saved one, township by township in the order of the new standings; nothing is
 * kept. Throws `bad_parameter` for a wrong scheme, `not_found` where nothing of the year is due yet.
 */
export async function tryScheme(
  application: Application,
  { year, scheme: sent, draft }: { year: string; scheme: unknown; draft: Drafting },
): Promise<Trial> {
  const scheme = itemised(readScheme(sent, knownTo(application)))
  const standing = await draft({ year })
  const tried = await draft({ year, scheme })
  const { as_of, seed, draws, scheme_version } = standing
  const townships = [...new Set([tried, standing].flatMap(({ standings }) => standings.map((each) => each.township)))]
  const rows = townships.map((township): TrialRow => {
    const [before, after] = [standOf(standing, township), standOf(tried, township)]
    return { township, before, after, points: before && after ? after.score - before.score : null }
  })
  const changes = schemeChanges(standing.scheme, scheme)
  return { year, as_of, seed, draws, scheme_version: scheme_version ?? 0, changes, rows }
}

function standOf({ standings }: Draft, township: string): Stand | null {
  const found = standings.find((each) => each.township === township)
  if (found === undefined) return null
  const { score, low, high, rank_low, rank_high, grade, is_vetoed } = found
  return { score, low, high, rank_low, rank_high, grade, is_vetoed }
}
