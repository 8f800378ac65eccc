import type { Duty, SummaryRow, TownshipHealth } from '../server/answers.ts'
import { wilson, Z_998 } from '../lib/statistics/wilson.ts'
import { fallsSince, type Fall } from './fallen.ts'
import { isSilent, takenAt } from './freshness.ts'

/**
 * What needs attention today (look.md, Overview): what spoils the data before what the data say, and what became worse
 * before what is bad. The page gives each its words.
 */
export type Attention =
  | { kind: 'clocks'; over: number; running: number }
  | { kind: 'orders'; overdue: number }
  | { kind: 'held' | 'refused'; township: string; name: string; register: string }
  | { kind: 'failed'; township: string; name: string; since: string | null }
  | { kind: 'stale'; townships: { id: string; name: string }[]; since: string | null }
  | { kind: 'fell'; row: SummaryRow; before: SummaryRow; others: number }
  | { kind: 'below'; row: SummaryRow; others: number }

/** At most seven lines are shown; the rest stands behind one that counts it. */
export interface AttentionLines {
  shown: Attention[]
  more: Attention[]
}

const LINES = 7
// No more than this many about the data, and of falls, so that neither pushes the duties out of sight.
const DATA_LINES = 4
const FALL_LINES = 2

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

/** One line a duty: the township whose fall is the surest, and how many others fell as well. */
function fallLines(falls: Fall[]): Attention[] {
  const surest = new Map<string, { fall: Fall; others: number }>()
  for (const fall of falls) {
    const known = surest.get(fall.row.duty)
    if (known === undefined) surest.set(fall.row.duty, { fall, others: 0 })
    else known.others += 1
  }
  return [...surest.values()].map(({ fall: { row, before }, others }) => ({ kind: 'fell', row, before, others }))
}

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
 * The lines of the overview, in the order in which they stand; `before` are the rows of a month ago. Townships are null
 * when the page shows an earlier instant; `decided` are held registers (`01 census`) that were refused.
 */
export function attentionLines(
  rows: SummaryRow[],
  duties: Duty[],
  {
    before = [],
    townships,
    decided = new Set(),
    overdue = 0,
    clocks = { over: 0, running: 0 },
  }: {
    before?: SummaryRow[]
    townships: TownshipHealth[] | null
    decided?: ReadonlySet<string>
    /** Orders of inspections that the reader may see and that are overdue: one line, before all others. */
    overdue?: number
    /** Clocks of open incidents, where the reader may see them: one line, the very first. */
    clocks?: { over: number; running: number }
  },
): AttentionLines {
  const data = dataLines(townships ?? [], decided)
  const falls = fallLines(fallsSince(rows, before))
  const { over, running } = clocks
  const own: Attention[] = [
    ...(over + running > 0 ? [{ kind: 'clocks' as const, over, running }] : []),
    ...(overdue > 0 ? [{ kind: 'orders' as const, overdue }] : []),
  ]
  const leading = [...own, ...data.slice(0, DATA_LINES), ...falls.slice(0, FALL_LINES)]
  const first = leading.slice(0, LINES)
  const rest = [...leading.slice(LINES), ...data.slice(DATA_LINES), ...falls.slice(FALL_LINES)]
  const below = dutyLines(rows, duties)
  const room = LINES - first.length
  return { shown: [...first, ...below.slice(0, room)], more: [...rest, ...below.slice(room)] }
}
