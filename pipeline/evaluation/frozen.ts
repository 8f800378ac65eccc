import { ShouwangError } from '../../errors.ts'
import { sha256 } from '../../queries/archive-engine.ts'
import { frozenOf, type FrozenRow } from '../../queries/freezes.ts'
import type { Application } from '../application.ts'
import type { Results } from './results.ts'

/** The results that two people froze, as they were; null where the year is not frozen. */
export async function frozenResults(
  { warehouse }: { warehouse: Pick<Application['warehouse'], 'query'> },
  year: string,
): Promise<Results | null> {
  const frozen = await frozenOf(warehouse, year)
  return frozen === null ? null : resultsIn(year, frozen)
}

/** The results of a frozen year. Throws `unreadable_file` where they are no longer those that two people froze. */
function resultsIn(year: string, { results, digest }: FrozenRow): Results {
  if (sha256(results) === digest) return JSON.parse(results) as Results
  const message = `${year} 年冻结的结果被改动过，与冻结时的摘要不符，不能作准：请从备份恢复数据，或以 evaluations/${year}.zip 为准核对。`
  throw new ShouwangError('unreadable_file', message, { year, digest })
}
