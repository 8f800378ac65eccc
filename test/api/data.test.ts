import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

type Row = Record<string, unknown>
async function get(path: string): Promise<Record<string, Row[]>> {
  const response = await county.api.request(path)
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, Row[]>
}
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  county.api.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('/api/data', () => {
  it('says how each source fares, and counts faults as the lists do', async () => {
    const { sources, findings, holds } = await get('/api/data')
    expect(sources).toHaveLength(3)
    expect(sources?.[0]).toMatchObject({
      township_id: '01',
      last_success_at: '2026-10-31T11:55:00+08:00',
      failure_count: 0,
    })
    expect(holds).toEqual([])
    const { rows } = await get('/api/rejects?limit=1000')
    const counted = findings?.reduce((sum, each) => sum + (each.reject_count as number), 0)
    expect(counted).toBe(rows?.length)
  })
})

describe('/api/faults', () => {
  it('shows no number of a person', async () => {
    const { rows } = await get('/api/faults?kind=reject&unit=02&limit=1000')
    expect(rows?.length).toBeGreaterThan(0)
    for (const { value } of rows ?? []) expect(value).not.toMatch(/\d{6}/)
  })
})

describe('/api/batch-days', () => {
  it('has the days of the calendar', async () => {
    const { rows } = await get('/api/batch-days')
    expect(rows?.map(({ day }) => day)).toEqual(['2026-09-10', '2026-10-31'])
  })
})

describe('/api/changes', () => {
  it('counts what its rows show, for what 02 added after the quarter closed', async () => {
    const { rows: lines } = await get('/api/changes?from=2026-09-30&unit=02')
    const contacts = lines?.find(({ register }) => register === 'contacts')
    const { rows } = await get('/api/changes/rows?from=2026-09-30&unit=02&register=contacts&change=added&limit=1000')
    expect(rows?.length).toBeGreaterThan(0)
    expect(rows).toHaveLength(contacts?.added as number)
    expect(contacts?.township).toBe('青石镇')
    expect(rows?.[0]).toMatchObject({ township_id: '02', change: 'added', recorded_at: '2026-10-31T11:55:00+08:00' })
    expect(JSON.stringify(rows)).not.toMatch(/\d{17}/)
  })

  it('refuses two instants the wrong way round', async () => {
    const response = await county.api.request('/api/changes?from=2026-10-30&to=2026-10-01')
    expect(response.status).toBe(400)
  })
})

describe('what changes something', () => {
  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example', host: '127.0.0.1:8080' },
  ])('is refused to a page of elsewhere: %o', async (headers) => {
    expect((await post('/api/pulls', { township: '01' }, headers)).status).toBe(403)
    expect((await post('/api/holds/01/census', { decision: 'accept', rows: 1 }, headers)).status).toBe(403)
  })

  it('pulls a township, and says so while it runs', async () => {
    const response = await post('/api/pulls', { township: '01' }, { 'sec-fetch-site': 'same-origin' })
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ township: '01', rows: 0 })
    await county.application.alone('01', () => Promise.resolve())
    const { rows } = await get('/api/runs?unit=01')
    expect(rows?.[0]).toMatchObject({ reason: 'page', state: 'unchanged' })
  })

  it('decides nothing where nothing waits', async () => {
    expect((await post('/api/holds/01/census', { decision: 'refuse', rows: 1 })).status).toBe(404)
  })
})

describe('/api/send-back', () => {
  it('is a workbook of one file of a township', async () => {
    const { findings } = await get('/api/data')
    const file = findings?.find(({ township_id }) => township_id === '02')?.file as string
    const response = await county.api.request(`/api/send-back?unit=02&file=${encodeURIComponent(file)}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toContain('filename="send-back-02.xlsx"')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })
})
