import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf, Random, streamOf } from '../../pipeline/generate/random.ts'

describe('Random', () => {
  it('gives the reference numbers of xoshiro128** for the state 1, 2, 3, 4', () => {
    const random = new Random(1, 2, 3, 4)
    const drawn = Array.from({ length: 8 }, () => random.next())
    expect(drawn).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849])
  })

  it('draws whole numbers inside their bounds, and reaches both', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 5 }),
        (seed, low, span) => {
          const random = streamOf(seed)
          const drawn = new Set(Array.from({ length: 300 }, () => random.integer(low, low + span)))
          expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: span + 1 }, (_, step) => low + step))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('shuffles without losing or doubling', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, values) => {
        const order = (a: number, b: number): number => a - b
        expect(streamOf(seed).shuffle(values).sort(order)).toEqual([...values].sort(order))
      }),
    )
  })

  it('picks by weight', () => {
    const random = streamOf(7)
    const counts = [0, 0, 0]
    for (let draw = 0; draw < 10_000; draw++) counts[random.weighted([1, 0, 3])]!++
    expect(counts[1]).toBe(0)
    expect(counts[0]! / 10_000).toBeCloseTo(0.25, 1)
  })
})

describe('streamOf', () => {
  it('depends on every key and their order', () => {
    const first = (...keys: number[]): number => streamOf(...keys).next()
    expect(first(1, 2, 3)).toBe(first(1, 2, 3))
    expect(new Set([first(1, 2, 3), first(1, 3, 2), first(2, 2, 3), first(1, 2), first(1, 2, 3, 0)]).size).toBe(5)
  })

  it('gives a hundred thousand neighbours different streams', () => {
    const states = new Set<string>()
    for (let index = 0; index < 100_000; index++) {
      const random = streamOf(1, 3, 5, index)
      states.add(`${random.next()} ${random.next()}`)
    }
    expect(states.size).toBe(100_000)
  })

  it('names a stream by one whole number', () => {
    expect(keyOf(1, 2)).toBe(keyOf(1, 2))
    expect(keyOf(1, 2)).not.toBe(keyOf(2, 1))
  })
})
