import type { SummaryRow } from '../server/answers.ts'

/** How many of a row's duties are judged: their time is over (duties.md). */
export const closedOf = ({ met, late, missed }: SummaryRow): number => met + late + missed

/** The ledger rows behind a figure (interfaces.md, HTTP). */
export function rowsBehind({ duty, level, unit_id: unit, period }: SummaryRow, asOf: string | null): string {
  const query = new URLSearchParams({ duty, level, unit })
  if (period !== 'state') query.set('period', period)
  if (asOf !== null) query.set('as_of', asOf)
  return `/api/subjects?${query}`
}
