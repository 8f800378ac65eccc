import { describe, expect, it } from 'vitest'
import { drawBinomial, seededRandom } from '../../../web/lib/statistics/random.ts'
import { rankBands, rankBandsInTurns, type ClusterCell } from '../../../web/lib/statistics/rank-bands.ts'

/** Children with `months` talks owed each, of which every child keeps its own share: talks of one child go together. */
function simulated(children: number, rate: number, random: () => number): ClusterCell[] {
  const cells = new Map<number, number>()
  for (let child = 0; child < children; child++) {
    const own = Math.min(1, Math.max(0, rate + (random() - 0.5) * 0.3))
    const met = drawBinomial(6, own, random)
    cells.set(met, (cells.get(met) ?? 0) + 1)
  }
  return [...cells].map(([met, count]) => ({ met, total: 6, count }))
}

const bandsIn = (units: ClusterCell[][], seed: number) =>
  new Set(rankBands(units, { seed, draws: 200 }).map(({ band }) => band)).size

describe('rankBands', () => {
  it('holds equal townships in one band in at least 95 % of simulated counties', () => {
    const random = seededRandom(20_261_124)
    const COUNTIES = 200
    let one = 0
    for (let county = 0; county < COUNTIES; county++) {
      const units = Array.from({ length: 12 }, (_, i) => simulated(20 + i * 25, 0.85, random))
      if (bandsIn(units, county) === 1) one += 1
    }
    expect(one).toBeGreaterThanOrEqual(COUNTIES * 0.95)
  })

  it('tells apart what differs', () => {
    const random = seededRandom(7)
    const rates = [0.95, 0.95, 0.7, 0.7, 0.4, 0.4]
    const bands = rankBands(
      rates.map((rate) => simulated(200, rate, random)),
      { seed: 1 },
    )
    expect(bands.map(({ band }) => band)).toEqual([1, 1, 2, 2, 3, 3])
    expect(bands.map(({ low, high }) => `${low}–${high}`)).toEqual(['1–2', '1–2', '3–4', '3–4', '5–6', '5–6'])
  })

  it('gives the same seed the same ranges', () => {
    const units = [0.9, 0.8, 0.85].map((rate, i) => simulated(40, rate, seededRandom(i)))
    expect(rankBands(units, { seed: 5 })).toEqual(rankBands(units, { seed: 5 }))
  })

  it('shares all ranks among units that met everything', () => {
    const units = [4, 40, 400].map((count) => [{ met: 1, total: 1, count }])
    expect(rankBands(units, { seed: 1, draws: 50 })).toEqual(Array(3).fill({ low: 1, high: 3, band: 1 }))
  })

  it('does not make a unit of three children the best for certain', () => {
    const units = [[{ met: 1, total: 1, count: 3 }], ...[900, 880, 860].map(of1000)]
    expect(rankBands(units, { seed: 1 })[0]).toMatchObject({ low: 1, high: 4 })
  })

  it('answers nothing for no unit, and the one rank for one', () => {
    expect(rankBands([], { seed: 1 })).toEqual([])
    expect(rankBands([of1000(900)], { seed: 1 })).toEqual([{ low: 1, high: 1, band: 1 }])
  })
})

function of1000(met: number): ClusterCell[] {
  return [
    { met: 1, total: 1, count: met },
    { met: 0, total: 1, count: 1000 - met },
  ]
}

describe('drawBinomial', () => {
  it.each([
    [5, 0.3],
    [40, 0.02],
    [200, 0.4],
    [1000, 0.93],
  ])('has the mean and variance of %d, %d', (n, p) => {
    const random = seededRandom(n)
    const drawn = Array.from({ length: 20_000 }, () => drawBinomial(n, p, random))
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length
    expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / drawn.length))
    expect(variance / (n * p * (1 - p))).toBeGreaterThan(0.95)
    expect(variance / (n * p * (1 - p))).toBeLessThan(1.05)
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(n)
  })
})

describe('the draws of a seed', () => {
  it('are the same ever after: answers kept in archives, and printed seeds, rest on them', () => {
    const random = seededRandom(20_261_130)
    const drawn = [3, 40, 900, 8000].map((n) =>
      [0.0003, 0.02, 0.3, 0.5, 0.7, 0.9995].map((p) =>
        Array.from({ length: 200 }, (_, i) => (i + 1) * drawBinomial(n, p, random)).reduce(
          (sum, each) => sum + each,
          0,
        ),
      ),
    )
    expect(drawn).toEqual([
      [0, 729, 19_755, 32_352, 39_501, 60_300],
      [168, 17_616, 243_120, 401_835, 565_411, 803_573],
      [5001, 376_834, 5_444_113, 9_038_878, 12_695_678, 18_080_673],
      [46_472, 3_247_087, 48_193_949, 80_403_510, 112_563_074, 160_714_193],
    ])
    expect(random()).toBe(0.32611225941218436)
  })

  it('give the ranges that they have always given, one unit after another or at once', () => {
    const units = [0, 1, 2, 3, 4, 5].map((unit) =>
      [0, 1, 2, 3, 4].map((met) => ({ met, total: 4, count: 3 + ((unit * 5 + met * met * 11) % (23 * (unit + 1))) })),
    )
    const ranges = rankBands(units, { seed: 5 })
    expect(ranges.map(({ low, high, band }) => `${low}–${high} ${band}`)).toEqual([
      ...['2–5 1', '1–4 1', '1–5 1', '6–6 2', '2–5 1', '1–5 1'],
    ])
    const turns = rankBandsInTurns(units, { seed: 5 })
    for (const _ of units) expect(turns.next()).toEqual({ done: false, value: undefined })
    expect(turns.next()).toEqual({ done: true, value: ranges })
  })
})
