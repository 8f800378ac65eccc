import { expect, it } from 'vitest'
import { facetTotals, largestOf } from '../../web/api/todo-facets.ts'

const villages = Array.from({ length: 130 }, (_, place) => ({ kind: 'village', value: `村${place}`, n: 130 - place }))
const facets = [...villages, { kind: 'school', value: '小学', n: 3 }]

it('are the hundred with the most rows, the chosen one in any case, and how many there are', () => {
  expect(largestOf(facets, 'village', undefined)).toEqual(villages.slice(0, 100))
  expect(largestOf(facets, 'village', '村5')).toHaveLength(100)
  expect(largestOf(facets, 'village', '村120').map(({ value }) => value)).toEqual([
    ...villages.slice(0, 100).map(({ value }) => value),
    '村120',
  ])
  expect(largestOf(facets, 'school', '村120')).toEqual([facets.at(-1)])
  expect(facetTotals(facets)).toEqual({ villages: 130, schools: 1, teachers: 0 })
})
