import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, serveSample, type ServedCounty } from '../support/served-county.ts'
import { signIn } from '../support/sign-in.ts'

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
})
afterAll(() => county.close())

const MINUTE = 60_000
const later = (minutes: number): void =>
  void (county.clock.now = new Date(county.clock.now.getTime() + minutes * MINUTE))
const FIGURES = '/api/summary?level=county'
const statusWith = async (cookie: string, path = FIGURES): Promise<number> =>
  (await county.ask(path, { headers: { cookie } })).status

const form = (fields: Record<string, string>, cookie = '') => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
  body: new URLSearchParams(fields).toString(),
})
const cookieIn = (answer: { headers: { 'set-cookie'?: string[] } }): string =>
  /shouwang_session=[^;]*/.exec(answer.headers['set-cookie']?.join('\n') ?? '')?.[0] ?? ''

describe('a session that is none', () => {
  it('opens neither the API nor a page: forged, cut, lengthened, doubled, or in another place', async () => {
    const cookie = await signIn(county.address, 'county', PASSWORD)
    const token = cookie.split('=')[1] ?? ''
    expect(await statusWith(cookie)).toBe(200)
    const forged = [
      'shouwang_session=',
      'shouwang_session=undefined',
      'shouwang_session=county',
      `shouwang_session=${'A'.repeat(43)}`,
      `shouwang_session=${token.slice(0, -1)}`,
      `shouwang_session=${token}A`,
      `shouwang_session=${'x'.repeat(8000)}`,
      `Shouwang_Session=${token}`,
      `shouwang_session=' or 1=1 --`,
      `shouwang_session=__proto__`,
      `session=${token}`,
    ]
    for (const other of forged) {
      expect([other, await statusWith(other)]).toEqual([other, 401])
      const page = await county.ask('/incidents', { headers: { cookie: other } })
      expect([other, page.status, page.headers.location]).toEqual([other, 303, '/login?next=%2Fincidents'])
    }
    const elsewhere: Record<string, string>[] = [
      { authorization: `Bearer ${token}` },
      { 'x-session': token },
      { 'x-forwarded-user': 'county' },
    ]
    for (const headers of elsewhere) expect((await county.ask(FIGURES, { headers })).status).toBe(401)
    expect((await county.ask(`${FIGURES}&shouwang_session=${token}`)).status).toBe(401)
  })

  it('opens no page’s data, no action and no stream either', async () => {
    for (const path of ['/data/__data.json', '/__data.json', '/duties/talk/__data.json', '/townships/01/__data.json']) {
      const { body } = await county.ask(path)
      expect([path, JSON.parse(body)]).toEqual([path, expect.objectContaining({ type: 'redirect' })])
    }
    for (const path of ['/data?/pull', '/data?/decide', '/account?/password', '/account?/everywhere']) {
      const { status, headers } = await county.ask(path, form({ township: '01' }))
      expect([path, status, headers.location?.startsWith('/login')]).toEqual([path, 303, true])
    }
    expect((await county.ask('/api/events', { headers: { accept: 'text/event-stream' } })).status).toBe(401)
  })

  it('was one: signed out, it is worth nothing when replayed', async () => {
    const cookie = await signIn(county.address, 'county', PASSWORD)
    const other = await signIn(county.address, 'county', PASSWORD)
    await county.ask('/account?/signout', form({}, cookie))
    expect([await statusWith(cookie), await statusWith(other)]).toEqual([401, 200])
    await county.ask('/account?/everywhere', form({}, other))
    expect(await statusWith(other)).toBe(401)
  })

  it('was one: idle for too long, or too old however busy', async () => {
    const idle = await signIn(county.address, 'inspector', PASSWORD)
    later(119)
    expect(await statusWith(idle)).toBe(200)
    later(121)
    expect(await statusWith(idle)).toBe(401)
    const busy = await signIn(county.address, 'inspector', PASSWORD)
    for (let hours = 0; hours < 12; hours++) {
      later(59)
      expect(await statusWith(busy)).toBe(200)
    }
    later(30)
    expect(await statusWith(busy)).toBe(401)
  })

  it('is half: until the second factor is given it opens nothing, and after it is ended', async () => {
    const first = await county.ask('/login', form({ username: 'half', password: PASSWORD }))
    const half = cookieIn(first)
    expect(half).not.toBe('')
    expect(await statusWith(half)).toBe(401)
    for (const path of ['/', '/data', '/account', '/incidents'])
      expect((await county.ask(path, { headers: { cookie: half } })).headers.location).toMatch(/^\/login/)
    expect(
      (await county.ask('/account?/password', form({ present: PASSWORD, next: 'x', again: 'x' }, half))).status,
    ).toBe(303)
    expect((await county.ask('/login', form({ code: '000000' }, half))).status).toBe(401)
    const code = county.code()
    const whole = cookieIn(await county.ask('/login', form({ code }, half)))
    expect(whole).not.toBe(half)
    expect([await statusWith(whole), await statusWith(half)]).toEqual([200, 401])
    // The code was used: whoever saw it, and knows the password, is not let in with it.
    const again = cookieIn(await county.ask('/login', form({ username: 'half', password: PASSWORD })))
    expect((await county.ask('/login', form({ code }, again))).status).toBe(401)
    // A half session ends by itself soon.
    later(11)
    expect(cookieIn(await county.ask('/login', form({ code: county.code() }, again)))).toBe('')
  })

  it('was planted before the sign-in: another one is given, and the planted one stays what it was', async () => {
    const planted = 'shouwang_session=planted-by-somebody-else-before-the-sign-in'
    const given = cookieIn(await county.ask('/login', form({ username: 'county', password: PASSWORD }, planted)))
    expect(given).not.toBe('')
    expect(given).not.toBe(planted)
    expect([await statusWith(given), await statusWith(planted)]).toEqual([200, 401])
  })
})

describe('the cookie', () => {
  it('is read by no script and sent by no other site’s form', async () => {
    const { headers } = await county.ask('/login', form({ username: 'school', password: PASSWORD }))
    const cookie = headers['set-cookie']?.find((each) => each.startsWith('shouwang_session='))
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(cookie).toMatch(/; Path=\//)
    expect(cookie).not.toMatch(/Domain=|Expires=|Max-Age=/)
  })
})
