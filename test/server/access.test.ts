import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { Access, type SecurityPolicy } from '../../web/server/access.ts'
import type { Actor } from '../../web/server/audit.ts'
import { placeSample } from '../cli/sample-county.ts'
import { tempFolder } from '../support/temp-folder.ts'

const PASSWORD = '三月的雨落在青石镇'
const ADDRESS = '10.0.0.8'
const BY: Actor = { name: 'test', role: 'operator' }
const MINUTE = 60_000

let application: Application
let access: Access
let now: Date
const later = (ms: number): void => void (now = new Date(now.getTime() + ms))

async function openAccess(security: Partial<SecurityPolicy> = {}): Promise<Access> {
  return Access.open({
    warehouse: application.warehouse,
    vault: application.vault,
    now: () => now,
    county: { name: '示范县', timezone: 'Asia/Shanghai' },
    security: { second_factor: 'optional', idle_minutes: 120, session_hours: 12, ...security },
  })
}

beforeEach(async () => {
  const folder = await tempFolder()
  const [, config = '', , data = ''] = await placeSample(folder, 'pull-1')
  now = new Date('2026-09-10T08:00:00+08:00')
  application = await openApplication({ config: readConfig(config), data, now: () => now, env: {} })
  access = await openAccess()
  await access.accounts.add({ name: 'lijuan', role: 'township', units: ['01'], password: PASSWORD }, BY)
  await access.accounts.add({ name: 'chen', role: 'county', units: [], password: PASSWORD }, BY)
})
afterEach(() => application.close())

async function tokenOf(name: string, password = PASSWORD): Promise<string> {
  const outcome = await access.signIn(name, password, ADDRESS)
  if (!('token' in outcome)) throw new Error(`not signed in: ${JSON.stringify(outcome)}`)
  return outcome.token
}

describe('a sign-in', () => {
  it('with the right password gives a session of the account', async () => {
    expect(access.viewer(await tokenOf('lijuan'))).toEqual({ name: 'lijuan', role: 'township', units: ['01'] })
  })

  it.each([
    ['lijuan', 'falsch falsch'],
    ['lijuan', ''],
    ['lijuan', 'x'.repeat(100_000)],
    ['nobody', PASSWORD],
    ['', ''],
    ["' or 1=1 --", PASSWORD],
  ])('as “%s” with what is wrong is refused, in the same words', async (name, password) => {
    expect(await access.signIn(name, password, ADDRESS)).toEqual({ state: 'refused' })
  })

  it('waits longer after each wrong password, for a known and an unknown account alike', async () => {
    for (const name of ['lijuan', 'nobody']) {
      for (let i = 0; i < 5; i++) await access.signIn(name, 'falsch falsch', `10.0.0.${i}`)
      expect(await access.signIn(name, PASSWORD, '10.9.9.9')).toEqual({ state: 'wait', seconds: 30 })
      later(31_000)
      expect(await access.signIn(name, 'falsch falsch', '10.9.9.9')).toEqual({ state: 'refused' })
      expect(await access.signIn(name, PASSWORD, '10.9.9.9')).toEqual({ state: 'wait', seconds: 60 })
    }
  })

  it('from an address that guesses many accounts waits too', async () => {
    for (let i = 0; i < 20; i++) await access.signIn(`name${i}`, 'falsch falsch', ADDRESS)
    expect(await access.signIn('lijuan', PASSWORD, ADDRESS)).toMatchObject({ state: 'wait' })
    expect(await access.signIn('lijuan', PASSWORD, '10.0.0.9')).toMatchObject({ state: 'signed_in' })
  })

  it('keeps in the warehouse neither the password nor the token', async () => {
    const token = await tokenOf('lijuan')
    const kept = JSON.stringify([
      await application.warehouse.query('accounts/all'),
      await application.warehouse.query('accounts/sessions'),
    ])
    expect(kept).toContain('$argon2id$')
    expect(kept).not.toContain(PASSWORD)
    expect(kept).not.toContain(token)
  })
})

describe('a session', () => {
  it('is nobody’s with a token that was made up or changed', async () => {
    const token = await tokenOf('lijuan')
    for (const other of [undefined, '', 'x', token.slice(1), `${token}A`, token.toLowerCase(), 'A'.repeat(43)])
      expect(access.viewer(other)).toBeNull()
  })

  it('lives through a restart, and ends when it is idle or old', async () => {
    const token = await tokenOf('lijuan')
    later(119 * MINUTE)
    access = await openAccess()
    expect(access.viewer(token)).not.toBeNull()
    for (let i = 0; i < 5; i++) {
      later(100 * MINUTE)
      expect(access.viewer(token)).not.toBeNull()
    }
    later(105 * MINUTE)
    expect(access.viewer(token)).toBeNull()
    const second = await tokenOf('lijuan')
    later(121 * MINUTE)
    expect(access.viewer(second)).toBeNull()
  })

  it('ends at sign-out, everywhere, when the password changes and when the account is disabled', async () => {
    const [first, second] = [await tokenOf('lijuan'), await tokenOf('lijuan')]
    await access.signOut(first)
    expect([access.viewer(first), access.viewer(second)?.name]).toEqual([null, 'lijuan'])
    const viewer = access.viewer(second)
    if (viewer) await access.signOutEverywhere(viewer)
    expect(access.viewer(second)).toBeNull()

    const third = await tokenOf('lijuan')
    const changer = access.viewer(await tokenOf('lijuan'))
    if (!changer) throw new Error('no session')
    expect(await access.changePassword(changer, 'falsch falsch', '另一句好记的长话', ADDRESS)).toEqual({
      state: 'refused',
    })
    const changed = await access.changePassword(changer, PASSWORD, '另一句好记的长话', ADDRESS)
    expect(access.viewer(third)).toBeNull()
    expect('token' in changed && access.viewer(changed.token)?.name).toBe('lijuan')

    await access.accounts.setDisabled('lijuan', true, BY)
    expect('token' in changed && access.viewer(changed.token)).toBeNull()
    expect(await access.signIn('lijuan', '另一句好记的长话', ADDRESS)).toEqual({ state: 'refused' })
  })
})

