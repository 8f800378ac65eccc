import type { YearEvaluation } from './answers.ts'

/** The instants at which what stands behind results is asked for; null: now. */
export interface BehindInstants {
  as_of: string | null
  known_at: string | null
}

/**
 * When the rows behind results are asked for, so that they are those that were counted: the day that the year is judged on, and
 * when what is told of it was known. Of a running year's results of now the rows of now are, as long as nothing else is asked.
 */
export function behindInstants(
  { as_of, known_at, stage }: Pick<YearEvaluation, 'as_of' | 'known_at' | 'stage'>,
  asOf: string | null,
): BehindInstants {
  const isOfNow = asOf === null && stage === 'draft' && as_of === known_at
  return isOfNow ? { as_of: null, known_at: null } : { as_of, known_at }
}

/** An address with those of its parameters that are given, and so many of `instants` as there are. */
export function addressOf(path: string, parameters: Record<string, string>, instants: BehindInstants): string {
  const query = new URLSearchParams(parameters)
  for (const [name, instant] of Object.entries(instants) as [string, string | null][])
    if (instant !== null) query.set(name, instant)
  return query.size === 0 ? path : `${path}?${query}`
}
