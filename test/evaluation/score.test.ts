import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schemeSchema, type SchemeItem } from '../../evaluation/scheme.ts'
import {
  gradeOf,
  nextGrade,
  partOf,
  scoreOf,
  shrunkRate,
  spreadOf,
  type Count,
  type Known,
  type Verified,
} from '../../evaluation/score.ts'

const linear = (duty: string, weight: number, to?: number): SchemeItem => ({
  duty,
  weight,
  scoring: { kind: 'linear', from: 0, to },
})
const UNCHECKED: Verified = () => ({ rate: 1, checked: 0, of: 'none' })
const known = (items: SchemeItem[], change: Partial<Known> = {}): Known => ({
  scheme: { ...schemeSchema.parse({}), items },
  spreads: new Map(items.map(({ duty }) => [duty, { mean: 0.5, strength: 0 }])),
  targets: new Map(),
  verified: UNCHECKED,
  ...change,
})

describe('the part of an item’s points', () => {
  it('is a straight line up to the target, and no more than all of it', () => {
    const part = (rate: number) => partOf(linear('talk', 10), { rate, missed: 0, target: 0.8 })
    expect([part(0), part(0.4), part(0.8), part(1)]).toEqual([0, 0.5, 1, 1])
    const from: SchemeItem = { duty: 'talk', weight: 10, scoring: { kind: 'linear', from: 0.5, to: 0.9 } }
    expect(partOf(from, { rate: 0.7, missed: 0, target: 0.8 })).toBeCloseTo(0.5, 12)
    expect(partOf(from, { rate: 0.3, missed: 0, target: 0.8 })).toBe(0)
  })

  it('is that of the highest step that is reached, to the very rate', () => {
    const steps: SchemeItem = {
      duty: 'talk',
      weight: 10,
      scoring: {
        kind: 'steps',
        steps: [
          { from: 0.9, part: 1 },
          { from: 0.8, part: 0.6 },
        ],
      },
    }
    const part = (rate: number) => partOf(steps, { rate, missed: 0, target: null })
    expect([part(0.9), part(0.8999), part(0.8), part(0.79)]).toEqual([1, 0.6, 0.6, 0])
  })

  it('falls by each case, whatever the rate, down to nothing', () => {
    const penalty: SchemeItem = { duty: 'police_report', weight: 10, scoring: { kind: 'penalty', per_case: 4 } }
    const part = (missed: number) => partOf(penalty, { rate: 0.99, missed, target: null })
    expect([part(0), part(1), part(2), part(3)]).toEqual([1, 0.6, 0.2, 0].map((x) => expect.closeTo(x, 12) as number))
  })
})

describe('the spread between townships and the shrunk rate', () => {
  it('is held to a mean township’s size where they differ by no more than chance: such a one keeps half of its rate', () => {
    const spread = spreadOf([
      { met: 5, total: 10, subjects: 10 },
      { met: 5, total: 10, subjects: 10 },
    ])
    expect(spread).toEqual({ mean: 0.5, strength: 10 })
    expect(shrunkRate({ met: 10, total: 10, subjects: 10 }, spread)).toEqual({ rate: 0.75, borrowed: 0.5 })
  })

  it('follows the method of moments, worked out by hand for two townships', () => {
    const counts: Count[] = [
      { met: 90, total: 100, subjects: 100 },
      { met: 50, total: 100, subjects: 100 },
    ]
    // mean 0.7; squares 2·100·0.04 = 8; observed 2·8/200 = 0.08; by chance 2/200 = 0.01
    const correlation = (0.08 / 0.21 - 0.01) / 0.99
    const { mean, strength } = spreadOf(counts)
    expect(mean).toBeCloseTo(0.7, 12)
    expect(strength).toBeCloseTo((1 - correlation) / correlation, 12)
  })

  it('is held so too where each township has a single subject, of which chance cannot be told', () => {
    const single = (met: number): Count => ({ met, total: 1, subjects: 1 })
    expect(spreadOf([single(0), single(1)])).toEqual({ mean: 0.5, strength: 1 })
    expect(spreadOf([single(1), single(0), single(0)]).strength).toBe(1)
  })

  it('is a number from nothing to a mean township’s size, whatever the counts', () => {
    const counts = fc.record({
      subjects: fc.integer({ min: 0, max: 9 }),
      rows: fc.integer({ min: 1, max: 3 }),
      share: fc.nat(100),
    })
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 5 }), (units) => {
        const told = units.map(({ subjects, rows, share }): Count => {
          const total = subjects * rows
          return { met: Math.round((total * share) / 100), total, subjects }
        })
        const { mean, strength } = spreadOf(told)
        const owing = told.filter(({ subjects }) => subjects > 0)
        const size = owing.reduce((sum, { subjects }) => sum + subjects, 0) / Math.max(1, owing.length)
        expect(mean).toBeGreaterThanOrEqual(0)
        expect(mean).toBeLessThanOrEqual(1 + 1e-12)
        expect(strength).toBeGreaterThanOrEqual(0)
        expect(strength).toBeLessThanOrEqual(size)
      }),
    )
  })

  it('lies between the township’s own rate and the county’s, nearer to its own the more subjects it has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (subjects, share) => {
        const met = Math.round(subjects * share)
        const spread = { mean: 0.6, strength: 20 }
        const { rate, borrowed } = shrunkRate({ met, total: subjects, subjects }, spread)
        const raw = met / subjects
        expect(rate).toBeGreaterThanOrEqual(Math.min(raw, 0.6) - 1e-12)
        expect(rate).toBeLessThanOrEqual(Math.max(raw, 0.6) + 1e-12)
        const more = shrunkRate({ met: met * 2, total: subjects * 2, subjects: subjects * 2 }, spread)
        expect(more.borrowed).toBeLessThan(borrowed)
      }),
    )
  })
})

