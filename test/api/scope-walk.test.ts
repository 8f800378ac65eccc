import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import { ACCESS, kindOf, maySeeRowsOf, unitsFor, type AccessKind } from '../../web/server/scope.ts'
import { isWithin, ROLES, seesAll, type Role, type Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { gateFor } from '../support/viewers.ts'

let county: ApiCounty
let routes: string[]
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const document = (await (await county.api.request('/api/openapi.json')).json()) as { paths: Record<string, object> }
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/^\/api/, '')}`),
  )
})
afterAll(() => county.close())

const SCHOOL = '01/高桥中心小学'
const VIEWERS: Viewer[] = [
  { name: 'a', role: 'county', units: [] },
  { name: 'b', role: 'inspector', units: [] },
  { name: 'c', role: 'inspector', units: ['02'] },
  { name: 'd', role: 'township', units: ['01'] },
  { name: 'e', role: 'school', units: [SCHOOL] },
  { name: 'f', role: 'operator', units: [] },
  { name: 'g', role: 'township', units: ['01', '02'] },
  { name: 'h', role: 'school', units: [SCHOOL, '02/青石中心小学'] },
  { name: 'i', role: 'inspector', units: ['02', SCHOOL] },
]
const UNITS = [undefined, '01', '02', '03', SCHOOL, '01/高桥东村', '02/青石东村']

/** What each role may ask at all, written out a second time: the table in scope.ts is not its own proof. */
const MAY: Record<Exclude<AccessKind, 'open' | 'token'>, Role[]> = {
  figures: [...ROLES],
  rows: ['county', 'inspector', 'township', 'school'],
  township_rows: ['county', 'inspector', 'township'],
  leads: ['county', 'inspector', 'township', 'school'],
  reply: ['township'],
  unmask: ['county', 'inspector', 'township', 'school'],
  audit: ['county', 'township'],
  inspections: ['county', 'inspector', 'township', 'school'],
  inspect: ['county', 'inspector'],
  lead: ['county'],
  answer: ['county', 'inspector', 'township', 'school'],
  evaluation: ['county', 'inspector', 'township'],
  object: ['township'],
  judge: ['county'],
  frozen: ['county', 'inspector', 'township', 'school'],
  desk: ['county', 'inspector', 'township', 'operator'],
  status: ['county', 'inspector', 'township', 'operator'],
  outbox: ['county', 'operator'],
  pull: ['county', 'township', 'operator'],
  decide: ['county', 'operator'],
}

const NARROW: AccessKind[] = ['rows', 'township_rows', 'leads', 'reply', 'desk', 'pull', 'decide', 'audit']

const NAMES: Record<string, string> = { '01': '高桥镇', '02': '青石镇' }

const COUNTS = ['met', 'late', 'missed', 'ahead', 'pending']
const isSmall = (count: unknown): boolean => typeof count === 'number' && count > 0 && count < 5
interface Counted extends Record<string, unknown> {
  level: string
  unit_id: string
  duty: string
  is_suppressed?: boolean
}

/** What a route needs beside the unit to answer. */
const NEEDS: Record<string, Record<string, string>> = {
  'GET /subjects': { duty: 'talk' },
  'GET /compare': { duty: 'talk' },
  'GET /trend': { duty: 'talk' },
  'GET /distribution': { duty: 'talk' },
  'GET /changes': { from: '2026-09-10T01:00:00+08:00' },
  'GET /changes/rows': { from: '2026-09-10T01:00:00+08:00', register: 'census' },
  'GET /search': { q: '青石' },
  'GET /credibility/rows': { signal: 'days_off' },
}

// One API for all, as in the process that serves: what it keeps for one viewer must not reach another either.
let api: ReturnType<typeof createApi> | undefined
let asking: Viewer | null = null
function apiOf(viewer: Viewer | null): { request: ReturnType<typeof createApi>['request'] } {
  api ??= createApi({ ...county.services, gate: { ...gateFor(null), viewer: () => asking } })
  const one = api
  return {
    request: (...question) => {
      asking = viewer
      return one.request(...question)
    },
  }
}

function ask(viewer: Viewer | null, route: string, unit: string | undefined): Response | Promise<Response> {
  const [method = '', path = ''] = route.split(' ')
  const takesUnit = ![
    '/duties',
    '/duties/{code}',
    '/batch-days',
    '/events',
    '/openapi.json',
    '/health',
    '/pulls',
    '/returns',
    '/notices',
    '/verification',
    '/evaluation/{year}',
    '/evaluation/{year}/townships/{township}',
    '/evaluation/{year}/later',
    '/inspections',
    '/search',
    '/me',
  ].includes(path)
  const query = new URLSearchParams(NEEDS[route])
  if (unit !== undefined && takesUnit && method === 'GET') query.set('unit', unit)
  const address = path
    .replace('{code}', 'talk')
    .replace('{year}', '2026')
    .replace('{township}', encodeURIComponent(unit ?? '01'))
    .replace('{register}', 'census')
    .replace('{id}', encodeURIComponent(unit ?? '01'))
    .replace('{inspection}', 'abcdefghjk')
    .replace('{order}', 'abcdefghjk')
    .replace('{objection}', 'abcdefghjk')
    .replace(/\{(claim|device|photo|file)\}/, '12345678')
  const body = method === 'POST' ? JSON.stringify({ township: unit ?? '01', unit: unit ?? '01' }) : undefined
  return apiOf(viewer).request(`/api${address}?${query}`, {
    method,
    body,
    headers: { 'content-type': 'application/json', ...(path === '/events' ? { accept: 'text/event-stream' } : {}) },
  })
}

describe('every route of the API', () => {
  it('is named in scope.ts, and nothing else is', () => {
    const named = Object.keys(ACCESS).sort()
    expect(routes.filter((route) => kindOf(route) === undefined)).toEqual([])
    expect(named.filter((route) => !routes.includes(route))).toEqual([])
  })

  it('answers nobody without a sign-in, but for what is open', async () => {
    for (const route of routes) {
      const kind = kindOf(route)
      if (kind === 'open') continue
      expect([route, (await ask(null, route, undefined)).status]).toEqual([route, 401])
    }
  })

  it('has a kind for each role', () => {
    expect(new Set(Object.values(ACCESS).filter((kind) => kind !== 'open' && kind !== 'token'))).toEqual(
      new Set(Object.keys(MAY)),
    )
  })

  it.each(VIEWERS.map((viewer) => [`${viewer.role} ${viewer.units.join(' ')}`, viewer] as const))(
    '%s asks for every unit and is refused what is not theirs',
    async (_name, viewer) => {
      for (const route of routes) {
        const kind = kindOf(route)
        if (kind === 'open' || kind === 'token' || kind === undefined) continue
        const isOfNoUnit = /\/inspections|\/orders\/|\/evaluation\/(?!.*\/townships\/)/.test(route)
        for (const unit of isOfNoUnit ? [undefined] : UNITS) {
          const response = await ask(viewer, route, unit)
          await response.body?.cancel()
          const isNarrow = NARROW.includes(kind)
          const isTheirs = seesAll(viewer) || !isNarrow || unit === undefined || isWithin(unit, viewer.units)
          const may = MAY[kind].includes(viewer.role) && isTheirs
          const about = `${viewer.role} ${route} ${unit ?? ''}`
          if (!may && !(route.startsWith('POST') && unit === undefined)) {
            expect([about, response.status]).toEqual([about, 403])
            continue
          }
          if (!route.startsWith('GET')) continue
          // A question for the viewer's own units is answered; one for a unit of a level that makes no sense is refused as such.
          const isByUnit = route === 'GET /trend' || route === 'GET /distribution'
          const isOthersTrend = isByUnit && unit?.includes('/') === true && !maySeeRowsOf(viewer, unit)
          const fit = isOthersTrend
            ? [400, 403]
            : route === 'GET /send-back'
              ? [200, 400, 404]
              : /\{(inspection|order|objection)\}/.test(route)
                ? [404]
                : unit?.includes('/')
                  ? [200, 400]
                  : [200]
          expect(fit, `${about} ${response.status}`).toContain(response.status)
        }
      }
    },
  )

  it('shows of other units’ villages and schools no count from one to four, and none that follows from the total', async () => {
    const [viewer] = VIEWERS.filter(({ role }) => role === 'township')
    const asked = '/api/summary?level=township,village,school'
    const { rows: all } = (await (await apiOf(VIEWERS[0] ?? null).request(asked)).json()) as { rows: Counted[] }
    const { rows } = (await (await apiOf(viewer ?? null).request(asked)).json()) as { rows: Counted[] }
    const others = rows.filter(({ level, unit_id }) => level !== 'township' && !unit_id.startsWith('01/'))
    expect(others.filter((row) => COUNTS.some((name) => isSmall(row[name])))).toEqual([])
    const hidden = others.filter(({ is_suppressed }) => is_suppressed)
    expect(hidden.length).toBeGreaterThan(0)
    expect(hidden.every((row) => [...COUNTS, 'rate', 'low', 'high'].every((name) => row[name] === null))).toBe(true)
    // Never one alone of a township's villages or schools: it would be the total less the others.
    for (const { level, unit_id, duty } of hidden) {
      const siblings = (row: Counted): boolean =>
        row.level === level && row.duty === duty && row.unit_id.startsWith(unit_id.slice(0, 3))
      const together = hidden.filter(siblings)
      expect(together.length >= 2 || others.filter(siblings).length === 1).toBe(true)
    }
    // The viewer's own are whole.
    const own = (list: Counted[]): Counted[] => list.filter(({ unit_id }) => unit_id.startsWith('01'))
    expect(own(rows)).toEqual(own(all))
    // Months could be had from each other: of others' villages there are none.
    const month = (await (await apiOf(viewer ?? null).request(`${asked}&period=2026-09&duty=talk`)).json()) as {
      rows: Counted[]
    }
    const shown = month.rows.filter(({ level, unit_id }) => level !== 'township' && !unit_id.startsWith('01/'))
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.every(({ is_suppressed }) => is_suppressed === true)).toBe(true)
  })

  it('gives rows of the viewer’s own units, all of them and no others, where none is named', async () => {
    for (const viewer of VIEWERS.filter((each) => !seesAll(each) && each.role !== 'operator')) {
      for (const path of [
        '/subjects?duty=file&limit=1000',
        '/subjects?duty=talk&limit=1000',
        '/incidents',
        '/todo?list=file',
        '/review/reconciliation?list=unknown_elsewhere&limit=1000',
        '/review/care?list=agreed&limit=1000',
        '/review/pairings?list=no_contact&limit=1000',
      ]) {
        const rowsAt = async (unit: string | null): Promise<Record<string, unknown>[]> => {
          const answer = await apiOf(viewer).request(
            `/api${path}${unit === null ? '' : `&unit=${encodeURIComponent(unit)}`}`.replace(
              /incidents&/,
              'incidents?',
            ),
          )
          expect([path, unit, answer.status]).toEqual([path, unit, 200])
          return ((await answer.json()) as { rows: Record<string, unknown>[] }).rows
        }
        const rows = await rowsAt(null)
        if (path.startsWith('/subjects')) expect(rows.length).toBeGreaterThan(0)
        for (const row of rows) {
          const told = row.township_id ?? row.township
          const township = String(Object.entries(NAMES).find(([, name]) => name === told)?.[0] ?? told)
          const units = [township, `${township}/${String(row.school)}`]
          expect([viewer.units, units, units.some((unit) => isWithin(unit, viewer.units))]).toEqual([
            viewer.units,
            units,
            true,
          ])
        }
        // Nothing twice and nothing left out: the pool is what its units have one by one.
        const apart = (await Promise.all(viewer.units.map(rowsAt))).flat()
        const texts = (list: object[]): string[] => list.map((row) => JSON.stringify(row)).sort()
        expect([viewer.units, path, texts(rows)]).toEqual([viewer.units, path, texts(apart)])
      }
    }
  })

  it('answers for the first of several units where it answers for one', () => {
    const viewer: Viewer = { name: 'g', role: 'township', units: ['01', '02'] }
    expect(unitsFor(viewer, 'GET /send-back', undefined)).toEqual(['01'])
    expect(unitsFor(viewer, 'GET /send-back', '02')).toEqual(['02'])
    expect(unitsFor(viewer, 'GET /rejects', undefined)).toEqual(['01', '02'])
  })
})
