import type { ResultRow } from '../../queries/rows.ts'

/** The most villages, schools or teachers that an answer counts by. */
const MOST = 100

export type FacetKind = 'village' | 'school' | 'teacher'

/** The counts of one kind, the largest first, as many as an answer has, and the chosen one in any case. */
export function largestOf(facets: readonly ResultRow[], kind: FacetKind, chosen: string | undefined): ResultRow[] {
  return facets.filter((row) => row.kind === kind).filter(({ value }, index) => index < MOST || value === chosen)
}

/** How many villages, schools and teachers there are to count by. */
export function facetTotals(facets: readonly ResultRow[]): Record<'villages' | 'schools' | 'teachers', number> {
  const of = (kind: FacetKind) => facets.filter((row) => row.kind === kind).length
  return { villages: of('village'), schools: of('school'), teachers: of('teacher') }
}
