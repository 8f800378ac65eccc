import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNTS, serveSample, type ServedCounty } from '../support/served-county.ts'
import { STRINGS } from './strings.ts'

interface Parameter {
  name: string
  in: string
  required?: boolean
}
interface Operation {
  parameters?: Parameter[]
}

let county: ServedCounty
let routes: { path: string; parameters: Parameter[] }[]
beforeAll(async () => {
  county = await serveSample()
  const { paths } = JSON.parse((await county.ask('/api/openapi.json')).body) as {
    paths: Record<string, Record<string, Operation>>
  }
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    methods.get === undefined || path.endsWith('/events') ? [] : [{ path, parameters: methods.get.parameters ?? [] }],
  )
})
afterAll(() => county.close())
// The limit of files a minute is another test's.
beforeEach(() => void (county.clock.now = new Date(county.clock.now.getTime() + 61_000)))

/** Enough to be answered at all. */
const RIGHT: Record<string, string> = {
  duty: 'talk',
  from: '2026-09-30',
  register: 'census',
  list: 'file',
  year: '2026',
}

function address(
  { path, parameters }: { path: string; parameters: Parameter[] },
  change: Record<string, string> = {},
): string {
  const query = new URLSearchParams()
  let filled = path.startsWith('/api') ? path : `/api${path}`
  for (const { name, in: where, required } of parameters) {
    const value =
      change[name] ?? (required ? RIGHT[name] : undefined) ?? (name === 'code' && where === 'path' ? 'talk' : undefined)
    if (value === undefined) continue
    if (where === 'path') filled = filled.replace(`{${name}}`, () => encodeURIComponent(value))
    else query.set(name, value)
  }
  return `${filled}?${query}`
}

/** What was typed is said back in an answer, also as part of the address. */
const withoutEcho = (body: string, text: string): string =>
  body
    .replaceAll(JSON.stringify(text).slice(1, -1), '')
    .replaceAll(encodeURIComponent(text), '')
    .replace(/"instance":"[^"]*"/, '')
    // a long one is cut
    .replaceAll(/收到的是“[^”]*”/g, '')

const rowsOf = (body: string): number => {
  try {
    const { rows } = JSON.parse(body) as { rows?: unknown[] }
    return rows?.length ?? 0
  } catch {
    return 0
  }
}

describe('SQL in a parameter', () => {
  it('of any route is refused, or finds no more than there is without it', async () => {
    let asked = 0
    for (const route of routes) {
      const plain = rowsOf((await county.ask(address(route), { as: 'county' })).body)
      for (const { name } of route.parameters) {
        for (const text of STRINGS) {
          const path = address(route, { [name]: text })
          const { status, body } = await county.ask(path, { as: 'county' })
          asked++
          expect([path, status < 500]).toEqual([path, true])
          expect([path, rowsOf(body) <= plain]).toEqual([path, true])
          expect([
            path,
            /argon2|password_hash|root:|Binder Error|Parser Error|duckdb/i.test(withoutEcho(body, text)),
          ]).toEqual([path, false])
        }
      }
    }
    expect(asked).toBeGreaterThan(1000)
    // Nothing of it was run: every account and every figure still stands.
    expect(await county.application.warehouse.query('accounts/all')).toHaveLength(Object.keys(ACCOUNTS).length)
  })

  it('widens no list of somebody who sees a part', async () => {
    for (const text of STRINGS) {
      for (const name of [
        'village',
        'school',
        'teacher',
        'period',
        'list',
        'status',
        'kind',
        'cursor',
        'code',
        'register',
        'file',
      ]) {
        for (const path of ['/api/todo', '/api/incidents', '/api/faults', '/api/rejects']) {
          const { status, body } = await county.ask(`${path}?${new URLSearchParams({ [name]: text })}`, {
            as: 'township01',
          })
          expect([path, name, text, status < 500, /青石/.test(body)]).toEqual([path, name, text, true, false])
        }
      }
    }
  })
})

describe('a path', () => {
  it.each([
    '/..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/_app/../../package.json',
    '/_app/..%2f..%2f..%2fpackage.json',
    '/_app/immutable/..%5c..%5cserver/index.js',
    '/_app/immutable/%2e%2e/%2e%2e/%2e%2e/server/index.js',
    '/.git/config',
    '/.env',
    '/county.yaml',
    '/warehouse/shouwang.duckdb',
    '//etc/passwd',
    '/api/..%2f..%2fpackage.json',
    '/api/duties/..%2f..%2f..%2fpackage.json',
    '/api/duties/%00',
    '/api/duties/%ff',
    '/townships/..%2f..%2fpackage.json',
    '/townships/%ff',
    '/duties/%00',
    'http://evil.example/api/summary',
    '/%',
  ])('%s leads to no file and to no fault', async (path) => {
    const { status, body } = await county.ask(path, { as: 'county' })
    expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code < 500)])
    expect(body).not.toMatch(/root:x|"devDependencies"|\[core\]|at file:|\n {4}at /)
  })

  it.each([
    '../../county.yaml',
    '/etc/passwd',
    '..\\..\\county.yaml',
    '01/../../county.yaml',
    '摸底花名册.csv/../../../county.yaml',
    '\u0000',
  ])('in the name of a file to send back leads to none: %j', async (file) => {
    for (const name of ['county', 'township01'] as const) {
      const { status, headers } = await county.ask(`/api/send-back?${new URLSearchParams({ unit: '01', file })}`, {
        as: name,
      })
      expect([status, headers['content-type']]).toEqual([404, 'application/problem+json'])
    }
  })

  it('in a township’s unit leads to no other township’s file', async () => {
    for (const unit of ['../02', '01/..', '01/../02', '..'])
      expect((await county.ask(`/api/send-back?${new URLSearchParams({ unit })}`, { as: 'county' })).status).toBe(400)
  })
})
