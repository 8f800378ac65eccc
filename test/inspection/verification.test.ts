import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSample, type FrameUnit } from '../../inspection/draw.ts'
import { verificationRate, type CheckedClaim, type Result } from '../../inspection/verification.ts'
import { drawBinomial, seededRandom } from '../../web/lib/statistics/random.ts'

interface County {
  strata: number
  smallest: number
  largest: number
  random: number
  risk: number
  /** How likely a subject of each risk has false records. */
  false_chance: readonly [number, number, number, number]
}

/** Inspects a simulated county: its true rate, and the claims that the draw brings to light. */
function inspect(county: County, seed: string, random: () => number): { truth: number; claims: CheckedClaim[] } {
  const frame: FrameUnit[] = []
  const results = new Map<string, Result[]>()
  for (let stratum = 0; stratum < county.strata; stratum++) {
    const size = county.smallest + Math.floor(random() * (county.largest - county.smallest + 1))
    const worse = 0.5 + random()
    for (let i = 0; i < size; i++) {
      const u = random()
      const risk = u < 0.6 ? 0 : u < 0.8 ? 1 : u < 0.92 ? 2 : 3
      const subject = `${stratum}-${i}`
      const count = 1 + Math.floor(random() * 6)
      // Claims of one subject go together: mostly false, or nearly all true.
      const is_false = random() < Math.min(0.98, county.false_chance[risk] * worse)
      const wrong = drawBinomial(count, is_false ? 0.85 : 0.01, random)
      frame.push({ kind: 'child', subject, township_id: '01', place: `${stratum}`, risk })
      results.set(
        subject,
        Array.from({ length: count }, (_, claim) => (claim < wrong ? 'not_confirmed' : 'confirmed')),
      )
    }
  }
  const all = [...results.values()].flat()
  const plan = { random: { child: county.random }, risk: { child: county.risk } }
  return {
    truth: all.filter((result) => result === 'confirmed').length / all.length,
    claims: drawSample(seed, frame, plan).flatMap((unit) =>
      (results.get(unit.subject) ?? []).map((result) => ({ ...unit, result })),
    ),
  }
}

const OFTEN = [0.05, 0.2, 0.4, 0.6] as const
const RARE = [0.01, 0.03, 0.1, 0.3] as const
const COUNTIES: [name: string, county: County, method: 'bootstrap' | 'wilson'][] = [
  ['many', { strata: 12, smallest: 8, largest: 40, random: 3, risk: 3, false_chance: OFTEN }, 'bootstrap'],
  ['rare', { strata: 8, smallest: 8, largest: 40, random: 3, risk: 3, false_chance: RARE }, 'bootstrap'],
  ['a township', { strata: 3, smallest: 10, largest: 60, random: 4, risk: 4, false_chance: OFTEN }, 'bootstrap'],
  ['small', { strata: 8, smallest: 3, largest: 30, random: 2, risk: 1, false_chance: OFTEN }, 'wilson'],
]
const TIMES = 500

const claim = (subject: string, result: Result, other: Partial<CheckedClaim> = {}): CheckedClaim => ({
  ...{ subject, result, stratum: 'child/01/青石中心小学', share: 'random', inclusion: 0.25 },
  ...other,
})

describe('verificationRate', () => {
  // 475 of 500: a method that truly covered 92 % would get there in 1 of 100 runs (460 ± 6.1).
  it.each(COUNTIES)('covers the truth in 95 % of simulated counties: %s', (_, county, method) => {
    const random = seededRandom(20_261_124)
    let hits = 0
    let unweighted = 0
    let weighted = 0
    for (let time = 0; time < TIMES; time++) {
      const { truth, claims } = inspect(county, `${time}`, random)
      const { rate, low, high, ...found } = verificationRate(claims, { seed: `${time}`, draws: 100 })
      if (low !== null && high !== null && low <= truth && truth <= high) hits += 1
      if (time === 0) expect(found.method).toBe(method)
      weighted += ((rate ?? 0) - truth) / TIMES
      unweighted += (found.confirmed / found.checked - truth) / TIMES
    }
    expect(hits).toBeGreaterThanOrEqual(TIMES * 0.95)
    // Unweighted, the risk share would make the record look worse than it is.
    expect(unweighted).toBeLessThan(-0.015)
    expect(Math.abs(weighted)).toBeLessThan(0.012)
  })

  it('weighs each claim by its inclusion, and leaves out what could not be checked', () => {
    const found = verificationRate(
      [
        claim('a', 'confirmed'),
        claim('a', 'unchecked'),
        claim('b', 'contradicted', { share: 'risk', inclusion: 0.5 }),
        claim('c', 'not_confirmed'),
        claim('d', 'unchecked'),
      ],
      { seed: '5f' },
    )
    expect(found).toMatchObject({ checked: 3, confirmed: 1, unchecked: 2, subjects: 3, rate: 4 / 10, method: 'wilson' })
    expect(found.random).toMatchObject({ checked: 2, confirmed: 1, rate: 0.5 })
  })

  it('takes the claims of one subject as one case where strata are small', () => {
    const claims = ['a', 'b', 'c', 'd'].map((subject) => claim(subject, 'confirmed'))
    const once = verificationRate(claims, { seed: '5f' })
    const thrice = verificationRate([...claims, ...claims, ...claims], { seed: '5f' })
    expect(thrice).toEqual({
      ...once,
      checked: 12,
      confirmed: 12,
      random: { ...once.random, checked: 12, confirmed: 12 },
    })
    expect(once).toMatchObject({ rate: 1, high: 1, low: expect.closeTo(0.510109, 6) as number })
  })

  it('has no rate where nothing was checked', () => {
    const nothing = { checked: 0, confirmed: 0, rate: null, low: null, high: null }
    const found = verificationRate([claim('a', 'unchecked')], { seed: '5f' })
    expect(found).toEqual({ ...nothing, unchecked: 1, subjects: 0, method: 'wilson', random: nothing })
  })

  it('is the same for claims in any order, and its interval holds the rate', () => {
    const result = fc.constantFrom<Result[]>('confirmed', 'not_confirmed', 'contradicted', 'unchecked')
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), result), { maxLength: 40 })
    fc.assert(
      fc.property(some, (pairs) => {
        const claims = pairs.map(([i, each]) => claim(`${i}`, each, { inclusion: 1 / (1 + (i % 4)) }))
        const found = verificationRate(claims, { seed: '5f', draws: 50 })
        const { rate, low, high } = found
        if (rate !== null)
          expect([low, rate, high].map(Number)).toEqual([low, rate, high].map(Number).sort((a, b) => a - b))
        const turned = verificationRate([...claims].reverse(), { seed: '5f', draws: 50 })
        expect(turned).toEqual(found)
      }),
    )
  })
})
