import type { Level, SummaryRow } from '../../queries/ledger.ts'
import { hiddenRows } from '../lib/statistics/small-cells.ts'
import type { Viewer } from '../server/viewer.ts'
import type { Gate } from './gate.ts'

/** A row of which a viewer learns only that it is there. */
export interface SuppressedRow {
  level: Level
  unit_id: string
  unit_name: string
  duty: string
  period: string
  is_suppressed: true
  [field: string]: unknown
}

const KEPT: readonly string[] = ['level', 'unit_id', 'unit_name', 'duty', 'period', 'target']
/** What would show smaller parts of a row's counts. */
const PARTS: readonly string[] = ['series', 'previous_period', 'previous_met', 'previous_closed']

/**
 * Rows of an end of a quarter (settled.ts) as a viewer may have them (issue "Children's data", 3): villages and schools of
 * other units without counts from one to four, without those that differ so from the ends of quarters before
 * (`earlier`), and without what would let either be had by subtraction. Of other units' villages and schools there are
 * figures of whole years alone: months could be had from each other.
 */
export function protect<Row extends SummaryRow>(
  rows: readonly Row[],
  viewer: Viewer,
  { gate, earlier }: { gate: Pick<Gate, 'maySeeRowsOf'>; earlier: readonly (readonly SummaryRow[])[] },
): (Row | SuppressedRow)[] {
  const isOthers = (row: SummaryRow): boolean => isOfOthers(row, viewer, gate)
  const others = rows.filter(isOthers)
  if (others.length === 0) return [...rows]
  const before = earlier.map((list) => new Map(list.map((row) => [keyOf(row), countsOf(row)])))
  const cells = others.map((row) => ({
    duty: row.duty,
    group: `${row.level} ${row.unit_id.split('/')[0] ?? ''}`,
    counts: countsOf(row),
    earlier: before.map((counts) => counts.get(keyOf(row)) ?? []),
  }))
  const hidden = new Set([...hiddenRows(cells)].map((index) => others[index]))
  return rows.map((row) => {
    if (!isOthers(row)) return row
    return hidden.has(row) || !/^(\d{4}|state)$/.test(row.period) ? suppressed(row) : whole(row)
  })
}

/** Whether a row is of a village or school whose children the viewer may not see. */
export const isOfOthers = (
  { level, unit_id }: { level: string; unit_id: string },
  viewer: Viewer,
  { maySeeRowsOf }: Pick<Gate, 'maySeeRowsOf'>,
): boolean => (level === 'village' || level === 'school') && !maySeeRowsOf(viewer, unit_id)

const keyOf = ({ level, unit_id, duty }: SummaryRow): string => `${level} ${unit_id} ${duty}`

const countsOf = ({ met, late, missed, ahead, pending }: SummaryRow): number[] => [met, late, missed, ahead, pending]

const suppressed = (row: SummaryRow): SuppressedRow =>
  Object.fromEntries([
    ...Object.entries(row).map(([name, value]): [string, unknown] => [
      name,
      KEPT.includes(name) ? value : emptyOf(value),
    ]),
    ['is_suppressed', true],
  ]) as SuppressedRow

const whole = <Row extends SummaryRow>(row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]): [string, unknown] => [
      name,
      PARTS.includes(name) ? emptyOf(value) : value,
    ]),
  ) as unknown as Row

const emptyOf = (value: unknown): readonly never[] | null => (Array.isArray(value) ? [] : null)
