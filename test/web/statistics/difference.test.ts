import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceInterval } from '../../../web/lib/statistics/difference.ts'
import { Z_95, Z_998 } from '../../../web/lib/statistics/wilson.ts'

describe('differenceInterval', () => {
  it.each([
    // Newcombe 1998, table II, method 10
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 20, 0.6791, 1],
  ])('%i/%i − %i/%i', (met, n, before, of, low, high) => {
    const found = differenceInterval({ met, n }, { met: before, n: of }, Z_95)
    expect(found?.low).toBeCloseTo(low, 4)
    expect(found?.high).toBeCloseTo(high, 4)
  })

  it('is none over nothing', () => {
    expect(differenceInterval({ met: 0, n: 0 }, { met: 1, n: 2 }, Z_95)).toBeNull()
    expect(differenceInterval({ met: 1, n: 2 }, { met: 0, n: 0 }, Z_95)).toBeNull()
  })

  it('holds the difference, and turns about when the two are exchanged', () => {
    const share = fc.nat(200).chain((met) => fc.integer({ min: Math.max(met, 1), max: 400 }).map((n) => ({ met, n })))
    fc.assert(
      fc.property(share, share, (now, then) => {
        const found = differenceInterval(now, then, Z_998)
        const turned = differenceInterval(then, now, Z_998)
        const difference = now.met / now.n - then.met / then.n
        expect(found?.low).toBeLessThanOrEqual(difference + 1e-12)
        expect(found?.high).toBeGreaterThanOrEqual(difference - 1e-12)
        expect(found?.low).toBeCloseTo(-(turned?.high ?? NaN), 12)
      }),
    )
  })
})
