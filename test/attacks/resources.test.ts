import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PASSWORD, serveSample, type ServedCounty } from '../support/served-county.ts'

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
})
afterAll(() => county.close())
beforeEach(() => void (county.clock.now = new Date(county.clock.now.getTime() + 61_000)))

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

describe('too much', () => {
  it.each(['/api/pulls', '/api/holds/01/census', '/api/intake/incidents'])(
    'in the body of POST %s is not read',
    async (path) => {
      const body = JSON.stringify({ township: 'x'.repeat(70_000) })
      const asking = { as: 'county', method: 'POST', body } as const
      expect((await county.ask(path, { ...asking, headers: JSON_TYPE })).status).toBe(413)
      // Without its length it is cut where it becomes too long.
      expect(
        (await county.ask(path, { ...asking, headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' } })).status,
      ).toBe(413)
    },
  )

  it.each(['/login', '/data?/pull', '/account?/password'])('in the form %s is not read', async (path) => {
    const body = `username=county&password=${'x'.repeat(700_000)}`
    expect((await county.ask(path, { as: 'county', method: 'POST', body, headers: FORM_TYPE })).status).toBe(413)
  })

  it('in a head or an address is refused', async () => {
    expect((await county.ask('/', { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431)
    expect((await county.ask(`/api/summary?unit=${'x'.repeat(5_000)}`, { as: 'county' })).status).toBe(414)
    expect((await county.ask(`/api/summary?unit=01${'&unit=01'.repeat(400)}`, { as: 'county' })).status).toBe(400)
  })

  it('for a reader of JSON is refused like any other wrong body', async () => {
    const depth = 20_000
    const bodies = [
      '['.repeat(depth) + ']'.repeat(depth),
      '{"a":'.repeat(9_000) + '1' + '}'.repeat(9_000),
      '{"__proto__":{"township":"01"}}',
    ]
    for (const body of bodies)
      expect((await county.ask('/api/pulls', { as: 'county', method: 'POST', headers: JSON_TYPE, body })).status).toBe(
        400,
      )
    expect(Reflect.get({}, 'township')).toBeUndefined()
  })

  it('of files a minute waits, for one account alone', async () => {
    const path = '/api/summary?level=county&format=csv'
    const statuses: number[] = []
    for (let i = 0; i < 61; i++) statuses.push((await county.ask(path, { as: 'inspector' })).status)
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([200]))
    const accept = { accept: 'text/csv' }
    const waiting = await county.ask('/api/summary?level=county', { as: 'inspector', headers: accept })
    expect([statuses[60], waiting.status]).toEqual([429, 429])
    expect(Number(waiting.headers['retry-after'])).toBeGreaterThan(0)
    expect((await county.ask(path, { as: 'county' })).status).toBe(200)
    expect((await county.ask('/api/summary?level=county', { as: 'inspector' })).status).toBe(200)
    county.clock.now = new Date(county.clock.now.getTime() + 61_000)
    expect((await county.ask(path, { as: 'inspector' })).status).toBe(200)
  })
})

describe('what is said of a fault', () => {
  it('is a sentence, and never where in the program it was', async () => {
    const asked = [
      county.ask('/api/nowhere', { as: 'county' }),
      county.ask('/api/duties/nowhere', { as: 'county' }),
      county.ask('/nowhere', { as: 'county' }),
      county.ask('/townships/77', { as: 'county' }),
      county.ask('/incidents?as_of=x', { as: 'county' }),
      county.ask('/login?/nowhere', { method: 'POST', headers: FORM_TYPE, body: 'a=1' }),
      county.ask('/account?/nowhere', { as: 'county', method: 'POST', headers: FORM_TYPE, body: 'a=1' }),
      county.ask('/login', {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x',
      }),
      county.ask('/login', { method: 'POST', headers: JSON_TYPE, body: '{' }),
      county.ask('/api/pulls', { as: 'county', method: 'POST', headers: JSON_TYPE, body: '{' }),
    ]
    for (const { status, body } of await Promise.all(asked)) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(body).not.toMatch(/\n? {2,}at |node_modules|file:\/\/|\.[tj]s:\d+|node:internal|SyntaxError|TypeError/)
    }
  })
})

describe('the log', () => {
  it('holds no name, number, question, password or token of anybody', async () => {
    const cookie = await county.cookieOf('township01')
    const id = '990001201606170239'
    await county.ask(`/api/subjects?duty=talk&unit=01&cursor=${id}`, { as: 'county' })
    await county.ask(`/api/duties/${id}`, { as: 'county' })
    await county.ask(`/townships/${encodeURIComponent('蒋洋红')}?teacher=${encodeURIComponent('蒋洋红')}`, {
      as: 'county',
    })
    await county.ask('/login', {
      method: 'POST',
      headers: FORM_TYPE,
      body: new URLSearchParams({ username: PASSWORD, password: `${PASSWORD}x` }).toString(),
    })
    await county.ask('/api/pulls', {
      as: 'county',
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ township: id }),
    })
    await county.ask('/api/pulls', {
      as: 'county',
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ township: '01' }),
    })
    await county.ask('/api/intake/incidents', {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: 'Bearer secret-of-01' },
      body: JSON.stringify({ child_id: id }),
    })
    const said = county.log.join('')
    expect(said).toContain('"route":"/api/subjects"')
    expect(said).toContain('"route":"/login"')
    for (const secret of [
      id,
      '蒋洋红',
      encodeURIComponent('蒋洋红'),
      PASSWORD,
      cookie.split('=')[1] ?? '',
      'secret-of-01',
      'duty=talk',
      'cursor=',
      'unit=',
    ])
      expect([secret, said.includes(secret)]).toEqual([secret, false])
    expect(said).not.toMatch(/99\d{15}[\dX]|1[3-9]\d{9}/)
  })
})
