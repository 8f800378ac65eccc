import { frozenOf, type FrozenRow } from '../../queries/freezes.ts'
import type { Application } from '../application.ts'
import type { Results } from './results.ts'

/** The results that two people froze, as they were; null where the year is not frozen. */
export async function frozenResults(
  { warehouse }: Pick<Application, 'warehouse'>,
  year: string,
): Promise<Results | null> {
  const frozen = await frozenOf(warehouse, year)
  return frozen === null ? null : resultsIn(frozen)
}

export const resultsIn = ({ results }: FrozenRow): Results => JSON.parse(results) as Results
