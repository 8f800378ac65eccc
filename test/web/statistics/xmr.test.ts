import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xmrChart } from '../../../web/lib/statistics/xmr.ts'

// statistics.md, Trend of one unit
const VECTOR = [0.82, 0.85, 0.79, 0.88, 0.84, 0.86, 0.81, 0.83, 0.87, 0.8, 0.85, 0.84]

const kindsAt = (values: readonly number[], index: number) =>
  xmrChart(values)
    ?.signals.filter((signal) => signal.index === index)
    .map(({ kind, side }) => `${kind} ${side}`)

describe('xmrChart', () => {
  it('takes mean, moving range and limits of the first twelve points', () => {
    const chart = xmrChart(VECTOR)
    expect(chart?.mean).toBeCloseTo(0.836667, 6)
    expect(chart?.movingRange).toBeCloseTo(0.043636, 6)
    expect(chart?.low).toBeCloseTo(0.720594, 6)
    expect(chart?.high).toBeCloseTo(0.952739, 6)
    expect(chart).toMatchObject({ isTrial: false, signals: [] })
  })

  it('keeps the limits whatever comes after the twelfth point', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (later) => {
        const { mean, low, high } = xmrChart([...VECTOR, ...later]) ?? {}
        expect({ mean, low, high }).toEqual({
          mean: xmrChart(VECTOR)?.mean,
          low: xmrChart(VECTOR)?.low,
          high: xmrChart(VECTOR)?.high,
        })
      }),
    )
  })

  it('calls limits of fewer than twelve points trial limits, and draws none of fewer than two', () => {
    expect(xmrChart(VECTOR.slice(0, 11))?.isTrial).toBe(true)
    expect(xmrChart([0.8])).toBeNull()
    expect(xmrChart([])).toBeNull()
  })

  it('finds a point outside', () => {
    expect(kindsAt([...VECTOR, 0.7], 12)).toEqual(['outside low'])
    expect(kindsAt([...VECTOR, 0.96], 12)).toEqual(['outside high'])
  })

  it('finds seven on one side, at the seventh', () => {
    const run = [0.85, 0.84, 0.85, 0.84, 0.85]
    // the last two of the vector lie above its mean as well
    expect(kindsAt([...VECTOR, ...run], 15)).toEqual([])
    expect(kindsAt([...VECTOR, ...run], 16)).toEqual(['run high'])
  })

  it('finds seven falling, at the seventh, and no longer when two are equal', () => {
    const falling = [0.87, 0.86, 0.85, 0.84, 0.83, 0.82, 0.81]
    expect(kindsAt([...VECTOR, ...falling], 17)).toEqual([])
    expect(kindsAt([...VECTOR, ...falling], 18)).toEqual(['trend low'])
    expect(kindsAt([...VECTOR, 0.87, 0.86, 0.85, 0.84, 0.84, 0.83, 0.82], 18)).toEqual([])
  })

  it('finds two of three beyond two thirds of the way to a limit', () => {
    expect(kindsAt([...VECTOR, 0.75, 0.84, 0.75], 14)).toEqual(['two_of_three low'])
    expect(kindsAt([...VECTOR, 0.75, 0.84, 0.93], 14)).toEqual([])
  })

  it('finds nothing in a series that never moves', () => {
    const chart = xmrChart(Array<number>(20).fill(0.9))
    expect(chart?.low).toBeCloseTo(0.9, 12)
    expect(chart?.signals).toEqual([])
  })
})
