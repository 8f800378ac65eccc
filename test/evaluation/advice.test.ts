import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adviceFor, scoreWith, type Evaluated } from '../../evaluation/advice.ts'
import { evaluate, type Cluster, type EvaluationInput } from '../../evaluation/evaluate.ts'
import { schemeSchema, type SchemeItem } from '../../evaluation/scheme.ts'
import { gradeOf } from '../../evaluation/score.ts'

const TOWNSHIPS = ['01', '02', '03']
const ITEMS: SchemeItem[] = [
  { duty: 'talk', weight: 3, scoring: { kind: 'linear', from: 0.2 } },
  { duty: 'file', weight: 2, scoring: { kind: 'steps', steps: [{ from: 0.9, part: 1 }, { from: 0.5, part: 0.4 }] } }, // prettier-ignore
  { duty: 'police_report', weight: 5, scoring: { kind: 'penalty', per_case: 1 } },
]

/** Each township's counts as one child a row, so that they can be changed by hand. */
const cluster = (township: string, duty: string, met: number, total: number): Cluster[] => [
  { township, count: met, cells: [{ duty, met: 1, total: 1 }] },
  { township, count: total - met, cells: [{ duty, met: 0, total: 1 }] },
]
type Counts = Record<string, Record<string, [met: number, total: number]>>
function inputOf(counts: Counts, items = ITEMS): EvaluationInput {
  const clusters = Object.entries(counts)
    .flatMap(([township, duties]) =>
      Object.entries(duties).flatMap(([duty, [met, total]]) => cluster(township, duty, met, total)),
    )
    .filter(({ count }) => count > 0)
  const verified = () => ({ rate: 0.95, checked: 20, of: 'county' as const })
  const scheme = { ...schemeSchema.parse({}), items }
  return { scheme, townships: TOWNSHIPS, clusters, targets: new Map([['talk', 0.9]]), verified, seed: 1, draws: 0 }
}
const evaluated = (counts: Counts): Evaluated => {
  const input = inputOf(counts)
  return { ...evaluate(input), scheme: input.scheme }
}

const counts = fc.integer({ min: 3, max: 40 }).chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total))) // prettier-ignore
const counties: fc.Arbitrary<Counts> = fc.record(
  Object.fromEntries(TOWNSHIPS.map((id) => [id, fc.record({ talk: counts, file: counts, police_report: counts })])),
)

describe('the way to the next grade', () => {
  it('reaches it where it is gone, and a row fewer does not: evaluated anew, with the county that then is', () => {
    let ways = 0
    fc.assert(
      fc.property(counties, (county) => {
        const before = evaluated(county)
        for (const { township, score } of before.standings) {
          const advice = adviceFor(before, township, () => false)
          const grade = gradeOf(score, before.scheme, township)
          if (advice === null) {
            expect(grade).toBe(before.scheme.grades[0]?.name)
            continue
          }
          const scoreAfter = (duty: string, mended: number): number => {
            const [met = 0, total = 0] = county[township]?.[duty] ?? []
            const changed = { ...county, [township]: { ...county[township], [duty]: [met + mended, total] as [number, number] } } // prettier-ignore
            return evaluated(changed).standings.find((each) => each.township === township)?.score ?? 0
          }
          for (const { duty, mended, missed } of advice.ways) {
            if (mended === null) continue
            ways += 1
            expect(mended).toBeLessThanOrEqual(missed)
            expect(scoreAfter(duty, mended)).toBeGreaterThanOrEqual(advice.from)
            expect(scoreAfter(duty, mended - 1)).toBeLessThan(advice.from)
          }
          const rows = advice.ways.map(({ mended, coming }) => Math.min(mended ?? Infinity, coming ?? Infinity))
          expect(rows).toEqual([...rows].sort((a, b) => a - b))
        }
      }),
      { numRuns: 60 },
    )
    expect(ways).toBeGreaterThan(50)
  })

  it('counts further rows that come due and are met, and none of a state of things', () => {
    const county: Counts = Object.fromEntries(TOWNSHIPS.map((id) => [id, { talk: [10, 20] }]))
    const before = evaluated(county)
    const [way] = adviceFor(before, '01', () => false)?.ways ?? []
    const after = evaluated({ ...county, '01': { talk: [10 + (way?.coming ?? 0), 20 + (way?.coming ?? 0)] } })
    // One child a row in this test: more rows are more children, of whom less is borrowed.
    expect(after.standings.find(({ township }) => township === '01')?.score).toBeGreaterThanOrEqual(60)
    expect(way?.coming).toBeGreaterThan(way?.mended ?? Infinity)
    expect(adviceFor(before, '01', () => true)?.ways[0]?.coming).toBeNull()
  })

  it('names what must be done together where nothing does alone, and that reaches it', () => {
    const county: Counts = Object.fromEntries(
      TOWNSHIPS.map((id) => [id, { talk: [0, 40], file: [0, 40], police_report: [30, 40] }]),
    )
    const before = evaluated(county)
    const advice = adviceFor(before, '02', () => true)
    expect(advice?.ways).toEqual([])
    expect(advice?.together.length).toBeGreaterThan(1)
    const change = new Map(advice?.together.map(({ duty, mended }) => [duty, { mended, coming: 0 }]))
    expect(scoreWith(before, '02', change)).toBeGreaterThanOrEqual(60)
  })

  it('is none at the best grade, and none where a veto stands', () => {
    const county: Counts = Object.fromEntries(
      TOWNSHIPS.map((id) => [id, { talk: [40, 40], file: [40, 40], police_report: [40, 40] }]),
    )
    const best = evaluated(county)
    expect(adviceFor(best, '01', () => true)).toBeNull()
    const input = inputOf({ ...county, '01': { talk: [1, 40] } })
    const scheme = { ...input.scheme, vetoes: [{ township: '01', reason: 'x', evidence: 'y' }] }
    const vetoed = { ...evaluate({ ...input, scheme }), scheme }
    expect(adviceFor(vetoed, '01', () => true)).toBeNull()
  })
})
