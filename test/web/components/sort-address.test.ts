import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  besidesSort,
  keepSorts,
  nextSort,
  sortOf,
  sortParameter,
  type Sort,
} from '../../../web/lib/components/sort-address.ts'
import type { Column } from '../../../web/lib/components/table.ts'

const column = (key: string, isNumber: boolean): Column<object> => ({ key, label: '', isNumber, text: () => '' })
const PRESENT = new URLSearchParams('unit=01&sort=rows.due.asc&sort=trend.rate.desc&/decide=')

describe('the order of a table in the address', () => {
  it('is each table’s own, and none where the address has none or a wrong one', () => {
    expect(sortOf(PRESENT, 'rows')).toEqual({ key: 'due', direction: 'ascending' })
    expect(sortOf(PRESENT, 'trend')).toEqual({ key: 'rate', direction: 'descending' })
    expect(sortOf(PRESENT, 'row')).toBeNull()
    for (const wrong of ['rows', 'rows.due', 'rows.due.up', '']) {
      expect(sortOf(new URLSearchParams({ sort: wrong }), 'rows')).toBeNull()
    }
  })

  it('is read as it was written', () => {
    const word = fc.stringMatching(/^[a-z][a-z-]{0,9}$/)
    const sort: fc.Arbitrary<Sort> = fc.record({ key: word, direction: fc.constantFrom('ascending', 'descending') })
    fc.assert(
      fc.property(word, sort, (table, asked) => {
        const { name, value } = sortParameter(table, asked)
        expect(sortOf(new URLSearchParams([[name, value]]), table)).toEqual(asked)
      }),
    )
  })

  it('is replaced without what else is asked, and outlives another question', () => {
    expect(besidesSort(PRESENT, 'rows')).toEqual([
      ['unit', '01'],
      ['sort', 'trend.rate.desc'],
    ])
    expect(keepSorts('?unit=02#rows', PRESENT)).toBe('?unit=02&sort=rows.due.asc&sort=trend.rate.desc#rows')
    expect(keepSorts('/audit', PRESENT)).toBe('/audit?sort=rows.due.asc&sort=trend.rate.desc')
    expect(keepSorts('?unit=02', new URLSearchParams())).toBe('?unit=02')
  })

  it('begins at the first row of another order', () => {
    const query = new URLSearchParams('level=village&from=200&sort=units.rate.desc')
    expect(besidesSort(query, 'units', 'from')).toEqual([['level', 'village']])
    // Where the rows in sight are all that is ordered, they stay.
    expect(besidesSort(query, 'units')).toEqual([
      ['level', 'village'],
      ['from', '200'],
    ])
  })

  it('turns from the first way to the other to none; another column begins anew', () => {
    const rate = column('rate', true)
    const turns = [nextSort(rate, null)]
    for (let press = 0; press < 2; press++) turns.push(nextSort(rate, turns.at(-1) ?? null))
    expect(turns.map((turn) => turn?.direction)).toEqual(['descending', 'ascending', undefined])
    expect(nextSort(column('name', false), turns[0] ?? null)).toEqual({ key: 'name', direction: 'ascending' })
  })
})
