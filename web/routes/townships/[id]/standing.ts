import type { SummaryRow } from '../../../server/answers.ts'

/** How a township stands to the county: beyond chance only where its whole 95 % interval lies on one side. */
export type Verdict = 'above' | 'below' | 'even'

/** One duty of the township beside the county's. */
export interface Standing {
  row: SummaryRow
  county: SummaryRow | null
  verdict: Verdict
  /** From the county's rate to the near end of the interval: what of the distance is beyond chance; 0 where nothing is. */
  certain: number
}

/** The township's judged duties against the county's, the furthest below its target first (look.md, Interval row). */
export function standingsOf(own: SummaryRow[], county: SummaryRow[]): Standing[] {
  const distance = ({ rate, target }: SummaryRow) => (rate ?? 0) - (target ?? rate ?? 0)
  return own
    .filter(({ rate }) => rate !== null)
    .sort((a, b) => distance(a) - distance(b))
    .map((row) => {
      const whole = county.find(({ duty }) => duty === row.duty) ?? null
      return { row, county: whole, ...verdictOf(row, whole?.rate ?? null) }
    })
}

function verdictOf({ low, high }: SummaryRow, county: number | null): { verdict: Verdict; certain: number } {
  if (county === null || low === null || high === null) return { verdict: 'even', certain: 0 }
  if (high < county) return { verdict: 'below', certain: county - high }
  if (low > county) return { verdict: 'above', certain: low - county }
  return { verdict: 'even', certain: 0 }
}

const MOST = 3

/** What is said of the township in sentences: at most three, weaknesses before strengths, the surest of each first. */
export function remarkable(standings: readonly Standing[]): Standing[] {
  const of = (verdict: Verdict) =>
    standings.filter((each) => each.verdict === verdict).sort((a, b) => b.certain - a.certain)
  const [weak, strong] = [of('below'), of('above')]
  // A strength is said too where there is one: a list of faults alone would not be the township.
  const faults = weak.slice(0, strong.length > 0 ? MOST - 1 : MOST)
  return [...faults, ...strong.slice(0, MOST - faults.length)]
}

/** How many duties lie on each side of the county's. */
export const countsOf = (standings: readonly Standing[]): Record<Verdict, number> => {
  const counts = { above: 0, below: 0, even: 0 }
  for (const { verdict } of standings) counts[verdict]++
  return counts
}