describe('a township’s score', () => {
  const items = [linear('talk', 30), linear('file', 10)]

  it('equals an independent computation, item by item', () => {
    const counts = new Map<string, Count>([
      ['talk', { met: 60, total: 80, subjects: 20 }],
      ['file', { met: 18, total: 20, subjects: 20 }],
    ])
    const verified: Verified = (_township, duty) =>
      duty === 'talk' ? { rate: 0.8, checked: 40, of: 'township' } : { rate: 1, checked: 0, of: 'none' }
    const spreads = new Map([
      ['talk', { mean: 0.5, strength: 20 }],
      ['file', { mean: 0.9, strength: 5 }],
    ])
    const targets = new Map([['talk', 0.9]])
    const { score, items: scored } = scoreOf('01', counts, known(items, { verified, spreads, targets }))
    // talk: (20·0.75 + 20·0.5)/40 = 0.625, confirmed 0.8: 0.5 of 0.9 · 75; file: (20·0.9 + 5·0.9)/25 = 0.9 · 25
    expect(score).toBeCloseTo((0.5 / 0.9) * 75 + 0.9 * 25, 10)
    expect(scored.map(({ duty, borrowed, missed }) => [duty, borrowed, missed])).toEqual([
      ['talk', 0.5, 20],
      ['file', 0.2, 2],
    ])
    expect(scored.reduce((sum, { points, lost }) => sum + points + lost, 0)).toBeCloseTo(100, 10)
  })

  it('leaves out what it owes nothing of, and the other weights make up 100', () => {
    const { items: scored, score } = scoreOf('01', new Map([['file', { met: 5, total: 5, subjects: 5 }]]), known(items))
    expect(scored).toHaveLength(1)
    expect([scored[0]?.weight, score]).toEqual([100, 100])
  })

  it('has bonus and deduction added, and stays between 0 and 100', () => {
    const entries = [
      { township: '01', points: 5, reason: 'x', evidence: 'y' },
      { township: '02', points: -100, reason: 'x', evidence: 'y' },
    ]
    const scheme = { ...schemeSchema.parse({ entries }), items }
    const counts = new Map([['file', { met: 9, total: 10, subjects: 10 }]])
    expect(scoreOf('01', counts, known(items, { scheme })).score).toBeCloseTo(95, 10)
    expect(scoreOf('02', counts, known(items, { scheme })).score).toBe(0)
  })
})

describe('a grade', () => {
  const scheme = schemeSchema.parse({ vetoes: [{ township: '02', reason: '瞒报', evidence: '检查' }] })
  it('begins at its very bound; a veto gives the lowest whatever the score', () => {
    expect([90, 89.999, 60, 0].map((score) => gradeOf(score, scheme, '01'))).toEqual(['优秀', '良好', '合格', '不合格'])
    expect([gradeOf(99, scheme, '02'), nextGrade(99, scheme, '02')]).toEqual(['不合格', null])
  })
  it('says what the next better one takes', () => {
    expect(nextGrade(85.5, scheme, '01')).toEqual({ name: '优秀', missing: 4.5 })
    expect(nextGrade(95, scheme, '01')).toBeNull()
  })
})

describe('a scheme', () => {
  it.each([
    [
      {
        grades: [
          { name: 'a', from: 50 },
          { name: 'b', from: 60 },
        ],
      },
      '应从高到低',
    ],
    [
      {
        grades: [
          { name: 'a', from: 50 },
          { name: 'b', from: 10 },
        ],
      },
      '最后一档应从 0 分起',
    ],
    [
      {
        items: [
          { duty: 'talk', weight: 1 },
          { duty: 'talk', weight: 2 },
        ],
      },
      '重复',
    ],
    [{ items: [{ duty: 'talk', weight: 0 }] }, '权重应大于 0'],
    [{ items: [{ duty: 'talk', weight: 1, scoring: { kind: 'linear', from: 0.9, to: 0.5 } }] }, '应大于 from'],
    [{ vetoes: [{ township: '01', reason: '', evidence: 'x' }] }, '请写明事由'],
  ])('that is wrong is refused: %j', (scheme, sentence) => {
    const parsed = schemeSchema.safeParse(scheme)
    expect(parsed.success).toBe(false)
    expect(parsed.error?.issues.map(({ message }) => message).join()).toContain(sentence)
  })
})
