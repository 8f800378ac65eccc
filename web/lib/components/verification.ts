import { formatRatio } from '../format/number.ts'
import { formatInterval, formatPercent } from '../format/percent.ts'
import { m } from '../i18n/compiled/messages.js'

/** How much of what the record says is done inspections confirmed (docs/inspections.md, 核实率). */
export interface Verification {
  checked: number
  confirmed: number
  /** Weighted for the draw; null where nothing was checked. */
  rate: number | null
  low: number | null
  high: number | null
  random_checked: number
  random_confirmed: number
  random_rate: number | null
}

/** The weighted rate with its counts and interval; empty where nothing was checked. */
export function verificationWords({ rate, low, high, confirmed, checked }: Verification): string {
  if (rate === null || low === null || high === null) return ''
  return m.verification_words({
    rate: formatPercent(rate),
    ratio: formatRatio(confirmed, checked),
    interval: formatInterval(low, high),
  })
}

/** The weighted rate with its counts, where there is no room for the interval; empty where nothing was checked. */
export const verificationShort = (found: Verification | null | undefined): string =>
  found === null || found === undefined || found.rate === null
    ? ''
    : m.verification_short({ rate: formatPercent(found.rate), ratio: formatRatio(found.confirmed, found.checked) })

/** The rate of the random share alone with its counts; empty where none of it was checked. */
export const randomWords = ({
  random_rate: rate,
  random_confirmed: confirmed,
  random_checked: checked,
}: Verification) =>
  rate === null ? '' : m.verification_random({ rate: formatPercent(rate), ratio: formatRatio(confirmed, checked) })
