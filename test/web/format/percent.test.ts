import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatChange,
  formatInterval,
  formatPercent,
  formatPoints,
  formatTarget,
} from '../../../web/lib/format/percent.ts'

describe('formatPercent', () => {
  it('keeps one decimal', () => {
    expect(formatPercent(1204 / 1260)).toBe('95.6%')
    expect(formatPercent(1)).toBe('100.0%')
    expect(formatPercent(0)).toBe('0.0%')
    expect(formatPercent(0.5)).toBe('50.0%')
  })

  it('never calls a rate whole that is not', () => {
    expect(formatPercent(1999 / 2000)).toBe('99.9%')
    expect(formatPercent(1 / 20_000)).toBe('0.1%')
    const rate = fc
      .tuple(fc.nat({ max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }))
      .filter(([met, owed]) => met <= owed)
    fc.assert(
      fc.property(rate, ([met, owed]) => {
        expect(formatPercent(met / owed) === '100.0%').toBe(met === owed)
        expect(formatPercent(met / owed) === '0.0%').toBe(met === 0)
      }),
    )
  })
})

describe('targets, intervals and points', () => {
  it('writes a target without a needless decimal', () => {
    expect(formatTarget(1)).toBe('100%')
    expect(formatTarget(0.985)).toBe('98.5%')
    expect(formatTarget(0.95)).toBe('95%')
  })

  it('writes the sign of an interval once', () => {
    expect(formatInterval(0.942725, 0.965617)).toBe('94.3–96.6%')
    expect(formatInterval(0.838875, 1)).toBe('83.9–100.0%')
  })

  it('writes a distance without a sign and never as nothing', () => {
    expect(formatPoints(-0.044)).toBe('4.4')
    expect(formatPoints(0.0001)).toBe('0.1')
    expect(formatPoints(0)).toBe('0.0')
  })

  it('writes a change with its sign', () => {
    expect(formatChange(0.018)).toBe('+1.8')
    expect(formatChange(-0.004)).toBe('−0.4')
    expect(formatChange(0.0001)).toBe('0.0')
  })
})
