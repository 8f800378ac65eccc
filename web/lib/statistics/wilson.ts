/** The quantile of the standard normal distribution that bounds the central 95 % (statistics.md). */
export const Z_95 = 1.959963984540054
/** The same for the central 99.8 %. */
export const Z_998 = 3.090232306167813

/** The Wilson interval of `met` of `n` (statistics.md, Interval of a rate); null for n = 0. */
export function wilson(met: number, n: number, z = Z_95): { low: number; high: number } | null {
  if (n === 0) return null
  const rate = met / n
  const centre = rate + (z * z) / (2 * n)
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return {
    low: met === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: met === n ? 1 : Math.min(1, (centre + spread) / scale),
  }
}
