import { describe, expect, it } from 'vitest'
import type { Standing } from '../../../evaluation/evaluate.ts'
import { schemeSchema } from '../../../evaluation/scheme.ts'
import { itemised } from '../../../pipeline/evaluation/schemes.ts'
import type { Results } from '../../../pipeline/evaluation/results.ts'
import { listsOf } from '../../../web/api/evaluation/listed.ts'

const scheme = itemised(schemeSchema.parse({}))

function standing(township: string, items_points: number, change: Partial<Standing> = {}): Standing {
  const score = items_points + (change.entries_points ?? 0)
  const grade = score >= 90 ? '优秀' : score >= 60 ? '合格' : '不合格'
  const width = { low: score - 2, high: score + 2 }
  const place = { rank_low: 1, rank_high: 9, band: 1, next: null, is_vetoed: false }
  return { township, items_points, entries_points: 0, score, items: [], grade, ...width, ...place, ...change }
}

function results(standings: Standing[]): Results {
  const drawn = { seed: 1, draws: 10, items: [], average: 70, sensitivity: [] }
  const time = { year: '2026', as_of: '2026-12-31T23:59:59.000', known_at: '2027-01-20T09:00:00.000' }
  return { ...drawn, ...time, standings, scheme, scheme_version: 0 }
}

/** Who is on which list for having risen or fallen. */
function moved(now: Standing[], then: Standing[]): { risen: string[]; fallen: string[] } {
  const { commended, warned } = listsOf(results(now), { now: results(now), before: results(then) })
  const of = (list: typeof commended, reason: string) =>
    list.filter(({ reasons }) => reasons.some((each) => each === reason)).map(({ township }) => township)
  return { risen: of(commended, 'improved'), fallen: of(warned, 'fallen') }
}

describe('the lists of who rose and who fell', () => {
  it('hold what is beyond chance, and what lies within the draws of both years not', () => {
    const then = [standing('01', 70), standing('02', 70), standing('03', 70), standing('04', 70)]
    const now = [standing('01', 85), standing('02', 72), standing('03', 62), standing('04', 68)]
    expect(moved(now, then)).toEqual({ risen: ['01'], fallen: ['03'] })
  })

  it('ask more of each the more are compared: one of a dozen is not odd by itself', () => {
    // z = 4.6 / 1.72 = 2.67, p = 0.0075: below 0.01 alone, above 0.01/12 among twelve
    const change = (count: number) => {
      const ids = Array.from({ length: count }, (_, i) => String(i + 1).padStart(2, '0'))
      return moved(
        ids.map((id) => standing(id, id === '01' ? 74.6 : 70)),
        ids.map((id) => standing(id, 70)),
      ).risen
    }
    expect(change(1)).toEqual(['01'])
    expect(change(12)).toEqual([])
  })

  it('look at what was done: a bonus is no progress and a deduction no fall', () => {
    const then = [standing('01', 70), standing('02', 70)]
    const now = [standing('01', 70, { entries_points: 20 }), standing('02', 70, { entries_points: -8 })]
    expect(moved(now, then)).toEqual({ risen: [], fallen: [] })
  })

  it('commend nobody of the lowest grade, nor anybody who is vetoed, for having risen', () => {
    const then = [standing('01', 20), standing('02', 50), standing('03', 50)]
    const vetoed = { is_vetoed: true, grade: '不合格' }
    const now = [standing('01', 50), standing('02', 80, vetoed), standing('03', 80)]
    expect(moved(now, then).risen).toEqual(['03'])
    const { warned } = listsOf(results(now), { now: results(now), before: results(then) })
    expect(warned.map(({ township, reasons }) => [township, reasons])).toEqual([
      ['01', ['lowest_grade']],
      ['02', ['vetoed']],
    ])
  })

  it('compare nothing where there is no year before', () => {
    const { commended, warned } = listsOf(results([standing('01', 95), standing('02', 30)]), null)
    expect(commended.map(({ township, reasons, before }) => [township, reasons, before])).toEqual([
      ['01', ['best_grade'], null],
    ])
    expect(warned.map(({ township, reasons }) => [township, reasons])).toEqual([['02', ['lowest_grade']]])
  })
})
