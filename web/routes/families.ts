import type { Verification } from '../lib/components/verification.ts'
import type { Duty, Family, SummaryRow } from '../server/answers.ts'

/** One duty of the county with its row; null where nothing is owed. */
export interface DutyFigure {
  duty: Duty
  row: SummaryRow | null
  /** What inspections confirmed of it; null where nothing was checked. */
  verification: Verification | null
}

export interface FamilyFigures {
  family: Family
  /** The family's first duty in the order of the catalogue: its large figure. The others stand under it. */
  lead: DutyFigure
  others: DutyFigure[]
}

const ORDER: Family[] = ['coverage', 'pairing', 'talk', 'escalation', 'schooling', 'health', 'guardianship', 'homes']

/** Families of the duties that every county has; of the others only what is owed is shown. */
const CORE: readonly Family[] = ['coverage', 'pairing', 'talk', 'escalation']

/**
 * The families of the overview. A family has no rate of its own: its duties count different things (children,
 * children by month, incidents, townships), so each stands with its own numerator, denominator and interval.
 */
export function familiesOf(
  duties: Duty[],
  rows: SummaryRow[],
  verified: readonly (Verification & { duty: string; unit_id: string })[] = [],
): FamilyFigures[] {
  const figures = duties.map((duty) => {
    const row = rows.find((each) => each.duty === duty.code) ?? null
    const own = verified.find((each) => each.duty === duty.code && each.unit_id === row?.unit_id)
    return { duty, row, verification: own ?? null }
  })
  return ORDER.flatMap((family) => {
    const [lead, ...others] = figures.filter(({ duty }) => duty.family === family)
    if (lead === undefined) return []
    const owed = others.filter(({ row }) => row !== null)
    const [first, ...rest] = owed
    if (lead.row !== null || CORE.includes(family)) return [{ family, lead, others: owed }]
    return first === undefined ? [] : [{ family, lead: first, others: rest }]
  })
}
