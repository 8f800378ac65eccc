import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResultRow } from '../../queries/rows.ts'
import { todoCounts, todoFacets, TODO_NAMES, todoRows } from '../../queries/todo.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

const AS_OF = '2026-10-31T12:00:00'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const asked = (units: readonly string[]) => ({ as_of: AS_OF, talk_period: '2026', units, limit: 100_000, offset: 0 })
const rowsOf = (list: string, units: readonly string[]): Promise<ResultRow[]> =>
  todoRows(county.application.warehouse, list, asked(units))

// Other townships' children are not looked at where a unit is asked for: no row may be lost or won by it.
describe('the lists of a unit', () => {
  it.each(TODO_NAMES)('%s: are the rows of the county’s list that lie in it', async (list) => {
    const all = await rowsOf(list, [])
    const townships = [...new Set(all.map((row) => String(row.township_id)))]
    for (const township of townships)
      expect(await rowsOf(list, [township])).toEqual(all.filter((row) => row.township_id === township))
    const school = all.find((row) => row.school !== null)
    if (school === undefined) return
    const found = await rowsOf(list, [`${String(school.township_id)}/${String(school.school)}`])
    const [id, name] = [school.township_id, school.school]
    // a village may be called as a school is
    const own = all.filter((row) => row.township_id === id && (row.school === name || row.village === name))
    expect(found).toEqual(own)
  })

  it('are counted in one look as each has rows', async () => {
    for (const units of [[], ['01'], ['02', '03']]) {
      const counts = await todoCounts(county.application.warehouse, asked(units))
      for (const list of TODO_NAMES) {
        const rows = await rowsOf(list, units)
        const townships = [...new Set(rows.map(({ township_id }) => String(township_id)))].sort()
        expect(counts.filter((count) => count.list === list)).toEqual(
          townships.map((id) => ({ list, township_id: id, n: rows.filter((row) => row.township_id === id).length })),
        )
      }
    }
  })

  it('are counted by village, school and teacher', async () => {
    const rows = await rowsOf('talk', ['01'])
    const facets = await todoFacets(county.application.warehouse, asked(['01']), 'talk')
    const counted = (kind: string) =>
      new Map(facets.filter((row) => row.kind === kind).map(({ value, n }) => [value, n]))
    const own = (of: (row: ResultRow) => unknown) => {
      const found = new Map<unknown, number>()
      for (const key of rows.map(of)) if (key !== null) found.set(key, (found.get(key) ?? 0) + 1)
      return found
    }
    expect(counted('village')).toEqual(own((row) => row.village))
    expect(counted('school')).toEqual(own((row) => row.school))
    expect(counted('teacher')).toEqual(own((row) => (row.teacher_id === null ? null : String(row.teacher_id))))
    expect(counted('teacher').size).toBeGreaterThan(1)
  })
})
