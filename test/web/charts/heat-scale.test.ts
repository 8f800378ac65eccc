import { describe, expect, it } from 'vitest'
import { mayBeChance, stepOf } from '../../../web/lib/charts/heat-scale.ts'

describe('stepOf', () => {
  it('is nothing at the target and above it', () => {
    expect(stepOf(1, 1)).toBe(0)
    expect(stepOf(0.97, 0.95)).toBe(0)
  })

  it('changes at the fixed edges', () => {
    expect(stepOf(0.99, 1)).toBe(1)
    expect(stepOf(0.98, 1)).toBe(2)
    expect(stepOf(0.95, 1)).toBe(3)
    expect(stepOf(0.9, 1)).toBe(4)
    expect(stepOf(0.8, 1)).toBe(5)
    expect(stepOf(0.6, 1)).toBe(6)
    expect(stepOf(0, 1)).toBe(6)
  })

  it('measures from the target and not from the whole', () => {
    expect(stepOf(0.9, 0.95)).toBe(3)
    expect(stepOf(0.94, 0.95)).toBe(1)
  })
})

describe('mayBeChance', () => {
  it('holds when the interval includes the target', () => {
    expect(mayBeChance(0.9, 0.97, 0.95)).toBe(true)
    expect(mayBeChance(0.838875, 1, 1)).toBe(true)
    expect(mayBeChance(0.786398, 0.956524, 1)).toBe(false)
    expect(mayBeChance(0.97, 0.99, 0.95)).toBe(false)
  })
})
