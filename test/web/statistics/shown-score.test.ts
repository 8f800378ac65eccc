import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownMissing, shownScore } from '../../../web/lib/statistics/shown-score.ts'

const BOUNDS = [90, 80, 60, 0]
const score = fc.oneof(
  fc.double({ min: 0, max: 100, noNaN: true }),
  // Just beside a bound, by as little as a double can be.
  fc
    .tuple(fc.constantFrom(...BOUNDS.slice(0, -1), 59.95), fc.double({ min: -0.2, max: 0.2, noNaN: true }))
    .map(([bound, by]) => bound + by),
  fc.constantFrom(90 - 2 ** -46, 80 - 2 ** -46, 60 - 2 ** -47, 59.95),
)

describe('a printed score', () => {
  it('has one decimal, and more where it would say a bound that is not reached', () => {
    expect([86.54, 89.94, 90, 90.04, 100].map((each) => shownScore(each, BOUNDS))).toEqual([
      '86.5',
      '89.9',
      '90.0',
      '90.0',
      '100.0',
    ])
    expect([89.96, 89.996, 59.95].map((each) => shownScore(each, BOUNDS))).toEqual(['89.96', '89.996', '59.95'])
    expect(shownScore(85.02, [85.02, 0])).toBe('85.02')
    expect(shownScore(89.96, [85, 0])).toBe('90.0')
    expect([shownScore(69.97), shownScore(69.94)]).toEqual(['69.97', '69.9'])
  })

  it('is on the same side of every bound as the score', () => {
    const cents = fc.integer({ min: 0, max: 10_000 }).map((each) => each / 100)
    const bounds = fc.oneof(fc.constant(BOUNDS), fc.array(cents, { maxLength: 5 }))
    fc.assert(
      fc.property(score, bounds, (value, at) => {
        const printed = Number(shownScore(value, at))
        for (const bound of at) expect([value, bound, printed >= bound]).toEqual([value, bound, value >= bound])
        expect(Math.abs(printed - value)).toBeLessThanOrEqual(0.05 + 1e-12)
      }),
      { numRuns: 2000 },
    )
  })

  it('lacks less than a tenth where none would be shown', () => {
    expect([3.21, 0.05, 0.04, 1e-9, 0].map(shownMissing)).toEqual(['3.2', '0.1', null, null, '0.0'])
  })
})
