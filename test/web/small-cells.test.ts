import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiddenRows, type CountRow } from '../../web/lib/statistics/small-cells.ts'

const row = fc.record({
  duty: fc.constantFrom('talk', 'file'),
  group: fc.constantFrom('01', '02'),
  counts: fc.array(fc.nat({ max: 12 }), { minLength: 3, maxLength: 3 }),
})
const hasSmall = ({ counts }: CountRow): boolean => counts.some((count) => count >= 1 && count <= 4)

describe('small cells (statistics.md)', () => {
  it('are hidden, every one', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const hidden = hiddenRows(rows)
        expect(rows.filter((each, index) => hasSmall(each) && !hidden.has(index))).toEqual([])
      }),
    )
  })

  it('cannot be had from a published total: none is hidden alone where another could be', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const hidden = hiddenRows(rows)
        for (const index of hidden) {
          const siblings = rows.flatMap((each, other) =>
            each.duty === rows[index]?.duty && each.group === rows[index].group ? [other] : [],
          )
          const together = siblings.filter((other) => hidden.has(other)).length
          expect(together >= 2 || siblings.length === 1).toBe(true)
        }
      }),
    )
  })

  it('hide nothing where every count is nothing or five and more', () => {
    expect(hiddenRows([{ duty: 'talk', group: '01', counts: [0, 5, 900] }])).toEqual(new Set())
  })

  it('cannot be had from what two instants differ by, nor from a published total less what is shown', () => {
    const instants = 5
    const units = fc.array(
      fc.array(fc.array(fc.nat({ max: 30 }), { minLength: 3, maxLength: 3 }), {
        minLength: instants,
        maxLength: instants,
      }),
      { minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(units, (counts) => {
        const at = (instant: number) => (unit: number) => counts[unit]?.[instant] ?? []
        const shown = Array.from({ length: instants }, (_, instant) => {
          const rows = counts.map((_each, unit) => ({
            duty: 'talk',
            group: '01',
            counts: at(instant)(unit),
            earlier: Array.from({ length: instant }, (_none, before) => at(before)(unit)),
          }))
          const hidden = hiddenRows(rows)
          const together = [0, 1, 2].map((index) =>
            [...hidden].reduce((sum, unit) => sum + (rows[unit]?.counts[index] ?? 0), 0),
          )
          if (hidden.size < rows.length) expect(together.filter((sum) => sum >= 1 && sum <= 4)).toEqual([])
          return rows.flatMap((_row, unit) => (hidden.has(unit) ? [] : [unit]))
        })
        for (let later = 0; later < instants; later++) {
          for (let before = 0; before < later; before++) {
            for (const unit of (shown[later] ?? []).filter((each) => shown[before]?.includes(each))) {
              const changes = at(later)(unit).map((count, index) => Math.abs(count - (at(before)(unit)[index] ?? 0)))
              expect(changes.filter((change) => change >= 1 && change <= 4)).toEqual([])
            }
          }
        }
      }),
    )
  })

  it('take the next smallest with them, of their own duty and group', () => {
    const rows = [
      { duty: 'talk', group: '01', counts: [40, 0] },
      { duty: 'talk', group: '01', counts: [20, 2] },
      { duty: 'talk', group: '01', counts: [30, 5] },
      { duty: 'talk', group: '02', counts: [6, 0] },
      { duty: 'file', group: '01', counts: [6, 0] },
    ]
    expect(hiddenRows(rows)).toEqual(new Set([1, 2]))
  })
})
