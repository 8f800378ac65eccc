const Z = 1.959963984540054

/** The Wilson 95 % interval, for made-up rows (statistics.md, Interval of a rate); nulls for n = 0. */
export function wilson(met: number, n: number): { rate: number | null; low: number | null; high: number | null } {
  if (n === 0) return { rate: null, low: null, high: null }
  const rate = met / n
  const centre = rate + (Z * Z) / (2 * n)
  const spread = Z * Math.sqrt((rate * (1 - rate)) / n + (Z * Z) / (4 * n * n))
  const limit = (value: number) => Math.min(1, Math.max(0, value / (1 + (Z * Z) / n)))
  return { rate, low: met === 0 ? 0 : limit(centre - spread), high: met === n ? 1 : limit(centre + spread) }
}
