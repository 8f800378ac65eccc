import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortRows, type Column } from '../../../web/lib/components/table.ts'

interface Row {
  name: string
  rate: number | null
}

const byName: Column<Row> = { key: 'name', label: '', text: ({ name }) => name }
const byRate: Column<Row> = { key: 'rate', label: '', text: ({ rate }) => `${rate}`, sortBy: ({ rate }) => rate }
const ROWS: Row[] = [
  { name: '2 组', rate: 0.5 },
  { name: '10 组', rate: null },
  { name: '1 组', rate: 0.9 },
]
const names = (rows: Row[]) => rows.map(({ name }) => name)

describe('sortRows', () => {
  it('sorts numbers as numbers, also inside texts', () => {
    expect(names(sortRows(ROWS, byName, 'ascending', 'zh-CN'))).toEqual(['1 组', '2 组', '10 组'])
    expect(names(sortRows(ROWS, byRate, 'ascending', 'zh-CN'))).toEqual(['2 组', '1 组', '10 组'])
  })

  it('sets what is unknown last in either direction', () => {
    expect(names(sortRows(ROWS, byRate, 'descending', 'zh-CN'))).toEqual(['1 组', '2 组', '10 组'])
  })

  it('keeps the rows, and the order of equal ones', () => {
    const rows = fc.array(fc.record({ name: fc.string(), rate: fc.option(fc.constantFrom(0, 0.5, 1)) }))
    fc.assert(
      fc.property(rows, (all) => {
        const sorted = sortRows(all, byRate, 'ascending', 'zh-CN')
        expect(sorted).toHaveLength(all.length)
        for (const rate of [0, 0.5, 1, null]) {
          expect(sorted.filter((row) => row.rate === rate)).toEqual(all.filter((row) => row.rate === rate))
        }
      }),
    )
  })
})
