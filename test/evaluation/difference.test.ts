import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAUSES, differenceOf, type Side } from '../../evaluation/difference.ts'
import { evaluate } from '../../evaluation/evaluate.ts'
import { schemeSchema, type SchemeItem, type Scoring } from '../../evaluation/scheme.ts'

const rate = fc.double({ min: 0, max: 1, noNaN: true })
const scoring: fc.Arbitrary<Scoring> = fc.oneof(
  fc.record({ kind: fc.constant('linear' as const), from: fc.double({ min: 0, max: 0.6, noNaN: true }) }),
  fc.record({ kind: fc.constant('penalty' as const), per_case: fc.double({ min: 0.01, max: 5, noNaN: true }) }),
  fc.record({
    kind: fc.constant('steps' as const),
    steps: fc.array(fc.record({ from: rate, part: rate }), { minLength: 1, maxLength: 3 }),
  }),
)
const item = (duty: string): fc.Arbitrary<SchemeItem> =>
  fc.record({ duty: fc.constant(duty), weight: fc.double({ min: 0.1, max: 20, noNaN: true }), scoring })

const DUTIES = ['talk', 'file', 'pairing']
/** A year of two townships: any scheme of some duties, any counts, targets, verification, bonus. */
const side: fc.Arbitrary<Side> = fc
  .record({
    items: fc.tuple(...DUTIES.map(item)),
    kept: fc.subarray(DUTIES, { minLength: 1 }),
    counts: fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 6, maxLength: 6 }),
    target: fc.double({ min: 0.7, max: 1, noNaN: true }),
    verification: rate,
    points: fc.integer({ min: -60, max: 60 }),
  })
  .map(({ items, kept, counts, target, verification, points }) => {
    const entries = [{ township: '01', points, reason: 'x', evidence: 'y' }]
    const scheme = { ...schemeSchema.parse({ entries }), items: items.filter(({ duty }) => kept.includes(duty)) }
    const clusters = ['01', '02'].flatMap((township, t) =>
      DUTIES.flatMap((duty, d) => {
        const [met = 0, more = 0] = counts[t * 3 + d] ?? []
        const first = { township, count: 1, cells: [{ duty, met, total: met + more + 1 }] }
        return [first, { township, count: 2, cells: [{ duty, met: 1, total: 1 }] }]
      }),
    )
    const { standings, items: county } = evaluate({
      scheme,
      townships: ['01', '02'],
      clusters,
      targets: new Map(DUTIES.map((duty) => [duty, target])),
      verified: () => ({ rate: verification, checked: 20, of: 'township' }),
      seed: 1,
      draws: 0,
    })
    const standing = standings.find(({ township }) => township === '01')
    if (standing === undefined) throw new Error('a township that owes has a standing')
    return { standing, items: county }
  })

describe('the difference between two scores', () => {
  it('is the sum of its parts, and each item’s is the sum of its causes, whatever changed', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        const difference = differenceOf(before, after)
        let sum = difference.entries + difference.bounds
        for (const each of difference.items) {
          const parts = CAUSES.reduce((total, cause) => total + each.parts[cause], 0)
          expect(parts).toBeCloseTo(each.after - each.before, 9)
          sum += parts
          const scored = after.standing.items.find(({ duty }) => duty === each.duty)
          expect(each.after).toBeCloseTo(scored?.points ?? 0, 9)
        }
        expect(sum).toBeCloseTo(after.standing.score - before.standing.score, 9)
      }),
      { numRuns: 200 },
    )
  })

  it('is turned round where the sides are, cause by cause', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        const [there, back] = [differenceOf(before, after), differenceOf(after, before)]
        for (const each of there.items) {
          const other = back.items.find(({ duty }) => duty === each.duty)
          for (const cause of CAUSES) expect(other?.parts[cause]).toBeCloseTo(-each.parts[cause], 9)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('puts all of a change to one cause where nothing else changed', () => {
    fc.assert(
      fc.property(side, rate, (before, verification) => {
        const county = before.items
        const items = before.standing.items.map((each) => ({ ...each, verification }))
        const changed = differenceOf(before, { standing: { ...before.standing, items }, items: county })
        for (const { parts } of changed.items) {
          for (const cause of CAUSES.filter((each) => each !== 'verification')) expect(parts[cause]).toBeCloseTo(0, 12)
        }
      }),
      { numRuns: 50 },
    )
  })
})
