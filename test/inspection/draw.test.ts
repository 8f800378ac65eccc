import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  commitmentOf,
  drawSample,
  frameHash,
  stratumOf,
  type DrawnUnit,
  type FrameUnit,
} from '../../inspection/draw.ts'
import { stratumUnits } from './frames.ts'

const county: FrameUnit[] = [
  ...stratumUnits([14, 5, 3, 2], { prefix: '甲' }),
  ...stratumUnits([3, 0, 1, 1], { prefix: '乙', place: '𠮷村' }),
  ...stratumUnits([2, 1, 0, 0], { prefix: '丙', township_id: '02', place: null }),
  ...stratumUnits([1, 1, 1, 1], { prefix: '丁', kind: 'incident', township_id: '02', place: null }),
]
const plan = { random: { child: 3, incident: 1 }, risk: { child: 2 } }
const seed = '5f1d7c6a90b4e2837d15c0aa41f6b39e'

/** What docs/inspections.md tells others to write, in the words of this test. */
function independentDraw(frame: FrameUnit[], stratum: string, r: number, k: number): string[] {
  const number = (step: string, subject: string) =>
    createHash('sha256')
      .update(JSON.stringify([seed, step, stratum, subject]))
      .digest('hex')
  const sorted = (units: FrameUnit[], step: string) =>
    [...units].sort((a, b) => number(step, a.subject).localeCompare(number(step, b.subject), 'en'))
  const units = sorted(
    frame.filter((unit) => stratumOf(unit) === stratum),
    'random',
  )
  const taken = units.slice(0, r).map(({ subject }) => subject)
  let [rest, left] = [units.slice(r), k]
  if (rest.length <= k) return units.map(({ subject }) => subject)
  for (;;) {
    const total = rest.reduce((sum, { risk }) => sum + 2 ** risk, 0)
    const certain = rest.filter(({ risk }) => left * 2 ** risk >= total)
    if (certain.length === 0) break
    taken.push(...certain.map(({ subject }) => subject))
    rest = rest.filter((unit) => !certain.includes(unit))
    left -= certain.length
  }
  const total = rest.reduce((sum, { risk }) => sum + 2 ** risk, 0)
  const start = Number(`0x${number('start', '').slice(0, 13)}`) / 2 ** 52
  const ends: number[] = []
  for (const { risk } of (rest = sorted(rest, 'order'))) ends.push((ends.at(-1) ?? 0) + 2 ** risk)
  for (let j = 0; j < left; j++)
    taken.push(rest[ends.findIndex((end) => start + j < (end * left) / total)]?.subject ?? '')
  return taken
}

const subjects = (drawn: readonly DrawnUnit[]) => drawn.map(({ subject }) => subject)

describe('drawSample', () => {
  it('is repeated by a few independent lines', () => {
    const drawn = drawSample(seed, county, plan)
    for (const [stratum, r, k] of [
      ['child/01/青石中心小学', 3, 2],
      ['child/01/𠮷村', 3, 2],
      ['child/02', 3, 2],
      ['incident/02', 1, 0],
    ] as const) {
      const own = drawn.filter((unit) => unit.stratum === stratum)
      expect(subjects(own).sort()).toEqual(independentDraw(county, stratum, r, k).sort())
    }
  })

  it('draws the same from a frame in any order, and other units from another seed', () => {
    const drawn = drawSample(seed, county, plan)
    fc.assert(
      fc.property(fc.shuffledSubarray(county, { minLength: county.length }), (shuffled) => {
        expect(drawSample(seed, shuffled, plan)).toEqual(drawn)
        expect(frameHash(shuffled)).toBe(frameHash(county))
      }),
      { numRuns: 20 },
    )
    expect(drawSample(`${seed}0`, county, plan)).not.toEqual(drawn)
  })

  it('holds the numbers of the plan, each unit once, and takes small strata whole', () => {
    const count = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(
        fc.tuple(count, count, count, count),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        fc.string(),
        (counts, random, risk, someSeed) => {
          const frame = stratumUnits(counts)
          const drawn = drawSample(someSeed, frame, { random: { child: random }, risk: { child: risk } })
          expect(new Set(subjects(drawn)).size).toBe(drawn.length)
          expect(drawn.length).toBe(Math.min(frame.length, random + risk))
          expect(drawn.filter(({ share }) => share === 'random').length).toBe(Math.min(frame.length, random))
          for (const { inclusion } of drawn) {
            expect(inclusion).toBeGreaterThan(0)
            expect(inclusion).toBeLessThanOrEqual(1)
            if (random + risk >= frame.length) expect(inclusion).toBe(1)
          }
        },
      ),
    )
  })

  it('draws each unit as often as its inclusion says', () => {
    const frame = stratumUnits([9, 4, 2, 2])
    const DRAWS = 4000
    const times = new Map<string, number>()
    const inclusion = new Map<number, number>()
    for (let i = 0; i < DRAWS; i++) {
      for (const unit of drawSample(`${i}`, frame, { random: { child: 3 }, risk: { child: 3 } })) {
        times.set(unit.subject, (times.get(unit.subject) ?? 0) + 1)
        inclusion.set(unit.risk, unit.inclusion)
      }
    }
    // Four standard errors: one unit of 17 would cross them in 1 of 900 such runs, and this run is fixed.
    for (const { subject, risk } of frame) {
      const chance = inclusion.get(risk) ?? 0
      const error = Math.sqrt((chance * (1 - chance)) / DRAWS)
      expect(Math.abs((times.get(subject) ?? 0) / DRAWS - chance)).toBeLessThan(4 * error)
    }
    // A sample of six: the probabilities of all units add up to it.
    expect(frame.reduce((sum, { risk }) => sum + (inclusion.get(risk) ?? 0), 0)).toBeCloseTo(6, 10)
  })

  it('refuses a subject that is named twice and a number that cannot be drawn', () => {
    const [one] = county as [FrameUnit]
    expect(() => drawSample(seed, [...county, { ...one, place: null }], plan)).toThrow('“child/甲0-0”出现了两次')
    for (const count of [-1, 1.5, Number.NaN]) {
      expect(() => drawSample(seed, county, { random: {}, risk: { child: count } })).toThrow('risk.child')
    }
  })
})

describe('the commitment', () => {
  it('is over the seed and every field of the frame', () => {
    const lines = county.map((unit) =>
      JSON.stringify([unit.kind, unit.township_id, unit.place, unit.subject, unit.risk]),
    )
    const text = lines.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).join('\n')
    const expected = createHash('sha256').update(`${text}\n`).digest('hex')
    expect(frameHash(county)).toBe(expected)
    expect(commitmentOf(seed, expected)).toBe(createHash('sha256').update(`${seed}\n${expected}`).digest('hex'))
    const [one, ...others] = county as [FrameUnit, ...FrameUnit[]]
    const changed: FrameUnit[] = [
      { ...one, kind: 'home' },
      { ...one, subject: '9' },
      { ...one, township_id: '03' },
      { ...one, place: null },
      { ...one, risk: 1 },
    ]
    const hashes = [county, others, ...changed.map((unit) => [unit, ...others])].map(frameHash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
