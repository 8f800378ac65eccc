import { describe, expect, it } from 'vitest'
import type { Column } from '../../../web/lib/components/table.ts'
import { firstRows, MOST_ROWS } from '../../../web/routes/first-rows.server.ts'

interface Row {
  n: number
}

const columns: Column<Row>[] = [{ key: 'n', label: 'n', isNumber: true, text: ({ n }) => `${n}`, sortBy: ({ n }) => n }]
const rows = Array.from({ length: MOST_ROWS + 50 }, (_, n) => ({ n }))
const first = (query: string, from?: number) =>
  firstRows(rows, { name: 'units', columns, query: new URLSearchParams(query), language: 'zh', from })

describe('a table that is cut', () => {
  it('has a hundred rows as they come, and how many there are', () => {
    const { rows: sent, total } = first('')
    expect(sent.map(({ n }) => n)).toEqual(rows.slice(0, 100).map(({ n }) => n))
    expect(total).toBe(150)
    expect(first('', 100).rows).toHaveLength(50)
  })

  it('is sorted before it is cut: the largest of all stands first', () => {
    expect(first('sort=units.n.desc').rows[0]).toEqual({ n: 149 })
    expect(first('sort=other.n.desc').rows[0]).toEqual({ n: 0 })
  })
})
