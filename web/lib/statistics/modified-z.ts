/** Beyond this a unit is odd (Iglewicz & Hoaglin). */
export const ODD_BEYOND = 3.5

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/**
 * How far each value lies from the median, in robust units (statistics.md, Odd units): 0.6745 (x − median) / MAD; where
 * the MAD is 0 the mean absolute deviation stands in its place; where that too is 0 nothing is odd.
 */
export function modifiedZ(values: readonly number[]): number[] {
  const centre = median(values)
  const deviations = values.map((value) => Math.abs(value - centre))
  const mad = median(deviations)
  const mean = deviations.reduce((sum, value) => sum + value, 0) / Math.max(1, deviations.length)
  const unit = mad > 0 ? mad / 0.6745 : 1.253314 * mean
  return values.map((value) => (unit === 0 ? 0 : (value - centre) / unit))
}
