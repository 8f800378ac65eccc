import type * as Argon2 from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PASSWORD, serveSample, type ServedCounty } from '../support/served-county.ts'

const verified = vi.hoisted(() => [] as string[])
vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof Argon2>()
  return {
    ...argon2,
    verify: (hashed: string, password: string) => {
      verified.push(hashed)
      return argon2.verify(hashed, password)
    },
  }
})

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
})
afterAll(() => county.close())

const WRONG: [string, string, string][] = [
  ['a wrong password of an account', 'county', 'falsch falsch'],
  ['an account that is not there', 'nobody', PASSWORD],
  ['a disabled account with its right password', 'gone', PASSWORD],
  ['no name at all', '', ''],
  ['a password of a megabyte’s half', 'county', 'x'.repeat(400_000)],
  ['a name that is SQL', "county' --", PASSWORD],
  ['a name of another case', 'COUNTY', PASSWORD],
  ['a name with nothing to see in it', 'county\u200b', PASSWORD],
]

async function signIn(username: string, password: string): Promise<{ status: number; body: string; cookies: number }> {
  const { status, body, headers } = await county.ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ username, password }).toString(),
  })
  return { status, body, cookies: headers['set-cookie']?.length ?? 0 }
}

/** The page but for what differs from request to request: the nonce, and the name that was typed. */
const wordsOf = (body: string, username: string): string =>
  body
    .replace(/nonce[-=]"?[\w+/=-]+"?/g, '')
    .replaceAll(/value="[^"]*"|username:"(\\.|[^"\\])*"|__sveltekit_\w+/g, '')
    .replaceAll(username === '' ? '\u0000' : username, '')

describe('a sign-in that fails', () => {
  it('answers the same, whatever was wrong, and costs the same work: one hash each', async () => {
    const said = new Set<string>()
    for (const [what, username, password] of WRONG) {
      verified.length = 0
      const { status, body, cookies } = await signIn(username, password)
      expect([what, status, cookies]).toEqual([what, 401, 0])
      // As much memory and as many passes: what differs is whose hash it was.
      expect([what, verified.map((hash) => /^\$argon2id\$v=\d+\$[^$]+/.exec(hash)?.[0])]).toEqual([
        what,
        ['$argon2id$v=19$m=19456,t=2,p=1'],
      ])
      said.add(/<p class="problem[^>]*>([^<]*)/.exec(body)?.[1] ?? '')
      expect([what, wordsOf(body, username).includes('gone')]).toEqual([what, false])
    }
    expect([...said]).toEqual(['账号或密码不对，请核对后再试。'])
  })

  it('waits after some tries, for a known and an unknown name alike, and computes nothing then', async () => {
    for (const username of ['township02', 'nobody else']) {
      for (let i = 0; i < 5; i++) await signIn(username, 'falsch falsch')
      verified.length = 0
      expect([(await signIn(username, PASSWORD)).status, verified]).toEqual([429, []])
      county.clock.now = new Date(county.clock.now.getTime() + 61 * 60_000)
    }
  })

  it('is kept in the audit trail without what was typed where no account has the name', async () => {
    await signIn(PASSWORD, 'x')
    const rows = await county.application.warehouse.query('audit/chain', { after: 0, limit: 1000 })
    expect(rows.some(({ action }) => action === 'sign_in_failed')).toBe(true)
    expect(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(PASSWORD)
  })
})
