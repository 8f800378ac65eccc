/** What of a trend is more than its usual variation (statistics.md, Trend of one unit). */
export type SignalKind = 'outside' | 'run' | 'trend' | 'two_of_three'

/** A point at which a rule is fulfilled, and towards which side. */
export interface XmrSignal {
  index: number
  kind: SignalKind
  side: 'high' | 'low'
}

/** An XmR chart: the centre line and limits from the first points, then kept, and what lies outside the usual. */
export interface XmrChart {
  mean: number
  movingRange: number
  low: number
  high: number
  /** From fewer than twelve points: the limits may still move. */
  isTrial: boolean
  signals: XmrSignal[]
}

/** The limits are those of the first twelve points. */
export const BASE_POINTS = 12
const SPREAD = 2.66
const RUN = 7

/**
 * The XmR chart of a series: limits mean ± 2.66 × mean moving range of the first twelve points. Null for fewer than two
 * points, which have no range. The limits are not cut to 0–1; a chart of rates draws what of them lies inside.
 */
export function xmrChart(values: readonly number[]): XmrChart | null {
  const base = values.slice(0, BASE_POINTS)
  if (base.length < 2) return null
  const mean = average(base)
  const movingRange = average(base.slice(1).map((value, index) => Math.abs(value - (base[index] ?? value))))
  const low = mean - SPREAD * movingRange
  const high = mean + SPREAD * movingRange
  const signals = values.flatMap((_, index) => signalsAt(values, index, { mean, low, high }))
  return { mean, movingRange, low, high, isTrial: base.length < BASE_POINTS, signals }
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

// Values are fractions of counts: what lies within this of a line lies on it.
const TOLERANCE = 1e-12

function signalsAt(
  values: readonly number[],
  index: number,
  { mean, low, high }: { mean: number; low: number; high: number },
): XmrSignal[] {
  const last = (count: number) => (index + 1 < count ? [] : values.slice(index + 1 - count, index + 1))
  const seven = last(RUN)
  const three = last(3)
  const steps = seven.slice(1).map((value, step) => value - (seven[step] ?? value))
  const found: XmrSignal[] = []
  for (const side of ['high', 'low'] as const) {
    const sign = side === 'high' ? 1 : -1
    const limit = side === 'high' ? high : low
    const beyond = (value: number, line: number) => sign * (value - line) > TOLERANCE
    const isBeyondTwoThirds = (value: number) => beyond(value, mean + ((limit - mean) * 2) / 3)
    const value = values[index] ?? mean
    if (beyond(value, limit)) found.push({ index, kind: 'outside', side })
    if (seven.length === RUN && seven.every((each) => beyond(each, mean))) found.push({ index, kind: 'run', side })
    if (seven.length === RUN && steps.every((step) => sign * step > TOLERANCE))
      found.push({ index, kind: 'trend', side })
    if (isBeyondTwoThirds(value) && three.filter(isBeyondTwoThirds).length >= 2) {
      found.push({ index, kind: 'two_of_three', side })
    }
  }
  return found
}
