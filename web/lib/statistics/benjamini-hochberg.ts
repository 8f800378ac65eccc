/**
 * Which of many tests stand when at most the part `q` of those that stand may be false (statistics.md, Odd units; Benjamini
 * and Hochberg, J. R. Stat. Soc. B 57:289, 1995). Where nothing is odd, the chance that any stands is at most `q`.
 */
export function discoveries(p: readonly number[], q: number): boolean[] {
  const ordered = [...p].sort((a, b) => a - b)
  const last = ordered.findLastIndex((each, index) => each <= (q * (index + 1)) / ordered.length)
  const limit = ordered[last]
  return p.map((each) => limit !== undefined && each <= limit)
}
