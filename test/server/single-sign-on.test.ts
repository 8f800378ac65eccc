import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policySchema } from '../../pipeline/policy.ts'
import { serveSample, SUBJECT, type ServedCounty } from '../support/served-county.ts'

const SECRET = 'a secret that both of them know'

let county: ServedCounty
let provider: Server
let answer: RequestListener = (_request, response) => response.writeHead(503).end()
beforeAll(async () => {
  // Each must know the other's address first.
  provider = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const oidc = { issuer, client_id: 'shouwang', client_secret_env: 'OIDC_SECRET', name: '县政务统一认证' }
  county = await serveSample({
    policy: { security: { second_factor: 'required', oidc } },
    env: { OIDC_SECRET: SECRET },
  })
})
afterAll(async () => {
  provider.closeAllConnections()
  await new Promise((resolve) => provider.close(resolve))
  await county.close()
})

function startProvider(): void {
  const { port } = provider.address() as AddressInfo
  const made = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: 'shouwang',
        client_secret: SECRET,
        redirect_uris: [`${county.address}login/oidc/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
    cookies: { keys: ['for this test alone'] },
  })
  const listen = made.callback()
  answer = (request, response) => void listen(request, response)
}

/** A browser that follows where it is led, with the cookies of each place. */
class Walker {
  readonly visited: string[] = []
  readonly #cookies = new Map<string, Map<string, string>>()

  cookies(url: string): string {
    return [...(this.#cookies.get(new URL(url).origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async step(url: string, form?: Record<string, string>): Promise<{ url: string; next: string | null; body: string }> {
    this.visited.push(url)
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: this.cookies(url), accept: 'text/html' },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    })
    const { origin } = new URL(url)
    const jar = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, jar)
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '' || /expires=Thu, 01 Jan 1970|max-age=0/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
    const location = response.headers.get('location')
    return { url, next: location === null ? null : new URL(location, url).href, body: await response.text() }
  }

  /** Goes on from an address until a page, or until `isEnd` says so of the next address. */
  async walk(
    url: string,
    as: string,
    isEnd: (next: string) => boolean = () => false,
  ): Promise<{ url: string; body: string }> {
    let form: Record<string, string> | undefined
    for (let next = url, steps = 0; steps < 20; steps++) {
      if (isEnd(next)) return { url: next, body: '' }
      const here = await this.step(next, form)
      form = undefined
      const prompt = /name="prompt" value="(\w+)"/.exec(here.body)?.[1]
      const action = /<form[^>]* action="([^"]+)"/.exec(here.body)?.[1]
      if (here.next !== null) next = here.next
      else if (prompt === undefined || action === undefined) return here
      else {
        next = new URL(action, here.url).href
        form = prompt === 'login' ? { prompt, login: as, password: 'any' } : { prompt }
      }
    }
    throw new Error(`goes round and round: ${this.visited.join('\n')}`)
  }
}

const at = (path: string): string => new URL(path, county.address).href
const isCallback = (url: string): boolean => new URL(url).pathname === '/login/oidc/callback'
const wordsOf = (body: string): string => /<p class="problem[^>]*>([^<]*)/.exec(body)?.[1] ?? ''
const mayRead = async (walker: Walker): Promise<number> =>
  (await county.ask('/api/summary?level=county', { headers: { cookie: walker.cookies(county.address) } })).status
const lastOfTrail = async () =>
  (await county.application.warehouse.query('audit/chain', { after: 0, limit: 1000 })).at(-1)

describe('its config', () => {
  const oidc = { issuer: 'https://sso.example/', client_id: 'shouwang', client_secret_env: 'OIDC_SECRET', name: 'x' }

  it.each([
    'http://sso.example/',
    'http://127.0.0.1.sso.example/',
    'http://localhost@sso.example/',
    'ftp://sso.example/',
    '',
  ])('does not take a provider in clear elsewhere: %s', (issuer) => {
    expect(policySchema.safeParse({ security: { oidc } }).success).toBe(true)
    expect(policySchema.safeParse({ security: { oidc: { ...oidc, issuer } } }).success).toBe(false)
  })

  it('stops the start where the secret that it names is not there', async () => {
    await expect(serveSample({ policy: { security: { oidc } } })).rejects.toMatchObject({
      code: 'config_invalid',
      data: { variable: 'OIDC_SECRET' },
    })
  })
})

describe('the county’s single sign-on', () => {
  it('that is down is said, and the password is still there; later it is asked for again', async () => {
    const walker = new Walker()
    const page = await walker.walk(at('/login/oidc'), 'inspector')
    expect(wordsOf(page.body)).toContain('单点登录暂时连不上')
    expect(page.body).toContain('name="password"')
    expect(county.log.join('')).toContain('page failed')
    startProvider()
    expect((await walker.step(at('/login/oidc'))).next).toContain('/auth?')
  })

  it('has a button on the sign-in page, and asks with PKCE, a state and a nonce', async () => {
    const walker = new Walker()
    const { body } = await walker.step(at('/login?next=/incidents'))
    const [, href = ''] = /href="(\/login\/oidc[^"]*)"[^>]*>用县政务统一认证登录/.exec(body) ?? []
    const { searchParams } = new URL((await walker.step(at(href.replaceAll('&amp;', '&')))).next ?? '')
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['code_challenge', 'state', 'nonce']) expect(searchParams.get(name)?.length).toBeGreaterThan(30)
  })

  it('signs in whom it vouches for, leads them on, asks for no second factor, and is in the audit trail', async () => {
    const walker = new Walker()
    const page = await walker.walk(at('/login/oidc?next=/account'), 'county')
    expect(page.url).toBe(at('/account'))
    expect(page.body).toContain('county')
    expect(await mayRead(walker)).toBe(200)
    expect(await lastOfTrail()).toMatchObject({ actor: 'county', action: 'sign_in', detail: 'oidc' })
  })

  it.each([
    ['who has no account here', 'nobody', ''],
    ['whose account is disabled', 'gone', 'gone'],
  ])('makes no session for somebody %s', async (_who, name, actor) => {
    const walker = new Walker()
    const page = await walker.walk(at('/login/oidc'), name)
    expect(wordsOf(page.body)).toContain('这里没有您的账号')
    expect(await mayRead(walker)).toBe(401)
    expect(await lastOfTrail()).toMatchObject({ actor, action: 'sign_in_failed', detail: 'oidc' })
  })

  it('signs in a bound account by its subject, and nobody who only has its name at the provider', async () => {
    const walker = new Walker()
    const page = await walker.walk(at('/login/oidc?next=/account'), SUBJECT)
    expect(page.url).toBe(at('/account'))
    expect(await lastOfTrail()).toMatchObject({ actor: 'bound', action: 'sign_in', detail: 'oidc' })
    const namesake = new Walker()
    expect(wordsOf((await namesake.walk(at('/login/oidc'), 'bound')).body)).toContain('这里没有您的账号')
    expect(await mayRead(namesake)).toBe(401)
  })

  it('is not taken back to another browser, with another state, a second time, or too late', async () => {
    const begun = async () => {
      const walker = new Walker()
      const { url } = await walker.walk(at('/login/oidc'), 'inspector', isCallback)
      return { walker, url }
    }
    const failed = async (walker: Walker, url: string) => {
      const { body } = await walker.walk(url, 'inspector')
      expect(wordsOf(body)).toContain('单点登录没有完成')
      expect(await mayRead(walker)).toBe(401)
    }
    // Somebody who is led to another's callback is not signed in as them.
    await failed(new Walker(), (await begun()).url)

    const changed = await begun()
    const wrong = new URL(changed.url)
    wrong.searchParams.set('state', 'x'.repeat(43))
    await failed(changed.walker, wrong.href)
    // That attempt is over with it.
    await failed(changed.walker, changed.url)

    const replayed = await begun()
    const other = await begun()
    await replayed.walker.walk(replayed.url, 'inspector')
    expect(await mayRead(replayed.walker)).toBe(200)
    // The code again, in an attempt that is still open and with its own state.
    const again = new URL(replayed.url)
    again.searchParams.set('state', new URL(other.url).searchParams.get('state') ?? '')
    await failed(other.walker, again.href)

    const late = await begun()
    county.clock.now = new Date(county.clock.now.getTime() + 11 * 60_000)
    await failed(late.walker, late.url)

    const refused = await begun()
    const said = new URL(refused.url)
    said.searchParams.delete('code')
    said.searchParams.set('error', 'access_denied')
    await failed(refused.walker, said.href)
  })

  it('leaves neither secret nor code in the log', () => {
    expect(county.log.join('')).not.toContain(SECRET)
    expect(county.log.join('')).not.toMatch(/code=|state=|"code":"[\w-]{30,}"/)
  })
})
