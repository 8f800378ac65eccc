import { generateCounty, type County } from '../../pipeline/generate/county.ts'

/** What honest units are measured by: every fortnight of 2026 a pull, and the last one's instant to answer for. */
export const FORTNIGHTS: readonly Date[] = Array.from(
  { length: 25 },
  (_, place) => new Date(Date.parse('2026-01-04T18:00:00+08:00') + place * 14 * 86_400_000),
)
export const AS_OF = '2026-12-09T12:00:00'

/** A synthetic county whose files have no faults and in which nobody writes a missed talk in afterwards. */
export function honestCounty(seed: number, { townships, children }: { townships: number; children: number }): County {
  const through = new Date('2026-12-10T10:00:00+08:00')
  const county = generateCounty({ townships, children, year: 2026, seed, mess: 0, through })
  return { ...county, townships: county.townships.map((township) => ({ ...township, backfill: 0 })) }
}
