import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

interface Parameter {
  name: string
  in: string
  description?: string
  required?: boolean
  schema: { type?: unknown }
}

interface Operation {
  operationId: string
  summary: string
  parameters?: Parameter[]
  security?: object[]
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
}

interface OpenApi {
  openapi: string
  info: object
  paths: Record<string, { get?: Operation; post?: Operation }>
  components: { schemas: object }
}

let county: ApiCounty
let document: OpenApi
beforeAll(async () => {
  county = await openApiCounty({ pulls: 0 })
  document = (await (await county.api.request('/api/openapi.json')).json()) as OpenApi
})
afterAll(() => county.close())

/** interfaces.md, HTTP. */
const ROUTES: Record<string, string[]> = {
  '/api/summary': ['as_of', 'known_at', 'level', 'period', 'duty', 'unit', 'format'],
  '/api/subjects': ['duty', 'status', 'unit', 'level', 'period', 'as_of', 'known_at', 'limit', 'cursor', 'format'],
  '/api/todo': [
    'unit',
    'list',
    'village',
    'school',
    'teacher',
    'period',
    'as_of',
    'limit',
    'cursor',
    'format',
    'purpose',
  ],
  '/api/review/reconciliation': ['list', 'reason', 'unit', 'as_of', 'limit', 'cursor', 'format'],
  '/api/review/care': ['list', 'reason', 'unit', 'as_of', 'limit', 'cursor', 'format'],
  '/api/review/pairings': ['list', 'reason', 'unit', 'as_of', 'limit', 'cursor', 'format'],
  '/api/trend': ['duty', 'level', 'unit', 'as_of', 'format'],
  '/api/distribution': ['duty', 'level', 'unit', 'period', 'as_of', 'format'],
  '/api/returns': ['period', 'as_of', 'format'],
  '/api/compare': ['duty', 'level', 'unit', 'period', 'as_of', 'format'],
  '/api/duties': ['format'],
  '/api/duties/{code}': ['code'],
  '/api/incidents': ['status', 'kind', 'unit', 'period', 'as_of', 'limit', 'cursor', 'format'],
  '/api/runs': ['unit', 'limit', 'cursor', 'format'],
  '/api/rejects': ['unit', 'limit', 'cursor', 'format'],
  '/api/health': [],
  '/api/data': ['unit'],
  '/api/faults': ['unit', 'kind', 'register', 'code', 'limit', 'cursor'],
  '/api/batch-days': [],
  '/api/changes': ['from', 'to', 'unit', 'register', 'format'],
  '/api/changes/rows': ['from', 'to', 'unit', 'register', 'change', 'limit', 'cursor'],
  '/api/credibility': ['unit', 'level', 'flagged', 'as_of', 'limit', 'cursor', 'format'],
  '/api/credibility/rows': ['signal', 'unit', 'as_of', 'limit', 'cursor'],
  '/api/inspections': [],
  '/api/inspections/{inspection}': ['inspection'],
  '/api/inspections/{inspection}/frame': ['inspection'],
  '/api/inspections/{inspection}/worksheet': ['inspection'],
  '/api/inspections/{inspection}/claims/{claim}': ['inspection', 'claim'],
  '/api/inspections/{inspection}/photos/{photo}': ['inspection', 'photo'],
  '/api/inspections/{inspection}/report': ['inspection', 'format'],
  '/api/orders': ['unit', 'inspection', 'state', 'limit', 'cursor'],
  '/api/orders/{order}/files/{file}': ['order', 'file'],
  '/api/verification': ['as_of', 'period', 'duty', 'format'],
  '/api/evaluation/{year}/scheme': ['year', 'version', 'against'],
  '/api/evaluation/{year}/freeze': ['year'],
  '/api/evaluation/{year}/archive': ['year'],
  '/api/evaluation/{year}/later': ['year'],
  '/api/evaluation/{year}': ['year', 'as_of', 'table', 'format'],
  '/api/evaluation/{year}/townships/{township}': ['year', 'township', 'as_of', 'earlier'],
  '/api/evaluation/{year}/objections': ['year'],
  '/api/evaluation/{year}/objections/{objection}/files/{file}': ['year', 'objection', 'file'],
  '/api/pulls': [],
  '/api/notices': [],
  '/api/send-back': ['unit', 'file'],
  '/api/audit': ['unit', 'action', 'actor', 'before', 'verify'],
  '/api/events': [],
  '/api/search': ['q', 'as_of'],
  '/api/openapi.json': [],
}

const REQUIRED: Record<string, string[]> = {
  '/api/subjects': ['duty'],
  '/api/compare': ['duty'],
  '/api/trend': ['duty'],
  '/api/distribution': ['duty'],
  '/api/duties/{code}': ['code'],
  '/api/inspections/{inspection}': ['inspection'],
  '/api/inspections/{inspection}/frame': ['inspection'],
  '/api/inspections/{inspection}/worksheet': ['inspection'],
  '/api/inspections/{inspection}/claims/{claim}': ['inspection', 'claim'],
  '/api/inspections/{inspection}/photos/{photo}': ['inspection', 'photo'],
  '/api/inspections/{inspection}/report': ['inspection'],
  '/api/orders/{order}/files/{file}': ['order', 'file'],
  '/api/evaluation/{year}/scheme': ['year'],
  '/api/evaluation/{year}/freeze': ['year'],
  '/api/evaluation/{year}/archive': ['year'],
  '/api/evaluation/{year}/later': ['year'],
  '/api/evaluation/{year}': ['year'],
  '/api/evaluation/{year}/townships/{township}': ['year', 'township'],
  '/api/evaluation/{year}/objections': ['year'],
  '/api/evaluation/{year}/objections/{objection}/files/{file}': ['year', 'objection', 'file'],
  '/api/changes': ['from'],
  '/api/changes/rows': ['from', 'register'],
  '/api/credibility/rows': ['signal'],
  '/api/send-back': ['unit'],
  '/api/search': ['q'],
}

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, { get }]) => (get === undefined ? [] : [[path, get]]))

