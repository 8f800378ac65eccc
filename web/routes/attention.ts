import type { Duty, SummaryRow, TownshipHealth } from '../server/answers.ts'
import { wilson, Z_998 } from '../lib/statistics/wilson.ts'
import { isSilent, takenAt } from './freshness.ts'

/**
 * What needs attention today (look.md, Overview): at most seven lines, what spoils the data before what the data say.
 * The page gives each its words.
 */
export type Attention =
  | { kind: 'held' | 'refused'; township: string; name: string; register: string }
  | { kind: 'failed'; township: string; name: string; since: string | null }
  | { kind: 'stale'; townships: { id: string; name: string }[]; since: string | null }
  | { kind: 'below'; row: SummaryRow; others: number }

const LINES = 7
// No more than this many lines about the data, so that the duties are not pushed out of sight.
const DATA_LINES = 4

/** The upper end of the Wilson interval of `met` of `n` at `z` (statistics.md, Interval of a rate); 1 where nothing is known. */
export const upperLimit = (met: number, n: number, z: number): number => wilson(met, n, z)?.high ?? 1

/**
 * What of a gap to the target is beyond doubt: from the target down to the upper end of the 99.8 % interval. Attention is
 * called only beyond it (statistics.md, Funnel plot): with many units and duties, 95 % is passed by chance.
 */
const certainGap = ({ met, late, missed, target }: SummaryRow): number => {
  const closed = met + late + missed
  return closed === 0 || target === null ? 0 : target - upperLimit(met, closed, Z_998)
}

/** The rows that lie below their target beyond chance, the surest first. */
export const belowTarget = (rows: SummaryRow[]): SummaryRow[] =>
  rows
    .filter((row) => row.rate !== null && row.target !== null && row.rate < row.target && certainGap(row) > 0)
    .sort((a, b) => certainGap(b) - certainGap(a))

/** The unit that most of the rows are of, and of how many; null when there are none. */
export function unitWithMost(rows: SummaryRow[]): { name: string; count: number } | null {
  const counts = new Map<string, number>()
  for (const { unit_name: name } of rows) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most === undefined ? null : { name: most[0], count: most[1] }
}

/** One line a duty: the township where most is sure to be wrong, and how many others are below as well. */
const dutyLines = (rows: SummaryRow[], duties: Duty[]): Attention[] =>
  duties
    .map(({ code }) => belowTarget(rows.filter(({ duty }) => duty === code)))
    .flatMap(([worst, ...others]) =>
      worst === undefined ? [] : [{ kind: 'below' as const, row: worst, others: others.length }],
    )
    .sort((a, b) => certainGap(b.row) - certainGap(a.row))

const earliest = (instants: (string | null)[]): string | null =>
  instants
    .filter((instant) => instant !== null)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(0) ?? null

/** Registers that were held or refused, sources that failed, and what else is old. */
const dataLines = (townships: TownshipHealth[], decided: ReadonlySet<string>): Attention[] => {
  const registers = townships.flatMap(({ id, name, registers: all }) =>
    all.flatMap(({ register, state }) =>
      (state === 'held' && !decided.has(`${id} ${register}`)) || state === 'refused'
        ? [{ kind: state, township: id, name, register }]
        : [],
    ),
  )
  const failed = townships.filter(({ state }) => state === 'failed')
  const stale = townships.filter((township) => township.state !== 'failed' && isSilent(township))
  const since = earliest(stale.map(({ stale_since: at }) => at))
  return [
    ...registers,
    ...failed.map((township) => ({
      kind: 'failed' as const,
      township: township.id,
      name: township.name,
      since: takenAt(township),
    })),
    ...(stale.length === 0
      ? []
      : [{ kind: 'stale' as const, townships: stale.map(({ id, name }) => ({ id, name })), since }]),
  ]
}

/**
 * The lines of the overview, in the order in which they stand. Townships are null when the page shows an earlier instant;
 * `decided` are held registers (`01 census`) that were refused.
 */
export function attentionLines(
  rows: SummaryRow[],
  duties: Duty[],
  townships: TownshipHealth[] | null,
  decided: ReadonlySet<string> = new Set(),
): Attention[] {
  const data = dataLines(townships ?? [], decided).slice(0, DATA_LINES)
  return [...data, ...dutyLines(rows, duties).slice(0, LINES - data.length)]
}
