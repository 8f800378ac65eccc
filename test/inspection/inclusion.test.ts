import { describe, expect, it } from 'vitest'
import { inclusionByRisk, MOST_RANDOM, riskShare, SIZES, type RiskCounts } from '../../inspection/inclusion.ts'

/** Every subset of `n` of the indexes below `of`. */
function subsets(of: number, n: number): number[][] {
  if (n === 0) return [[]]
  if (of < n) return []
  return [...subsets(of - 1, n), ...subsets(of - 1, n - 1).map((set) => [...set, of - 1])]
}

/** π of one unit after another, by every set that the random share could be. */
function byEnumeration(counts: RiskCounts, random: number, risk: number): number[] {
  const risks = counts.flatMap((count, each) => Array.from({ length: count }, () => each))
  const sets = subsets(risks.length, random)
  const chance = risks.map(() => 0)
  for (const set of sets) {
    const rest = risks.map((_, i) => i).filter((i) => !set.includes(i))
    const conditional = conditionalChances(
      rest.map((i) => 2 ** (risks[i] ?? 0)),
      risk,
    )
    for (const i of set) chance[i] = (chance[i] ?? 0) + 1 / sets.length
    rest.forEach((i, at) => (chance[i] = (chance[i] ?? 0) + (conditional[at] ?? 0) / sets.length))
  }
  return chance
}

/** Probabilities in proportion to size, none above 1, that add up to `count`. */
function conditionalChances(sizes: number[], count: number): number[] {
  const chances = sizes.map(() => 0)
  const sure = new Set<number>()
  for (;;) {
    const open = sizes.map((_, i) => i).filter((i) => !sure.has(i))
    const total = open.reduce((sum, i) => sum + (sizes[i] ?? 0), 0)
    for (const i of open) chances[i] = ((count - sure.size) * (sizes[i] ?? 0)) / total
    const found = open.filter((i) => (chances[i] ?? 0) >= 1)
    if (found.length === 0) return chances
    for (const i of found) {
      chances[i] = 1
      sure.add(i)
    }
  }
}

const strata: [counts: RiskCounts, random: number, risk: number][] = [
  [[5, 3, 2, 1], 2, 3],
  [[8, 0, 0, 1], 1, 1],
  [[4, 4, 0, 0], 3, 4],
  [[0, 2, 2, 4], 2, 5],
  [[9, 1, 0, 2], 4, 3],
  [[6, 0, 0, 0], 2, 2],
  [[3, 3, 3, 3], 0, 6],
  [[7, 2, 1, 1], 5, 0],
  [[2, 1, 1, 1], 2, 3],
  [[2, 1, 1, 1], 9, 9],
]

describe('inclusionByRisk', () => {
  it.each(strata)(
    'of %j with %i at random and %i by risk is what every possible draw gives',
    (counts, random, risk) => {
      const chances = inclusionByRisk(counts, random, risk)
      const whole = counts.reduce((sum, count) => sum + count, 0) <= random + risk
      const expected = whole
        ? counts.flatMap((count) => Array<number>(count).fill(1))
        : byEnumeration(counts, random, risk)
      const found = counts.flatMap((count, each) => Array<number>(count).fill(chances[each] ?? 0))
      found.forEach((chance, i) => expect(chance).toBeCloseTo(expected[i] ?? -1, 12))
    },
  )

  it('adds up to the size of the sample in a large stratum', () => {
    const counts: RiskCounts = [700, 150, 40, 10]
    const chances = inclusionByRisk(counts, MOST_RANDOM, 30)
    expect(counts.reduce((sum, count, risk) => sum + count * (chances[risk] ?? 0), 0)).toBeCloseTo(130, 8)
  })

  it('says what to do where the random share is too large to average over', () => {
    expect(() => inclusionByRisk([500, 0, 0, 0], MOST_RANDOM + 1, 1)).toThrow('最多 100 个')
    expect(inclusionByRisk([500, 0, 0, 0], 250, 0)).toEqual([0.5, 0.5, 0.5, 0.5])
    expect(inclusionByRisk([50, 0, 0, 0], 250, 1)).toEqual([1, 1, 1, 1])
  })
})

describe('riskShare', () => {
  it('takes for certain what is too large for a draw, and shares the rest anew', () => {
    // 8 + 8 of 16 + 2 + 4: twice 8 × 3 / 22 is above 1; then one of six.
    expect(riskShare([4, 1, 0, 2], 3)).toEqual({
      certain: [false, false, false, true],
      chance: [1 / 6, 2 / 6, 4 / 6, 1],
      drawn: 1,
      size: 6,
    })
    expect(SIZES).toEqual([1, 2, 4, 8])
  })
})
