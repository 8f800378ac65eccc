import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCESS } from '../../web/server/scope.ts'
import { PASSWORD, serveSample, type ServedCounty } from '../support/served-county.ts'

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
})
afterAll(() => county.close())

const auditCount = async (): Promise<number> =>
  Number((await county.application.warehouse.query('audit/last'))[0]?.entry_id ?? 0)

/** Everything that takes a POST, with a body that would be right. */
const API_POSTS = Object.entries(ACCESS)
  .filter(([route, kind]) => !route.startsWith('GET ') && kind !== 'token')
  .map(([route]) => `/api${route.split(' ')[1]}`.replace('{township}', '01').replace('{register}', 'census'))
/** What townships alone may post. */
const OF_TOWNSHIPS = /\/credibility\/replies$|\/objections(\/\{objection\}\/withdraw)?$/
const READ_TOO = API_POSTS.filter((path) => `GET ${path.slice('/api'.length)}` in ACCESS)
const FORM_POSTS = [
  '/login',
  '/data?/pull',
  '/data?/decide',
  '/account?/signout',
  '/account?/everywhere',
  '/account?/password',
  '/account?/factor',
]
const JSON_BODY = JSON.stringify({ township: '01', decision: 'accept', rows: 1 })
const FORM_BODY = new URLSearchParams({
  username: 'county',
  password: PASSWORD,
  present: PASSWORD,
  next: 'another long sentence',
  again: 'another long sentence',
  township: '01',
  register: 'census',
  decision: 'accept',
  before: '1',
  after: '1',
}).toString()

const FOREIGN: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1:1' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  // What a page can make a browser say beside it does not help.
  { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' },
]

describe('a request that a page of elsewhere sends with somebody’s session', () => {
  it.each(API_POSTS)('to POST %s is refused', async (path) => {
    for (const headers of FOREIGN) {
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
        const asking = {
          as: 'county',
          method: 'POST',
          headers: { ...headers, 'content-type': type },
          body: JSON_BODY,
        } as const
        expect([headers, type, (await county.ask(path, asking)).status]).toEqual([headers, type, 403])
      }
    }
  })

  it.each(FORM_POSTS)('to the form %s is refused, and nothing is kept', async (path) => {
    await county.cookieOf('county')
    const before = await auditCount()
    for (const headers of FOREIGN) {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
        const asking = {
          as: 'county',
          method: 'POST',
          headers: { ...headers, 'content-type': type },
          body: FORM_BODY,
        } as const
        const { status, headers: answered } = await county.ask(path, asking)
        expect([headers, type, status, answered['set-cookie']]).toEqual([headers, type, 403, undefined])
      }
    }
    expect(await auditCount()).toBe(before)
    expect((await county.ask('/api/summary?level=county', { as: 'county' })).status).toBe(200)
  })
})

describe('JSON that says it is text, which a form of elsewhere can send', () => {
  it.each(API_POSTS)('is not taken by POST %s, even without an origin', async (path) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status } = await county.ask(path, {
        as: OF_TOWNSHIPS.test(path) ? 'township01' : 'county',
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON_BODY,
      })
      // a reply that names no unit of the sender's own is refused before it is judged
      expect([type, status]).toEqual([type, path === '/api/credibility/replies' ? 403 : 400])
    }
  })
})

describe('another method', () => {
  it('changes nothing in place of a POST', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const path of API_POSTS) {
        const { status } = await county.ask(path, {
          as: 'county',
          method,
          headers: { 'x-http-method-override': 'POST' },
        })
        // Some are asked by GET too, which changes nothing by itself.
        if (READ_TOO.includes(path) && (method === 'GET' || method === 'HEAD')) continue
        expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true])
      }
    }
  })

  it('gives no other site leave to read', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' }
      const answer = await county.ask('/api/summary?level=county', { as: 'county', method, headers })
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })
})

describe('a name that a page elsewhere has pointed here', () => {
  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'x@evil.example',
    'x@127.0.0.1',
    '127.0.0.1/x',
  ])('is not answered to: %s', async (host) => {
    for (const path of ['/', '/login', '/api/health', '/api/summary?level=county', '/_app/version.json'])
      expect([path, [400, 403]]).toEqual([
        path,
        expect.arrayContaining([(await county.ask(path, { as: 'county', headers: { host } })).status]),
      ])
  })

  it('is not put into an answer, however it comes', async () => {
    for (const name of ['x-forwarded-host', 'x-host', 'forwarded', 'x-original-url', 'x-rewrite-url']) {
      const { headers, body } = await county.ask('/incidents', { headers: { [name]: 'evil.example' } })
      expect([name, headers.location, body.includes('evil.example')]).toEqual([name, '/login?next=%2Fincidents', false])
    }
  })
})

const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example/',
  '///evil.example/',
  '/\\evil.example/',
  '\\\\evil.example/',
  '/.//evil.example/',
  '/a/..//evil.example/',
  '/%2e//evil.example/',
  '\t//evil.example/',
  '/\t/evil.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  'http:evil.example',
]

describe('where a sign-in or a switch leads back to', () => {
  /** Where a browser would go. */
  const goal = (location: string | undefined): string => new URL(location ?? '', county.address).origin

  it.each(ELSEWHERE)('is never elsewhere: %j', async (next) => {
    const here = new URL(county.address).origin
    const absolute = next.startsWith('/.') ? `${here}/${next.slice(2)}` : next
    for (const each of [next, absolute]) {
      const query = new URLSearchParams({ back: each, next: each, theme: 'dark' })
      const { status, headers } = await county.ask(`/preferences?${query}`)
      expect([each, status, goal(headers.location)]).toEqual([each, 303, here])
      const signedIn = await county.ask(`/login?${query}`, { as: 'county' })
      expect([each, signedIn.status, goal(signedIn.headers.location)]).toEqual([each, 303, here])
      const form = await county.ask('/login', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ username: 'county', password: PASSWORD, next: each }).toString(),
      })
      expect([each, form.status, goal(form.headers.location)]).toEqual([each, 303, here])
    }
  })
})
