import { formatNumber, formatRatio } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { Distribution, DistributionRow } from './distribution-answer.ts'

/** At most one decimal: bins of a thirtieth of a deadline need not be whole. */
const amount = (value: number): string => `${Math.round(value * 10) / 10}`

/** How many were told by the deadline. */
const inTime = ({ rows, deadline }: Distribution): number =>
  rows.reduce((sum, { to, n }) => (to !== null && to <= (deadline ?? 0) ? sum + n : sum), 0)

/** What is to be seen, in one sentence. */
export function distributionTitle(found: Distribution, unit: string): string {
  const { kind, n, of, quantiles, deadline } = found
  if (kind === 'gap') {
    if (quantiles === null) return m.duty_gaps_none({ unit })
    return m.duty_gaps_title({ unit, half: amount(quantiles.p50), most: amount(quantiles.p90) })
  }
  if (of === 0) return m.duty_notice_none({ unit })
  if (n === 0) return m.duty_notice_no_time({ unit, count: formatNumber(of) })
  return m.duty_notice_title({ unit, minutes: amount(deadline ?? 0), ratio: formatRatio(inTime(found), of) })
}

/** How many are measured and what is left out, in sentences; nothing is said of what there is none of. */
export function distributionFacts(found: Distribution): string[] {
  const { kind, n, of, left_out: out, quantiles, rows } = found
  const say = (count: number, words: (inputs: { count: string }) => string): string[] =>
    count === 0 ? [] : [words({ count: formatNumber(count) })]
  if (kind === 'gap') {
    return [...say(n, m.duty_gaps_n), ...say(out.single, m.duty_gaps_single), ...say(out.never, m.duty_gaps_never)]
  }
  const beyond = rows.find(({ to }) => to === null)
  return [
    m.duty_notice_n({ ratio: formatRatio(n, of) }),
    ...(quantiles === null
      ? []
      : [m.duty_notice_quantiles({ half: amount(quantiles.p50), most: amount(quantiles.p90) })]),
    ...say(out.none, m.duty_notice_without),
    ...say(out.impossible, m.duty_notice_impossible),
    ...say(out.running, m.duty_notice_running),
    ...(beyond === undefined
      ? []
      : [m.duty_notice_beyond({ count: formatNumber(beyond.n), minutes: amount(beyond.from) })]),
  ]
}

/** A bin as the table names it: `0–7`, `> 91`. Gaps are whole days, so a week begins a day after the one before ends. */
export function binWords({ from, to }: DistributionRow, kind: Distribution['kind']): string {
  if (to === null) return `> ${amount(from)}`
  return kind === 'gap' ? `${amount(from + 1)}–${amount(to)}` : `≤ ${amount(to)}`
}
