import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactLimits, funnelAround, pooledRate } from '../../../web/lib/statistics/funnel.ts'
import { modifiedZ, ODD_BEYOND } from '../../../web/lib/statistics/modified-z.ts'
import { wilson } from '../../../web/lib/statistics/wilson.ts'

// statistics.md, the vectors.
describe('wilson', () => {
  it.each([
    [20, 20, 0.838875, 1],
    [200, 200, 0.981155, 1],
    [45, 50, 0.786398, 0.956524],
    [0, 7, 0, 0.35433],
    [1204, 1260, 0.942725, 0.965617],
  ])('of %d/%d', (met, n, low, high) => {
    expect(wilson(met, n)?.low).toBeCloseTo(low, 6)
    expect(wilson(met, n)?.high).toBeCloseTo(high, 6)
  })

  it('has none over nothing', () => expect(wilson(0, 0)).toBeNull())
})

describe('exactLimits', () => {
  it.each([
    [0.9, 20, 0.614828, 0.721532, 0.989718, 0.999589],
    [0.9, 200, 0.826433, 0.854028, 0.937309, 0.957148],
    [0.8, 50, 0.600856, 0.672906, 0.895595, 0.945224],
  ])('of θ %d, n %d', (theta, n, low998, low95, high95, high998) => {
    const limits = exactLimits(theta, n)
    expect(limits.low998).toBeCloseTo(low998, 6)
    expect(limits.low95).toBeCloseTo(low95, 6)
    expect(limits.high95).toBeCloseTo(high95, 6)
    expect(limits.high998).toBeCloseTo(high998, 6)
  })

  it('lie in order and inside 0–1, for the largest county too', () => {
    const theta = fc.double({ min: 0.001, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(theta, fc.integer({ min: 1, max: 20_000 }), (each, n) => {
        const { low998, low95, high95, high998 } = exactLimits(each, n)
        const line = [0, low998, low95, high95, high998, 1]
        expect(line.every((value, i) => i === 0 || value >= (line[i - 1] ?? 0))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})

describe('funnelAround', () => {
  const units = [
    [18, 20],
    [150, 200],
    [95, 100],
    [40, 50],
    [300, 310],
    [60, 80],
  ].map(([met = 0, n = 0]) => ({ met, n }))

  it('widens the limits where units spread more than chance', () => {
    const theta = pooledRate(units) ?? 0
    const funnel = funnelAround(theta, units)
    expect(theta).toBeCloseTo(0.872368, 6)
    expect(funnel.phi).toBeCloseTo(11.813952, 5)
    expect(funnel.tau2).toBeCloseTo(0.01320479, 7)
    expect(funnel.method).toBe('overdispersed')
    expect(funnel.at(100).low95).toBeLessThan(exactLimits(theta, 100).low95)
  })

  it('keeps the exact limits where they do not', () => {
    const alike = [18, 17, 18, 19].map((met) => ({ met, n: 20 }))
    const funnel = funnelAround(0.9, alike)
    expect(funnel.method).toBe('exact')
    expect(funnel.at(20)).toEqual(exactLimits(0.9, 20))
  })

  it('winsorises from ten units on, so that one odd unit does not hide itself', () => {
    const ten = [...Array.from({ length: 10 }, () => ({ met: 90, n: 100 })), { met: 10, n: 100 }]
    expect(funnelAround(0.9, ten).method).toBe('exact')
  })

  it('has no width around a target of 100 %, and none without units', () => {
    expect(funnelAround(1, units).at(50)).toEqual({ low998: 1, low95: 1, high95: 1, high998: 1 })
    expect(pooledRate([])).toBeNull()
  })
})

describe('modifiedZ', () => {
  it('finds the odd one', () => {
    const z = modifiedZ([2, 3, 3, 4, 3, 2, 15])
    expect(z[6]).toBeCloseTo(8.094, 3)
    expect(z.filter((each) => Math.abs(each) > ODD_BEYOND)).toHaveLength(1)
  })

  it('takes the mean deviation where the median one is 0, and calls nothing odd where that is 0 too', () => {
    expect(modifiedZ([3, 3, 3, 3, 10])[4]).toBeCloseTo(7 / (1.253314 * 1.4), 6)
    expect(modifiedZ([3, 3, 3])).toEqual([0, 0, 0])
  })
})
