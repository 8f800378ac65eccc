const MINUS = '−'

const tenths = (value: number) => Math.round(value * 1000)

/**
 * A rate from 0 to 1 with one decimal: `0.9556` is `95.6%`. What is not whole is never rounded to it: 1,999 of 2,000 is
 * `99.9%` and not `100.0%`, 1 of 2,000 is `0.1%` and not `0.0%`.
 */
export const formatPercent = (rate: number): string => {
  const rounded = tenths(rate)
  const shown = rate < 1 && rounded >= 1000 ? 999 : rate > 0 && rounded <= 0 ? 1 : rounded
  return `${(shown / 10).toFixed(1)}%`
}

/** A target, which is a round number by nature: `1` is `100%`, `0.985` is `98.5%`. */
export const formatTarget = (target: number): string => `${Number((target * 100).toFixed(1))}%`

/** An interval of rates with its sign once: `94.3–96.6%`. */
export const formatInterval = (low: number, high: number): string =>
  `${formatPercent(low).slice(0, -1)}–${formatPercent(high)}`

/** A distance between two rates in percentage points, without its sign: `0.044` is `4.4`. */
export const formatPoints = (distance: number): string => {
  const rounded = tenths(Math.abs(distance))
  return ((distance !== 0 && rounded === 0 ? 1 : rounded) / 10).toFixed(1)
}

/** A change in percentage points with its sign: `+1.8`, `−0.4`, `0.0`. */
export const formatChange = (change: number): string => {
  const sign = tenths(change) === 0 ? '' : change > 0 ? '+' : MINUS
  return `${sign}${(Math.abs(tenths(change)) / 10).toFixed(1)}`
}
