import type { Level } from './ledger.ts'
import { overLedger, statement, withIdentifiers } from './statements.ts'
import type { Warehouse } from './warehouse.ts'

/** What is measured: days between talks, or minutes until told of an incident. */
export type DistributionKind = 'gap' | 'notice'

/** Why something of the asked period is not measured. */
export const LEFT_OUT = ['none', 'impossible', 'running', 'single', 'never'] as const

export interface Distribution {
  kind: DistributionKind
  /** How many are measured. */
  n: number
  /** Of these rows the share is taken: the measured gaps, or all incidents whose clock no longer runs. */
  of: number
  left_out: Record<(typeof LEFT_OUT)[number], number>
  /** In days or minutes; null where nothing is measured. */
  quantiles: { p10: number; p50: number; p90: number } | null
  /** Minutes; null where there is none. */
  deadline: number | null
  rows: DistributionRow[]
}

/** More than `from` and at most `to`; null: no end. `share`: how much of all lies here or below. */
export interface DistributionRow {
  from: number
  to: number | null
  n: number
  share: number
}

/** The registers' times that must be given for a duty. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  notify_guardian: ['guardian_notified_at'],
  notify_parents: ['parents_notified_at'],
  report_authority: ['education_reported_at', 'township_reported_at'],
}

/** The duties of which something is measured. */
export const DISTRIBUTED: readonly string[] = ['talk', ...Object.keys(TOLD)]

const WEEK = 7
/** Thirteen weeks of days, and three times the deadline: with the open end never more than a hundred rows. */
const BINS = { gap: 13, notice: 90 } as const
const BINS_TO_DEADLINE = 30

export interface DistributionAsked {
  /** The county's local time. */
  as_of: string
  duty: string
  period: string
  level: Level
  /** Of a level below the county; empty: the whole county, of a row that counts at the level. */
  unit: string
}

/** The distribution behind one duty of `DISTRIBUTED`: counts by bins, never a child or an incident. */
export async function distribution(
  warehouse: Warehouse,
  { duty, unit, ...query }: DistributionAsked,
): Promise<Distribution> {
  const told = TOLD[duty]
  const kind = told === undefined ? 'gap' : 'notice'
  const text =
    told === undefined
      ? statement('distribution/gaps')
      : withIdentifiers(statement('distribution/notice'), { minutes: `${duty}_minutes`, told })
  const units = query.level === 'county' || unit === '' ? [] : [unit]
  const found = await warehouse.queryText(overLedger(text, [duty], { isOfUnits: units.length > 0 }), {
    ...query,
    units,
    bins: BINS[kind],
  })
  const countOf = (state: string): number =>
    found.filter((row) => row.state === state).reduce((sum, row) => sum + Number(row.n), 0)
  const n = countOf('known')
  const left_out = { none: 0, impossible: 0, running: 0, single: 0, never: 0 }
  for (const state of LEFT_OUT) left_out[state] = countOf(state)
  const of = n + left_out.none + left_out.impossible
  const first = found[0]
  const deadline = kind === 'notice' ? Number(first?.deadline) : null
  const width = deadline === null ? WEEK : deadline / BINS_TO_DEADLINE
  const counts = new Map(found.filter((row) => row.bin !== null).map((row) => [Number(row.bin), Number(row.n)]))
  return {
    kind,
    n,
    of,
    left_out,
    quantiles: first && n > 0 ? { p10: Number(first.p10), p50: Number(first.p50), p90: Number(first.p90) } : null,
    deadline,
    rows: n === 0 ? [] : rowsOf(counts, { bins: BINS[kind], width, of, isWhole: kind === 'gap' }),
  }
}

/** The bins in order; of a histogram the empty ones too, of a curve only those where it rises. */
function rowsOf(
  counts: ReadonlyMap<number, number>,
  { bins, width, of, isWhole }: { bins: number; width: number; of: number; isWhole: boolean },
): DistributionRow[] {
  const rows: DistributionRow[] = []
  let sum = 0
  for (let bin = 1; bin <= bins + 1; bin++) {
    const n = counts.get(bin) ?? 0
    sum += n
    if (n === 0 && !isWhole) continue
    rows.push({ from: (bin - 1) * width, to: bin > bins ? null : bin * width, n, share: sum / of })
  }
  return rows
}
