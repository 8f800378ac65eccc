import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discoveries } from '../../../web/lib/statistics/benjamini-hochberg.ts'
import { betaBinomialTail } from '../../../web/lib/statistics/beta-binomial.ts'

describe('betaBinomialTail', () => {
  it('is uniform where a and b are 1', () => {
    for (const k of [0, 1, 7, 10])
      expect(betaBinomialTail(k, 10, { theta: 0.5, rho: 1 / 3 })).toBeCloseTo((11 - k) / 11, 12)
  })

  it('is the binomial tail where units do not differ', () => {
    // P(X ≥ 8 of 10 at one half) = 56 / 1024
    expect(betaBinomialTail(8, 10, { theta: 0.5, rho: 1e-9 })).toBeCloseTo(56 / 1024, 8)
    expect(betaBinomialTail(1, 20, { theta: 0.05, rho: 1e-9 })).toBeCloseTo(1 - 0.95 ** 20, 8)
  })

  it('is 1 from nothing on, 0 beyond all, and falls as more is asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.0001, max: 0.9, noNaN: true }),
        (n, theta, rho) => {
          const tails = Array.from({ length: n + 2 }, (_, k) => betaBinomialTail(k, n, { theta, rho }))
          expect(tails[0]).toBe(1)
          expect(tails[n + 1]).toBe(0)
          for (let k = 1; k < tails.length; k++) {
            expect(tails[k] ?? 1).toBeLessThanOrEqual((tails[k - 1] ?? 0) + 1e-9)
          }
          // The mean of a count is the sum of its tails.
          const mean = tails.slice(1).reduce((sum, tail) => sum + tail, 0)
          expect(Math.abs(mean - n * theta)).toBeLessThan(1e-6 * n)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has a heavier tail where units differ more', () => {
    const tail = (rho: number): number => betaBinomialTail(20, 100, { theta: 0.1, rho })
    expect(tail(0.05)).toBeGreaterThan(10 * tail(0.001))
  })
})

describe('discoveries', () => {
  it('takes all up to the last that lies under its own line', () => {
    // Benjamini and Hochberg 1995, table 1 of the example: at 5 % the first four of fifteen.
    const p = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
      ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
    ]
    expect(discoveries(p, 0.05).filter(Boolean)).toHaveLength(4)
    expect(discoveries([...p].reverse(), 0.05).slice(-4)).toEqual([true, true, true, true])
  })

  it('takes none of none, and none where all are likely', () => {
    expect(discoveries([], 0.01)).toEqual([])
    expect(discoveries([0.02, 0.3, 1], 0.01)).toEqual([false, false, false])
  })
})
