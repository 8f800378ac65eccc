import type { Evaluation } from '../../../evaluation/evaluate.ts'
import { sha256 } from '../../../queries/archive-engine.ts'
import type { Results } from '../results.ts'
import { jsonBytes } from './manifest.ts'

/** Results as an archive has them. */
export const resultBytes = (results: Results): Buffer => jsonBytes(results)

/** What a person compares, and two people freeze: SHA-256 of the results as an archive has them. */
export const digestOf = (results: Results): string => sha256(resultBytes(results))

/** Counts of the results, a row a township and duty. */
export const COUNT_COLUMNS = { township_id: 'varchar', duty: 'varchar', met: 'bigint', total: 'bigint' }
export const countsOf = ({ standings }: Pick<Evaluation, 'standings'>): [string, string, bigint, bigint][] =>
  standings.flatMap(({ township, items }) =>
    items.map(({ duty, met, total }): [string, string, bigint, bigint] => [township, duty, BigInt(met), BigInt(total)]),
  )