describe('/api/openapi.json', () => {
  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({
      title: expect.stringContaining('守望') as string,
      version: expect.any(String) as string,
    })
  })

  it('lists every route and parameter, and the routes are those', () => {
    const listed = operations().map(([path, { parameters = [] }]) => [path, parameters.map(({ name }) => name)])
    expect(Object.fromEntries(listed)).toEqual(ROUTES)
    const served = county.api.routes
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path.replace(/:(\w+)/g, '{$1}'))
    expect([...new Set(served)].sort()).toEqual(Object.keys(ROUTES).sort())
  })

  it('describes every operation, parameter and answer', () => {
    const ids = operations().map(([, { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [path, { summary, parameters = [], responses }] of operations()) {
      expect(summary, path).toMatch(/\w{3}/)
      for (const { name, in: place, description, schema, required } of parameters) {
        expect(place).toBe(path.includes(`{${name}}`) ? 'path' : 'query')
        expect(description, `${path} ${name}`).toMatch(/\w{3}.*\.$/s)
        expect(schema.type, `${path} ${name}`).toBeDefined()
        expect(required).toBe(REQUIRED[path]?.includes(name) ?? false)
      }
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '406', '500']))
      for (const [status, { description, content = {} }] of Object.entries(responses)) {
        expect(description).toMatch(/\w{3}/)
        if (Number(status) >= 400)
          expect(content['application/problem+json']?.schema).toEqual({ $ref: '#/components/schemas/Problem' })
      }
    }
  })

  it('offers the formats that a route answers with', () => {
    const formats = Object.fromEntries(
      operations().map(([path, { responses }]) => [path, Object.keys(responses[200]?.content ?? {})]),
    )
    const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const table = ['application/json', 'text/csv', 'application/vnd.apache.arrow.stream', xlsx]
    expect(formats).toEqual({
      '/api/summary': table,
      '/api/subjects': table,
      '/api/review/reconciliation': table,
      '/api/review/pairings': table,
      '/api/review/care': table,
      '/api/compare': table,
      '/api/returns': table,
      '/api/todo': ['application/json', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      '/api/trend': table,
      '/api/distribution': table,
      '/api/duties': table,
      '/api/duties/{code}': ['application/json'],
      '/api/incidents': table,
      '/api/runs': table,
      '/api/rejects': table,
      '/api/health': ['application/json'],
      '/api/data': ['application/json'],
      '/api/faults': ['application/json'],
      '/api/batch-days': ['application/json'],
      '/api/changes': table,
      '/api/changes/rows': ['application/json'],
      '/api/credibility': table,
      '/api/credibility/rows': ['application/json'],
      '/api/pulls': ['application/json'],
      '/api/notices': ['application/json'],
      '/api/inspections': ['application/json'],
      '/api/inspections/{inspection}': ['application/json'],
      '/api/inspections/{inspection}/frame': ['application/x-ndjson'],
      '/api/inspections/{inspection}/worksheet': ['application/json'],
      '/api/inspections/{inspection}/claims/{claim}': ['application/json'],
      '/api/inspections/{inspection}/photos/{photo}': ['image/jpeg'],
      '/api/inspections/{inspection}/report': [
        'application/json',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      ],
      '/api/orders': ['application/json'],
      '/api/orders/{order}/files/{file}': ['image/jpeg', 'image/png', 'application/pdf'],
      '/api/verification': table,
      '/api/evaluation/{year}/scheme': ['application/json'],
      '/api/evaluation/{year}/freeze': ['application/json'],
      '/api/evaluation/{year}/archive': ['application/zip'],
      '/api/evaluation/{year}/later': ['application/json'],
      '/api/evaluation/{year}': table,
      '/api/evaluation/{year}/townships/{township}': ['application/json'],
      '/api/evaluation/{year}/objections': ['application/json'],
      '/api/evaluation/{year}/objections/{objection}/files/{file}': ['image/jpeg', 'image/png', 'application/pdf'],
      '/api/audit': ['application/json'],
      '/api/search': ['application/json'],
      '/api/send-back': ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      '/api/events': ['text/event-stream'],
      '/api/openapi.json': ['application/json'],
    })
  })

  it('describes the intake of incidents', () => {
    const post = document.paths['/api/intake/incidents']?.post
    expect(Object.keys(post?.responses ?? {})).toEqual('200 201 400 401 403 406 413 414 429 500'.split(' '))
    expect(post?.security).toEqual([{ township: [] }])
  })

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1],
    )
    expect(references.length).toBeGreaterThan(10)
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name)
  })
})
