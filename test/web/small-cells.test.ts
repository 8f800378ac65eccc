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

  it('take the next smallest with them, of their own duty and group', () => {
    const rows = [
      { duty: 'talk', group: '01', counts: [40, 0] },
      { duty: 'talk', group: '01', counts: [20, 2] },
      { duty: 'talk', group: '01', counts: [30, 0] },
      { duty: 'talk', group: '02', counts: [6, 0] },
      { duty: 'file', group: '01', counts: [6, 0] },
    ]
    expect(hiddenRows(rows)).toEqual(new Set([1, 2]))
  })
})
