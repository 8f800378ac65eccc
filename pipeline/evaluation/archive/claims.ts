import type { StagedValue } from '../../../queries/appender.ts'
import type { CheckedRow } from '../../../inspection/rates.ts'

/** The columns of what inspections checked, as an archive has it (queries/archive/tables.sql). */
export const CLAIM_COLUMNS = {
  duty: 'varchar',
  township_id: 'varchar',
  subject: 'varchar',
  stratum: 'varchar',
  share: 'varchar',
  inclusion: 'double',
  result: 'varchar',
}

/**
 * What inspections checked, with numbers for its strata and subjects. They are in the order of what they stand for, because
 * a rate's last digit hangs on the order in which its parts are added; no child is named by them, and no other table has them.
 */
export function renumberedClaims(claims: readonly CheckedRow[]): StagedValue[][] {
  const keyOf = ({ stratum, subject }: CheckedRow): string => JSON.stringify([stratum, subject])
  const strata = new Map<string, string>()
  const subjects = new Map<string, string>()
  for (const key of [...new Set(claims.map(keyOf))].sort()) {
    const [stratum = ''] = JSON.parse(key) as string[]
    if (!strata.has(stratum)) strata.set(stratum, placed(strata.size))
    subjects.set(key, placed(subjects.size))
  }
  return claims.map((claim) => [
    String(claim.duty),
    String(claim.township_id),
    subjects.get(keyOf(claim)) ?? '',
    strata.get(String(claim.stratum)) ?? '',
    String(claim.share),
    Number(claim.inclusion),
    String(claim.result),
  ])
}

/** A number that is in its place as a text too. */
const placed = (index: number): string => String(index + 1).padStart(8, '0')
