import { ShouwangError } from '../errors.ts'

/** How much more often than risk 0 each risk is drawn into the risk share. */
export const SIZES = [1, 2, 4, 8] as const

/** How many units of a stratum have the risks 0 to 3. */
export type RiskCounts = readonly [number, number, number, number]

/** The most that a stratum's random share may hold beside a risk share: π is averaged over all 176,851 ways to take so many. */
export const MOST_RANDOM = 100

const RISKS = [0, 1, 2, 3] as const

/** What the risk share does with the units left to it. */
export interface RiskShare {
  /** Per risk: its units are taken without a draw. */
  certain: readonly boolean[]
  /** Per risk: the chance of each of its units. */
  chance: readonly number[]
  /** How many are drawn among those that are not certain. */
  drawn: number
  /** The sizes of those together. */
  size: number
}

/**
 * The risk share of `count` units out of `left`: each with a probability in proportion to its size. Where that would be 1 or
 * more the unit is certain, and the rest is shared among the others anew (Brewer & Hanif 1983).
 */
export function riskShare(left: RiskCounts, count: number): RiskShare {
  const certain = [false, false, false, false]
  for (;;) {
    const open = RISKS.filter((risk) => !certain[risk] && left[risk] > 0)
    const size = open.reduce<number>((sum, risk) => sum + left[risk] * SIZES[risk], 0)
    const drawn = RISKS.reduce<number>((rest, risk) => rest - (certain[risk] ? left[risk] : 0), count)
    const sure = open.filter((risk) => drawn * SIZES[risk] >= size)
    if (sure.length === 0) {
      const chance = RISKS.map((risk) => (certain[risk] ? 1 : size === 0 ? 0 : (drawn * SIZES[risk]) / size))
      return { certain, chance, drawn, size }
    }
    for (const risk of sure) certain[risk] = true
  }
}

/**
 * The inclusion probability of a unit of each risk, in a stratum of `counts` of which `random` are drawn at random and from
 * the rest `risk` by risk. π = r/N + P(taken by risk), the latter averaged over all that the random share may take: how many
 * of each risk is multivariate hypergeometric, and units of one risk are alike. Throws `bad_parameter` beyond MOST_RANDOM.
 */
export function inclusionByRisk(counts: RiskCounts, random: number, risk: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (random + risk >= all) return [1, 1, 1, 1]
  const byRandom = random / all
  if (risk === 0) return [byRandom, byRandom, byRandom, byRandom]
  if (random > MOST_RANDOM) {
    throw new ShouwangError(
      'bad_parameter',
      `每层随机抽取 ${random} 个太多：同时按风险抽取时每层最多 ${MOST_RANDOM} 个；请减少，或不按风险抽取。`,
      { parameter: 'random', value: random, most: MOST_RANDOM },
    )
  }
  const byRisk = [0, 0, 0, 0]
  for (const { taken, mass } of waysToTake(counts, random)) {
    const left = RISKS.map((each) => counts[each] - taken[each]) as unknown as RiskCounts
    const { chance } = riskShare(left, risk)
    for (const each of RISKS) {
      if (counts[each] > 0)
        byRisk[each] = (byRisk[each] ?? 0) + (mass * left[each] * (chance[each] ?? 0)) / counts[each]
    }
  }
  return byRisk.map((chance) => Math.min(1, byRandom + chance))
}

/** How many of each risk a simple random sample of `n` holds, and with what probability. */
function* waysToTake(counts: RiskCounts, n: number): Generator<{ taken: RiskCounts; mass: number }> {
  const all = counts.reduce((sum, count) => sum + count, 0)
  const logFactorial = [0]
  for (let i = 1; i <= all; i++) logFactorial.push((logFactorial[i - 1] ?? 0) + Math.log(i))
  const logChoose = (of: number, k: number): number =>
    (logFactorial[of] ?? 0) - (logFactorial[k] ?? 0) - (logFactorial[of - k] ?? 0)
  const [n0, n1, n2, n3] = counts
  const whole = logChoose(all, n)
  for (let a = Math.max(0, n - n1 - n2 - n3); a <= Math.min(n0, n); a++) {
    for (let b = Math.max(0, n - a - n2 - n3); b <= Math.min(n1, n - a); b++) {
      for (let c = Math.max(0, n - a - b - n3); c <= Math.min(n2, n - a - b); c++) {
        const d = n - a - b - c
        const log = logChoose(n0, a) + logChoose(n1, b) + logChoose(n2, c) + logChoose(n3, d)
        yield { taken: [a, b, c, d], mass: Math.exp(log - whole) }
      }
    }
  }
}
