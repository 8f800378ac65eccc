import { verificationRate, type CheckedClaim } from './verification.ts'

/** A claim that was looked at, as a row of the warehouse: its duty and township, and what `CheckedClaim` has. */
export type CheckedRow = Readonly<Record<string, unknown>>

/** Verification rates of claims that were looked at, by duty: of the county and of each township. */
export function ratesOf(found: readonly CheckedRow[], county: string) {
  const groups = new Map<string, CheckedRow[]>()
  for (const row of found) {
    for (const unit of [county, String(row.township_id)]) {
      const key = JSON.stringify([row.duty, unit])
      groups.set(key, [...(groups.get(key) ?? []), row])
    }
  }
  return [...groups].map(([key, claims]) => {
    const [duty, unit_id] = JSON.parse(key) as [string, string]
    const { random, ...weighted } = verificationRate(claims as unknown as CheckedClaim[], { seed: key })
    return {
      level: unit_id === county ? ('county' as const) : ('township' as const),
      unit_id,
      duty,
      ...weighted,
      random_checked: random.checked,
      random_confirmed: random.confirmed,
      random_rate: random.rate,
      random_low: random.low,
      random_high: random.high,
    }
  })
}
