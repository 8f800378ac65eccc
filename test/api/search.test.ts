import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

interface Found {
  kind: string
  id: string
  name: string
  township: string
  month: string | null
}

const SCHOOL = '01/高桥中心小学'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
})
afterAll(() => county.close())

const apis = new Map<Viewer, ReturnType<typeof createApi>>()
function apiOf(viewer: Viewer): ReturnType<typeof createApi> {
  const api = apis.get(viewer) ?? createApi({ ...county.services, gate: gateFor(viewer) })
  apis.set(viewer, api)
  return api
}

const ask = async (query: string, viewer: Viewer = COUNTY_VIEWER): Promise<Response> =>
  apiOf(viewer).request(`/api/search?${query}`)

async function find(q: string, viewer?: Viewer): Promise<Found[]> {
  const response = await ask(`${new URLSearchParams({ q })}`, viewer)
  expect(response.status).toBe(200)
  return ((await response.json()) as { rows: Found[] }).rows
}

/** The numbers of the incidents of a unit, as `/api/incidents` gives them to its own viewer. */
async function numbersOf(viewer: Viewer): Promise<string[]> {
  const answer = (await (await apiOf(viewer).request('/api/incidents?limit=1000')).json()) as {
    rows: { incident_id: string }[]
  }
  return answer.rows.map(({ incident_id }) => incident_id)
}

describe('/api/search', () => {
  it('finds townships, villages and schools by a part of their names, the beginnings first', async () => {
    expect(await find('青石镇')).toEqual([
      { kind: 'township', id: '02', name: '青石镇', township: '青石镇', month: null },
    ])
    expect((await find('青石')).map(({ kind }) => kind)).toEqual([
      'township',
      ...Array<string>(4).fill('village'),
      ...Array<string>(3).fill('school'),
    ])
    expect((await find('第二小学')).map(({ id }) => id)).toEqual([
      '01/高桥第二小学',
      '02/青石第二小学',
      '03/黑石第二小学',
    ])
    // 石桥社区 is a part of a village of each; of one name it is the middle, so all fit alike.
    expect((await find(' 石桥 ')).map(({ id }) => id)).toEqual([
      '01/高桥石桥社区',
      '02/青石石桥社区',
      '03/黑石石桥社区',
    ])
  })

  it('takes what is typed as it is: no pattern, and nothing found is no fault', async () => {
    for (const q of ['%', '_', "'", '没有这个地方', '\\']) expect(await find(q)).toEqual([])
  })

  it('finds incidents by a part of their numbers, in either case, with the month they are found under', async () => {
    const told = await county.services.intake?.take('01', {
      incident_id: 'Live-77',
      child_id: '990001201904180873',
      kind: 'missing',
      occurred_at: new Date('2026-10-31T03:50:00Z'),
    })
    expect(told?.state).toBe('created')
    const live = { kind: 'incident', id: '01/Live-77', name: 'Live-77', township: '高桥镇', month: '2026-10' }
    for (const q of ['live-77', 'LIVE', 've-7']) expect(await find(q)).toEqual([live])
    expect((await find('01-010')).map(({ id }) => id)).toEqual(['01/01-010'])
  })

  it('finds what was known at an earlier instant', async () => {
    const at = async (as_of: string) => {
      const response = await ask(`${new URLSearchParams({ q: '01-010', as_of })}`)
      const answer = (await response.json()) as { as_of: string; rows: Found[] }
      return [answer.as_of, answer.rows.length]
    }
    expect(await at('2026-10-31T12:00')).toEqual(['2026-10-31T12:00:00+08:00', 1])
    expect(await at('2026-08-31T12:00')).toEqual(['2026-08-31T12:00:00+08:00', 0])
  })

  it('gives no more than ten', async () => {
    expect((await numbersOf(COUNTY_VIEWER)).length).toBeGreaterThan(10)
    expect(await find('0')).toHaveLength(10)
  })

  it('finds incidents of the viewer’s own units alone, and everybody’s names', async () => {
    const township: Viewer = { name: 't', role: 'township', units: ['02'] }
    const found = await find('0', township)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ id }) => id.startsWith('02/'))).toBe(true)
    expect(await find('01-010', township)).toEqual([])
    expect(await find('高桥中学', township)).toHaveLength(1)

    const school: Viewer = { name: 's', role: 'school', units: [SCHOOL] }
    const own = await numbersOf(school)
    const all = await numbersOf({ name: 't', role: 'township', units: ['01'] })
    expect(own.length).toBeGreaterThan(0)
    expect(all.length).toBeGreaterThan(own.length)
    for (const number of all) {
      expect([number, (await find(number, school)).length]).toEqual([number, own.includes(number) ? 1 : 0])
    }

    const operator: Viewer = { name: 'o', role: 'operator', units: [] }
    expect(await find('0', operator)).toEqual([])
    expect(await find('青石镇', operator)).toHaveLength(1)
  })

  it('finds no child', async () => {
    expect(await find('990001201904180873')).toEqual([])
    expect(await find('0873')).toEqual([])
  })

  it.each(['', 'q=', 'q=%20%20', `q=${'a'.repeat(51)}`, 'q=a&q=b', 'q=a&unit=01'])('refuses “%s”', async (query) => {
    const response = await ask(query)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'bad_parameter' })
  })
})
