import { EventEmitter } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ShouwangError } from '../../errors.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { createApi } from '../../web/api/app.ts'
import { problemAnswer } from '../../web/api/schemas.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
})
afterAll(() => county.close())

const ROUTES = [
  '/api/summary',
  '/api/subjects?duty=file',
  '/api/duties',
  '/api/incidents',
  '/api/runs',
  '/api/rejects',
  '/api/health',
  '/api/events',
  '/api/openapi.json',
]

const joined = (path: string, more: string): string => `${path}${path.includes('?') ? '&' : '?'}${more}`

/** The problem of an answer, which has the one shape. */
async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('etag')).toBeNull()
  const body: unknown = await response.json()
  const problem = problemAnswer.parse(body)
  expect(problem).toEqual(body)
  expect(problem.status).toBe(response.status)
  expect(problem.type).toBe(`urn:shouwang:problem:${problem.code}`)
  expect(problem.detail).toMatch(/[\u4e00-\u9fff].*。$/)
  expect(problem.title).toMatch(/^[\u4e00-\u9fff ]+$/)
  expect(problem.request_id).toBe(response.headers.get('x-request-id'))
  return problem
}

const problemAt = async (path: string, init?: RequestInit) => problemOf(await county.api.request(path, init))

describe.each(ROUTES)('%s', (path) => {
  const instance = path.split('?')[0]

  it('refuses a parameter that it does not know, and says which one was meant', async () => {
    const problem = await problemAt(joined(path, 'foermat=csv'))
    expect(problem).toMatchObject({ status: 400, code: 'bad_parameter', instance })
    expect(problem.detail).toContain('“foermat”')
    expect(problem.data).toMatchObject({ parameter: 'foermat', faults: [{ parameter: 'foermat', found: 'csv' }] })
  })

  it('refuses a format that it does not have', async () => {
    const problem = await problemAt(path, { headers: { accept: 'image/png' } })
    expect(problem).toMatchObject({ status: 406, code: 'not_acceptable', instance })
    expect(problem.data?.available).not.toHaveLength(0)
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s, and says what it allows', async (method) => {
    const response = await county.api.request(path, { method })
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  it('refuses a query without end', async () => {
    expect(await problemAt(joined(path, `unit=${'1'.repeat(5000)}`))).toMatchObject({
      status: 414,
      code: 'uri_too_long',
    })
  })
})

/** The warehouse, but for every question to it. */
function brokenWarehouse(failing: () => unknown): Warehouse {
  const broken = Object.create(county.services.warehouse) as Warehouse
  const { version } = county.services.warehouse
  const parts = { query: failing, queryText: failing, stream: failing, version }
  for (const [name, value] of Object.entries(parts)) Object.defineProperty(broken, name, { value })
  return broken
}

describe('a fault of the program', () => {
  const asking = ROUTES.filter((path) => !/events|openapi/.test(path))
  const cases = asking.flatMap((path) => (path.includes('health') ? [path] : [path, joined(path, 'format=csv')]))

  it.each(cases)('at %s is told to the log, and its number to the client', async (path) => {
    const report = vi.fn()
    const failing = vi.fn(() => Promise.reject(new Error('secret: /srv/county.duckdb')))
    const services = { ...county.services, warehouse: brokenWarehouse(failing), rejects: failing, report }
    services.events = new EventEmitter()
    const response = await createApi(services).request(path, { headers: { 'x-request-id': 'abc-123' } })
    const text = await response.clone().text()
    expect(await problemOf(response)).toMatchObject({ status: 500, code: 'internal', request_id: 'abc-123' })
    expect(text).toContain('abc-123')
    expect(text).not.toMatch(/secret|duckdb|\bat /)
    expect(report).toHaveBeenCalledTimes(1)
    expect(report.mock.calls[0]?.[1]).toEqual({ request_id: 'abc-123', method: 'GET', path: path.split('?')[0] })
  })

  it('is not one where the error is known', async () => {
    const report = vi.fn()
    const rejects = () => Promise.reject(new ShouwangError('not_ready', '仓库正在恢复，请稍后再试。', { since: 1 }))
    const response = await createApi({ ...county.services, rejects, report, events: new EventEmitter() }).request(
      '/api/rejects',
    )
    expect(await problemOf(response)).toMatchObject({
      status: 503,
      code: 'not_ready',
      detail: '仓库正在恢复，请稍后再试。',
      data: { since: 1 },
    })
    expect(report).not.toHaveBeenCalled()
  })
})

describe('an address that does not exist', () => {
  it.each(['/api', '/api/', '/api/nothing', '/api/summary/more'])('%s is answered as a problem', async (path) => {
    expect(await problemAt(path)).toMatchObject({ status: 404, code: 'not_found', instance: path })
  })
})

describe('a wrong parameter', () => {
  it.each([
    ['/api/summary?as_of=yesterday', 'as_of', ['as_of', '带时区的时间', '“yesterday”']],
    ['/api/summary?as_of=2026-13-01', 'as_of', ['“2026-13-01”']],
    ['/api/summary?as_of=', 'as_of', ['不能为空']],
    ['/api/summary?as_of=2026-01-01&as_of=2026-01-02', 'as_of', ['只能给一次', '2 个']],
    ['/api/summary?period=2026-Q5', 'period', ['2026-Q3', '“2026-Q5”']],
    ['/api/summary?period=2026-winter', 'period', ['2026-autumn', '“2026-winter”']],
    // Nothing happens in a semester alone: a month says when.
    ['/api/incidents?period=2026-autumn', 'period', ['2026-09', '“2026-autumn”']],
    ['/api/summary?level=house', 'level', ['county、township、village、school', '“house”']],
    ['/api/summary?level=county,,school', 'level', ['不能为空']],
    ['/api/summary?duty=nothing', 'duty', ['“nothing”', 'quarter_update']],
    ['/api/summary?format=pdf', 'format', ['json、csv、arrow、xlsx', '“pdf”']],
    ['/api/summary?unit=77', 'unit', ['“77”', '01、02、03']],
    [`/api/summary?unit=${encodeURIComponent('01/没有村')}`, 'unit', ['“01/没有村”']],
    ['/api/subjects', 'duty', ['缺少 duty']],
    ['/api/subjects?duty=file&status=done', 'status', ['met、late、missed、ahead、pending', '“done”']],
    ['/api/subjects?duty=file&limit=0', 'limit', ['1 至 1000', '“0”']],
    ['/api/subjects?duty=file&limit=1001', 'limit', ['“1001”']],
    ['/api/subjects?duty=file&limit=ten', 'limit', ['“ten”']],
    ['/api/subjects?duty=file&limit=1e2', 'limit', ['“1e2”']],
    ['/api/subjects?duty=file&cursor=xyz', 'cursor', ['next_cursor']],
    ['/api/subjects?duty=file&unit=01&level=school', 'unit', ['学校', '“01”是乡镇']],
    ['/api/subjects?duty=file&unit=77&format=csv', 'unit', ['“77”']],
    ['/api/incidents?status=missed', 'status', ['open、closed']],
    ['/api/incidents?unit=77&format=arrow', 'unit', ['“77”']],
    [`/api/rejects?unit=${encodeURIComponent('01/高桥中学')}`, 'unit', ['县、乡镇', '学校']],
    [`/api/runs?unit=${encodeURIComponent('01/高桥中学')}&format=csv`, 'unit', ['县、乡镇']],
    ['/api/rejects?as_of=2026-01-01', 'as_of', ['没有“as_of”']],
  ])('in %s is named with what was found and what is expected', async (path, parameter, words) => {
    const problem = await problemAt(path)
    expect(problem).toMatchObject({ status: 400, code: 'bad_parameter', data: { parameter } })
    for (const word of words) expect(problem.detail).toContain(word)
  })

  it('does not hide another one', async () => {
    const problem = await problemAt('/api/summary?as_of=x&level=y&duty=z&period=1&levle=2')
    const faults = problem.data?.faults as { parameter: string }[]
    expect(faults.map(({ parameter }) => parameter).sort()).toEqual(['as_of', 'duty', 'level', 'levle', 'period'])
    expect(problem.detail).toContain('是否指 level？')
  })
})
