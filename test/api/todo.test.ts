import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

interface Row {
  name: string | null
  last_four: string | null
  village: string | null
  school: string | null
  teacher: string | null
  missing: string[]
  period: string
  status: string
  days_left: number | null
}
interface Todo {
  lists: { list: string; count: number }[]
  villages: { value: string; count: number }[]
  schools: { value: string; count: number }[]
  teachers: { value: string; name: string; count: number }[]
  rows: Row[]
  next_cursor: string | null
}

const AT = 'as_of=2026-09-30T12:00'
let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const ask = async <T>(path: string): Promise<T> => {
  const response = await county.api.request(path)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}
const ledger = async (query: string): Promise<number> =>
  (await ask<{ rows: unknown[] }>(`/api/subjects?${query}&limit=1000`)).rows.length

describe('/api/todo', () => {
  it.each([
    ['file', 'duty=file&status=missed'],
    ['pairing', 'duty=pairing&status=missed'],
    ['key_pairing', 'duty=key_pairing&status=missed'],
    ['talk', 'duty=talk&status=missed,pending&period=2026-09'],
    ['quarter_update', 'duty=quarter_update&status=missed,pending&period=2026-Q3'],
  ])('%s: as many rows as the ledger has pending and missed', async (list, query) => {
    for (const unit of ['01', '02']) {
      const todo = await ask<Todo>(`/api/todo?list=${list}&unit=${unit}&${AT}&limit=1000`)
      expect(todo.rows).toHaveLength(await ledger(`${query}&unit=${unit}&${AT}`))
      expect(todo.lists.find((each) => each.list === list)?.count).toBe(todo.rows.length)
      expect(todo.rows.every(({ missing }) => missing.length > 0)).toBe(true)
    }
  })

  it('names what a file lacks and which of the three ones', async () => {
    const file = await ask<Todo>(`/api/todo?list=file&${AT}&limit=1000`)
    expect(file.rows.some(({ missing }) => missing.includes('file'))).toBe(true)
    const ones = await ask<Todo>(`/api/todo?list=three_ones&${AT}&limit=1000`)
    expect(ones.rows.length).toBeGreaterThan(0)
    expect(
      ones.rows.every(({ missing }) => missing.every((code) => ['visit', 'call', 'home_visit'].includes(code))),
    ).toBe(true)
    expect(ones.rows.every(({ period }) => period === '2026-autumn')).toBe(true)
  })

  it('has the three ones of an earlier semester, where it is asked for, and the talks as ever', async () => {
    const spring = await ask<Todo>(`/api/todo?list=three_ones&period=2026-spring&${AT}&limit=1000`)
    expect(spring.rows.length).toBe(await ledger(`duty=three_ones&status=missed,pending&period=2026-spring&${AT}`))
    expect(spring.rows.every(({ period }) => period === '2026-spring')).toBe(true)
    const countsOf = ({ lists }: Todo) => Object.fromEntries(lists.map(({ list, count }) => [list, count]))
    const usual = countsOf(await ask<Todo>(`/api/todo?${AT}`))
    expect(countsOf(spring)).toEqual({ ...usual, three_ones: spring.rows.length })
  })

  it('masks the child and gives four digits', async () => {
    const { rows } = await ask<Todo>(`/api/todo?list=talk&${AT}&limit=1000`)
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.every(({ name }) => name === null || /^.\*$/u.test(name))).toBe(true)
    expect(rows.every(({ last_four }) => last_four === null || /^\d{3}[\dX]$/.test(last_four))).toBe(true)
  })

  it('filters by village, school and the teacher who last talked, with counts that hold', async () => {
    const base = `/api/todo?list=file&${AT}&limit=1000&unit=01`
    const { villages, schools, teachers } = await ask<Todo>(base)
    for (const [name, facet] of [
      ['village', villages[0]],
      ['school', schools[0]],
      ['teacher', teachers[0]],
    ] as const) {
      expect(facet, name).toBeDefined()
      const { rows } = await ask<Todo>(`${base}&${name}=${encodeURIComponent(facet?.value ?? '')}`)
      expect(rows).toHaveLength(facet?.count ?? -1)
    }
    expect(teachers[0]?.name).toMatch(/\p{Script=Han}/u)
  })

  it('reads on by its cursor, and refuses what it does not know', async () => {
    const all = await ask<Todo>(`/api/todo?list=talk&${AT}&limit=1000`)
    const first = await ask<Todo>(`/api/todo?list=talk&${AT}&limit=5`)
    const second = await ask<Todo>(`/api/todo?list=talk&limit=5&cursor=${first.next_cursor}&${AT}`)
    expect([...first.rows, ...second.rows]).toEqual(all.rows.slice(0, 10))
    for (const wrong of ['list=x', 'unit=99', 'format=pdf', 'village=', 'lst=talk']) {
      expect((await county.api.request(`/api/todo?${wrong}`)).status).toBe(400)
    }
  })

  it('is a workbook for the people who must act: a sheet a list, whole names, a column to fill in', async () => {
    const response = await county.api.request(`/api/todo?unit=02&format=xlsx&${AT}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toContain('.xlsx')
    const etag = response.headers.get('etag') ?? ''
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(await response.arrayBuffer())
    const { lists } = await ask<Todo>(`/api/todo?unit=02&${AT}`)
    expect(workbook.worksheets).toHaveLength(lists.filter(({ count }) => count > 0).length)
    const sheet = workbook.getWorksheet('谈心未办')
    const count = lists.find(({ list }) => list === 'talk')?.count ?? 0
    expect(sheet?.rowCount).toBe(3 + count)
    expect(sheet?.getCell('A1').text).toContain(`（${count} 条）`)
    expect(sheet?.getRow(3).getCell(11).value).toBe('办理情况')
    expect(sheet?.getRow(4).getCell(2).text).not.toContain('*')
    expect(sheet?.getRow(4).getCell(3).text).toMatch(/^\d{3}[\dX]$/)
    const again = await county.api.request(`/api/todo?unit=02&format=xlsx&${AT}`, {
      headers: { 'if-none-match': etag },
    })
    expect(again.status).toBe(304)
  })
})
