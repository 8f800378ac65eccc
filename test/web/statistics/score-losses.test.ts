import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lossesOf, roundedParts } from '../../../web/lib/statistics/score-losses.ts'

const BOUNDS = [90, 80, 60, 0]
const clip = (score: number): number => Math.min(100, Math.max(0, score))
const scoreOf = (lost: readonly number[], points: readonly number[]) => {
  const items_points = 100 - lost.reduce((sum, each) => sum + each, 0)
  const score = clip(items_points + points.reduce((sum, each) => sum + each, 0))
  return {
    score,
    items_points,
    items: lost.map((each) => ({ lost: each })),
    entries: points.map((each) => ({ points: each })),
  }
}
/** In hundred-millionths, in which sums of decimals are exact. */
const sum = (lines: readonly { lost: number }[]): number =>
  lines.reduce((total, { lost }) => total + Math.round(lost * 1e8), 0)

describe('what a score lost', () => {
  it('is the whole from 100 to the score, with what is deducted and the items without a line', () => {
    const told = lossesOf(scoreOf([9, 5.98, 0.01, 0.01], [-5]), { bounds: BOUNDS, most: 1 })
    expect([told.score, told.lost, told.losing]).toEqual(['80.0', '20.0', 4])
    expect(told.lines).toMatchObject([
      { kind: 'item', lost: 9 },
      { kind: 'rest', count: 3, lost: 6 },
      { kind: 'entry', entry: { points: -5 }, lost: 5 },
    ])
  })

  it('has what the bounds cut as a line', () => {
    const above = lossesOf(scoreOf([1], [5]), { bounds: BOUNDS, most: 8 })
    expect([above.lost, above.lines.map(({ kind, lost }) => [kind, lost])]).toEqual([
      '0.0',
      [
        ['item', 1],
        ['entry', -5],
        ['cut', 4],
      ],
    ])
    const below = lossesOf(scoreOf([95], [-20]), { bounds: BOUNDS, most: 8 })
    expect([below.lost, below.lines.at(-1)]).toEqual(['100.0', { kind: 'cut', lost: -15 }])
  })

  it('tells the heaviest entries, and the others as one line', () => {
    const { lines } = lossesOf(scoreOf([], [-1, -4, 0.5, -3]), { bounds: BOUNDS, most: 8, most_entries: 2 })
    expect(lines.map(({ kind, lost }) => [kind, lost])).toEqual([
      ['entry', 4],
      ['entry', 3],
      ['entries_rest', 0.5],
    ])
  })

  it('prints an item alike, however many lines there are', () => {
    const score = scoreOf([7.05, 6.25, 5.15, 4.05, 0.07], [-5])
    const printed = (most: number) => [...lossesOf(score, { bounds: BOUNDS, most }).lostOf.values()]
    for (const most of [0, 1, 2, 3]) expect(printed(most)).toEqual(printed(8))
    const { lines } = lossesOf(score, { bounds: BOUNDS, most: 2 })
    expect(lines.map(({ lost }) => lost).slice(0, 2)).toEqual(printed(8).slice(0, 2))
  })

  it('adds up as printed, whatever was lost', () => {
    const lost = fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { maxLength: 24 })
    const points = fc.array(
      fc.integer({ min: -400, max: 400 }).map((each) => each / 100),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(lost, points, fc.integer({ min: 0, max: 8 }), (items, entries, most) => {
        const told = lossesOf(scoreOf(items, entries), { bounds: BOUNDS, most, most_entries: 2 })
        expect(sum(told.lines)).toBe(Math.round(Number(told.lost) * 1e8))
        expect(Number(told.score) + Number(told.lost)).toBeCloseTo(100, 8)
        for (const line of told.lines)
          if (line.kind === 'item') {
            expect(Math.abs(line.lost - line.item.lost)).toBeLessThan(10 ** -told.digits)
            expect(line.lost).toBeGreaterThan(0)
          }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('rounded parts', () => {
  it('give the units left to those that were cut most', () => {
    expect(roundedParts([1.04, 1.04, 1.04], 3.1, 1)).toEqual([1.1, 1, 1])
    expect(roundedParts([5, -2.26, 0.33], 3.1, 1)).toEqual([5, -2.2, 0.3])
    expect(roundedParts([], 0, 1)).toEqual([])
  })
})
