import { differenceInterval, type Share } from '../lib/statistics/difference.ts'
import { Z_998 } from '../lib/statistics/wilson.ts'
import type { SummaryRow } from '../server/answers.ts'
import { closedOf } from './rows.ts'

/** A figure that is lower than it was, and as it was. */
export interface Fall {
  row: SummaryRow
  before: SummaryRow
  /** What of the fall is beyond doubt: from none to the upper end of the difference's interval. */
  certain: number
}

const shareOf = (row: SummaryRow): Share => ({ met: row.met, n: closedOf(row) })

/**
 * What is to be held against `then`: of a duty whose year goes on, only what was judged since. The year's figure holds what
 * it was made of before, and against a part of itself even a bad month would not tell.
 */
function judgedSince(row: SummaryRow, before: SummaryRow): Share {
  const [now, then] = [shareOf(row), shareOf(before)]
  const since = { met: now.met - then.met, n: now.n - then.n }
  const isSum = row.period !== 'state' && row.period === before.period
  // Corrections of earlier months can take more away than came; then the two figures stand against each other.
  return isSum && since.n > 0 && since.met >= 0 && since.met <= since.n ? since : now
}

/**
 * The units whose figure fell since then, beyond chance: the 99.8 % interval of the difference lies below nothing
 * (statistics.md calls attention only there). The surest first.
 */
export function fallsSince(rows: readonly SummaryRow[], before: readonly SummaryRow[]): Fall[] {
  const known = new Map(before.map((row) => [`${row.duty} ${row.unit_id}`, row]))
  return rows
    .flatMap((row) => {
      const then = known.get(`${row.duty} ${row.unit_id}`)
      if (then === undefined || row.rate === null || then.rate === null || row.rate >= then.rate) return []
      const certain = -(differenceInterval(judgedSince(row, then), shareOf(then), Z_998)?.high ?? 0)
      return certain > 0 ? [{ row, before: then, certain }] : []
    })
    .sort((a, b) => b.certain - a.certain)
}