describe('a second factor', () => {
  const codeOf = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() })

  it('is set up at the first sign-in of a county account where the policy requires it, and asked for after', async () => {
    access = await openAccess({ second_factor: 'required' })
    expect(await access.signIn('lijuan', PASSWORD, ADDRESS)).toMatchObject({ state: 'signed_in' })
    const first = await access.signIn('chen', PASSWORD, ADDRESS)
    if (!('token' in first)) throw new Error('refused')
    expect([first.state, access.viewer(first.token)]).toEqual(['enrol', null])
    const step = access.secondStep(first.token)
    if (step?.kind !== 'enrol') throw new Error('no secret was offered')
    expect(await access.confirm(first.token, '000000', ADDRESS)).toEqual({ state: 'refused' })
    const done = await access.confirm(first.token, codeOf(step.secret), ADDRESS)
    expect('token' in done && access.viewer(done.token)?.role).toBe('county')
    // The half session's token is worth nothing any more.
    expect(access.secondStep(first.token)).toBeNull()

    const again = await access.signIn('chen', PASSWORD, ADDRESS)
    if (!('token' in again)) throw new Error('refused')
    expect([again.state, access.viewer(again.token)]).toEqual(['second_factor', null])
    // A code is good once, also for whoever looked over a shoulder.
    expect(await access.confirm(again.token, codeOf(step.secret), ADDRESS)).toEqual({ state: 'refused' })
    later(60_000)
    const whole = await access.confirm(again.token, codeOf(step.secret), ADDRESS)
    expect('token' in whole && access.viewer(whole.token)?.name).toBe('chen')
  })

  it('cannot be guessed: wrong codes are slowed down like wrong passwords', async () => {
    access = await openAccess({ second_factor: 'required' })
    const half = await access.signIn('chen', PASSWORD, ADDRESS)
    if (!('token' in half)) throw new Error('refused')
    for (let i = 0; i < 5; i++) await access.confirm(half.token, '123456', ADDRESS)
    expect(await access.confirm(half.token, '123456', ADDRESS)).toMatchObject({ state: 'wait' })
  })

  it('is sealed in the warehouse', async () => {
    const viewer = access.viewer(await tokenOf('lijuan'))
    if (!viewer) throw new Error('no session')
    const { secret } = access.offerSecret('lijuan')
    expect(await access.setSecondFactor(viewer, codeOf(secret))).toBe(true)
    const [row] = (await application.warehouse.query('accounts/all')).filter(({ name }) => name === 'lijuan')
    expect(row?.totp_sealed).toBeInstanceOf(Uint8Array)
    expect(Buffer.from(row?.totp_sealed as Uint8Array).includes(secret)).toBe(false)
  })
})

describe('an account', () => {
  it.each([
    [{ name: 'a b', role: 'county' as const, units: [] }, /账号/],
    [{ name: 'w', role: 'township' as const, units: [] }, /--scope/],
    [{ name: 'w', role: 'township' as const, units: ['09'] }, /09.*01、02、03/],
    [{ name: 'w', role: 'school' as const, units: ['01'] }, /学校/],
    [{ name: 'lijuan', role: 'county' as const, units: [] }, /已有账号/],
  ])('that is wrong is refused, with the way out', async (account, said) => {
    await expect(access.accounts.add({ ...account, password: PASSWORD }, BY)).rejects.toThrow(said)
  })

  it.each(['short', 'aaaaaaaaaaaa', 'Wang'])('does not take “%s” for a password', async (password) => {
    await expect(access.accounts.add({ name: 'wang', role: 'county', units: [], password }, BY)).rejects.toMatchObject({
      code: 'bad_parameter',
    })
  })
})

describe('the audit trail', () => {
  it('is whole after sign-ins, right and wrong, and after a restart', async () => {
    await tokenOf('lijuan')
    await access.signIn('nobody', PASSWORD, ADDRESS)
    access = await openAccess()
    await tokenOf('chen')
    const entries = await access.audit.entries({ limit: 10 })
    expect(entries.map(({ actor, action }) => [actor, action])).toEqual([
      ['chen', 'sign_in'],
      // What was typed as a name may be a password in the wrong field.
      ['', 'sign_in_failed'],
      ['lijuan', 'sign_in'],
      ['test', 'user_added'],
      ['test', 'user_added'],
    ])
    expect(await access.audit.verify()).toMatchObject({ is_whole: true, entries: 5 })
  })

  it.each([
    ["update audit_entries set actor = 'other' where entry_id = 2", 2],
    ['update audit_entries set happened_at = happened_at + interval 1 second where entry_id = 3', 3],
    ['delete from audit_entries where entry_id = 1', 1],
    ['delete from audit_entries where entry_id = 2', 2],
    ['insert into audit_entries select * replace (6 as entry_id) from audit_entries where entry_id = 5', 6],
    ['update audit_entries set entry_id = 7 - entry_id where entry_id in (3, 4)', 3],
  ])('shows where it was changed by: %s', async (tampering, at) => {
    for (let i = 0; i < 3; i++) await tokenOf('lijuan')
    await application.warehouse.queryText(tampering)
    expect(await access.audit.verify()).toMatchObject({ is_whole: false, entry_id: at })
  })
})
