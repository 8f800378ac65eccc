import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { summary } from '../../queries/ledger.ts'
import { ACCESS } from '../../web/server/scope.ts'
import { validId } from '../support/ids.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { ACCOUNTS, PASSWORD, serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'
import { STRINGS } from './strings.ts'

let county: ServedCounty
let open: ApiCounty
let childKey: string
beforeAll(async () => {
  county = await serveSample()
  open = await openApiCounty({ pulls: 1 })
  const { body } = await county.ask('/api/subjects?duty=file&limit=1&unit=01', { as: 'county' })
  childKey = (JSON.parse(body) as { rows: { child_key: string }[] }).rows[0]?.child_key ?? ''
})
afterAll(async () => {
  await county.close()
  await open.close()
})
// Tries of a sign-in and of unmasking are limited by the minute; that is another test's.
beforeEach(() => void (county.clock.now = new Date(county.clock.now.getTime() + 61_000)))

/** What a field may hold that is no text. */
const OTHERS: unknown[] = [null, [], ['01'], {}, { $ne: null }, { township: '01' }, true, -1, 9e15]
const INSIDES = /argon2|password_hash|root:|Binder Error|Parser Error|Catalog Error|duckdb|node_modules|\n {4}at /i
const withoutEcho = (body: string, text: string): string => body.replaceAll(JSON.stringify(text).slice(1, -1), '')

interface Posted {
  path: string
  body: Record<string, unknown>
  as: AccountName
  /** The field that may hold any text but such, how long it may be, and what it answers with. */
  text?: { field: string; but: RegExp; most: number; status: number }
}
const FINDING = {
  finding_id: 'abcdefghjk',
  claim_id: 1,
  after: null,
  result: 'confirmed',
  found_at: '2026-10-31T12:00:00+08:00',
}
const HELD = {
  kind: 'unannounced',
  starts_on: '2026-11-02',
  ends_on: '2026-11-06',
  team: [{ account: 'nobody', ties: [] }],
}
const PLAN = {
  ...HELD,
  units: ['01'],
  random: { child: 1 },
  risk: {},
}
/** What each route that takes a body is tried with, as scope.ts names it. */
const JSON_BODIES = (): Record<string, Posted> => ({
  'POST /unmask': {
    path: '/api/unmask',
    body: { child_key: childKey, purpose: 'inspection', note: 'x' },
    as: 'county',
    text: { field: 'note', but: /$^/, most: 200, status: 200 },
  },
  'POST /pulls': { path: '/api/pulls', body: { township: '09' }, as: 'county' },
  'POST /holds/{township}/{register}': {
    path: '/api/holds/01/census',
    body: { decision: 'refuse', rows: 0 },
    as: 'county',
  },
  'POST /credibility/replies': {
    path: '/api/credibility/replies',
    body: { unit: '01', signal: 'rush', as_of: '2026-10-31T12:00:00+08:00', reply: 'x' },
    as: 'township01',
    // What could be the number of a child or a phone, or cannot be kept.
    text: { field: 'reply', but: /\d{11}|\0/, most: 500, status: 201 },
  },
  'POST /inspections': {
    path: '/api/inspections',
    // Nobody by that name can be sent: whatever else is in it, nothing is planned.
    body: { ...PLAN, title: 'x' },
    as: 'county',
  },
  'POST /inspections/{inspection}/step': {
    path: '/api/inspections/abcdefghjk/step',
    body: { step: 'draw' },
    as: 'county',
  },
  'POST /inspections/{inspection}/devices': {
    path: '/api/inspections/abcdefghjk/devices',
    body: { name: 'x', password: 'x' },
    as: 'inspector',
  },
  'POST /inspections/{inspection}/devices/{device}/revoke': {
    path: '/api/inspections/abcdefghjk/devices/abcdefghjk/revoke',
    body: { any: 'x' },
    as: 'inspector',
  },
  'POST /inspections/{inspection}/findings': {
    path: '/api/inspections/abcdefghjk/findings',
    body: { findings: [FINDING], device: { device_id: 'abcdefghjk', token: 'x'.repeat(40) } },
    as: 'inspector',
  },
  'POST /inspections/{inspection}/settle': {
    path: '/api/inspections/abcdefghjk/settle',
    body: { finding_id: 'abcdefghjk' },
    as: 'inspector',
  },
  'POST /inspections/{inspection}/photos': {
    path: '/api/inspections/abcdefghjk/photos',
    body: { photo_id: 'abcdefghjk', finding_id: 'abcdefghjk', taken_at: FINDING.found_at, jpeg: '/9j/' },
    as: 'inspector',
  },
  'POST /inspections/{inspection}/orders': {
    path: '/api/inspections/abcdefghjk/orders',
    body: { claim_id: 1, unit: '01', owner: 'x', due_on: '2026-11-30', to_mend: 'x', proof_wanted: 'x' },
    as: 'county',
  },
  'POST /inspections/{inspection}/replies': {
    path: '/api/inspections/abcdefghjk/replies',
    body: { unit: '01', reply: 'x' },
    as: 'township01',
  },
  'POST /orders/second-visit': {
    path: '/api/orders/second-visit',
    body: { ...HELD, title: 'x', orders: ['abcdefghjk'] },
    as: 'county',
  },
  'POST /orders/{order}/events': {
    path: '/api/orders/abcdefghjk/events',
    body: { event_id: 'abcdefghjk', kind: 'proof', words: 'x', files: ['/9j/'] },
    as: 'township01',
  },
  'POST /evaluation/{year}/scheme': {
    path: '/api/evaluation/2026/scheme',
    // No township is called so, and no reason is given: whatever else is in it, nothing is saved.
    body: { base_version: 0, reason: '', scheme: { vetoes: [{ township: 'x', reason: 'x', evidence: 'x' }] } },
    as: 'county',
  },
  // Nothing of that year can be frozen, whatever is in a body.
  'POST /evaluation/{year}/freeze': {
    path: '/api/evaluation/2031/freeze',
    body: { known_at: '2032-01-10T00:00:00+08:00' },
    as: 'county',
  },
  'POST /evaluation/{year}/freeze/confirm': {
    path: '/api/evaluation/2031/freeze/confirm',
    body: { digest: 'a'.repeat(64), password: 'x' },
    as: 'county',
  },
  'POST /evaluation/{year}/freeze/decline': {
    path: '/api/evaluation/2031/freeze/decline',
    body: { digest: 'a'.repeat(64), reason: 'x' },
    as: 'county',
  },
  'POST /evaluation/{year}/freeze/withdraw': {
    path: '/api/evaluation/2031/freeze/withdraw',
    body: { digest: 'a'.repeat(64) },
    as: 'county',
  },
  'POST /evaluation/{year}/scheme/trial': {
    // Nothing of that year is due: a scheme that is right is not tried either.
    path: '/api/evaluation/2031/scheme/trial',
    body: { scheme: { vetoes: [{ township: 'x', reason: 'x', evidence: 'x' }] } },
    as: 'county',
  },
  'POST /evaluation/{year}/objections': {
    path: '/api/evaluation/2031/objections',
    body: { objection_id: 'abcdefghjk', township: '01', kind: 'whole', item: 'x', words: 'x', files: ['/9j/'] },
    as: 'township01',
  },
  'POST /evaluation/{year}/objections/{objection}/withdraw': {
    path: '/api/evaluation/2026/objections/abcdefghjk/withdraw',
    body: { event_id: 'abcdefghjk', words: 'x' },
    as: 'township01',
  },
  'POST /evaluation/{year}/objections/{objection}/decide': {
    path: '/api/evaluation/2026/objections/abcdefghjk/decide',
    body: { event_id: 'abcdefghjk', decision: 'upheld', words: 'x', scheme_version: 1 },
    as: 'county',
  },
})
/** Tried below by itself: it asks for a token and not for a session. */
const TRIED_ALONE = ['POST /intake/incidents']

const FORMS: { path: string; fields: Record<string, string>; as?: AccountName }[] = [
  { path: '/login', fields: { username: 'nobody', password: 'x', next: '/' } },
  { path: '/login', fields: { code: '000000', next: '/' } },
  { path: '/account?/password', fields: { present: 'x', next: 'y', again: 'y' }, as: 'inspector' },
  { path: '/account?/factor', fields: { code: '000000' }, as: 'inspector' },
  { path: '/data?/pull', fields: { township: '09' }, as: 'county' },
  {
    path: '/data?/decide',
    fields: { township: '01', register: 'census', decision: 'refuse', before: '1', after: '0' },
    as: 'county',
  },
  { path: '/evaluation/2026/scheme?/save', fields: { scheme: '[]', reason: 'x', base_version: '0' }, as: 'county' },
  {
    path: '/evaluation/2026/objections?/object',
    fields: { objection_id: 'abcdefghjk', item: '02 talk', words: 'x' },
    as: 'township01',
  },
]

/** Nothing of it was run: accounts, their hashes, the figures and the trail stand. */
async function standing(): Promise<unknown> {
  const { warehouse } = county.application
  const accounts = await warehouse.query('accounts/all')
  return [accounts, await summary(warehouse, { as_of: '2026-10-31T12:00:00', levels: ['county'] })]
}

describe('what is typed into a body', () => {
  it('is tried at every route that takes one', () => {
    const taking = Object.keys(ACCESS).filter((route) => !route.startsWith('GET '))
    expect([...Object.keys(JSON_BODIES()), ...TRIED_ALONE].sort()).toEqual(taking.sort())
  })

  it('of JSON is refused or taken as a text, field by field, and is never run', async () => {
    const before = await standing()
    expect((before as unknown[][])[0]).toHaveLength(Object.keys(ACCOUNTS).length)
    let sent = 0
    for (const { path, body, as, text } of Object.values(JSON_BODIES())) {
      for (const field of Object.keys(body)) {
        for (const value of [...STRINGS, ...OTHERS]) {
          if (sent++ % 20 === 0) county.clock.now = new Date(county.clock.now.getTime() + 61_000)
          const headers = { 'content-type': 'application/json' }
          const answer = await county.ask(path, {
            method: 'POST',
            headers,
            as,
            body: JSON.stringify({ ...body, [field]: value }),
          })
          const about = [path, field, value]
          // Everything else is a key, a code, a unit, an instant or a number.
          const isText =
            field === text?.field && typeof value === 'string' && value.length <= text.most && !text.but.test(value)
          const taken = isText ? [text.status] : [400, 403, 404]
          expect([about, answer.status, taken.includes(answer.status)]).toEqual([about, answer.status, true])
          expect([about, INSIDES.test(withoutEcho(answer.body, String(value)))]).toEqual([about, false])
        }
      }
    }
    expect(await standing()).toEqual(before)
    // What was replied is a text like any other, and comes back as the text that it was.
    const replies = await county.application.warehouse.queryText('select reply from credibility_replies')
    expect(replies.length).toBeGreaterThan(0)
    for (const { reply } of replies) expect(STRINGS).toContain(reply)
  })

  it('of a form is refused, field by field, and is never run', async () => {
    const before = await standing()
    for (const { path, fields, as } of FORMS) {
      const cookie: Record<string, string> = as === undefined ? {} : { cookie: await freshCookie(as) }
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...cookie }
      for (const field of Object.keys(fields)) {
        for (const text of STRINGS) {
          // Nobody waits for the tries before; a session lasts longer than one form's.
          if (as === undefined) county.clock.now = new Date(county.clock.now.getTime() + 20 * 60_000)
          const body = new URLSearchParams({ ...fields, [field]: text }).toString()
          const { status, body: page, headers: said } = await county.ask(path, { method: 'POST', headers, body })
          const about = [path, field, text]
          expect([about, status < 500]).toEqual([about, true])
          expect([
            about,
            /county_session|session=[\w-]{20}/.test(String(said['set-cookie'] ?? '')) && path === '/login',
          ]).toEqual([about, false])
          expect([about, INSIDES.test(withoutEcho(page, text).replaceAll(/argon2id[^"]{0,10}/g, ''))]).toEqual([
            about,
            false,
          ])
        }
      }
    }
    expect(await standing()).toEqual(before)
  })

  it('of a told incident is a text or refused, field by field, and is never run', async () => {
    const told = {
      incident_id: 'X-1',
      child_id: validId('990101', '20150304', 7),
      kind: 'injury',
      occurred_at: '2026-09-01T08:20:00+08:00',
      guardian_notified_at: '2026-09-01T08:30:00+08:00',
    }
    const children = () => open.application.warehouse.queryText('select count(*) as n from census_rows')
    const before = await children()
    const headers = { 'content-type': 'application/json', authorization: 'Bearer intake-token-of-01' }
    for (const field of Object.keys(told)) {
      for (const value of [...STRINGS, ...OTHERS]) {
        const answer = await open.api.request('/api/intake/incidents', {
          method: 'POST',
          headers,
          body: JSON.stringify({ ...told, [field]: value }),
        })
        const about = [field, value]
        const isOwnName = field === 'incident_id' && typeof value === 'string'
        const isTakenBack = field === 'guardian_notified_at' && value === null
        expect([about, answer.status, isOwnName || isTakenBack ? answer.status < 500 : answer.status === 400]).toEqual([
          about,
          answer.status,
          true,
        ])
        expect([about, INSIDES.test(withoutEcho(await answer.text(), String(value)))]).toEqual([about, false])
      }
    }
    expect(await children()).toEqual(before)
    // What was taken is a text like any other, and comes back as the text that it was.
    const { rows } = (await (await open.api.request('/api/incidents?limit=1000')).json()) as {
      rows: { incident_id: string }[]
    }
    const names = rows.map(({ incident_id }) => incident_id)
    expect(names.filter((name) => STRINGS.includes(name)).length).toBeGreaterThan(0)
  })
})

/** A session that has not ended, whatever the clock was set to meanwhile. */
async function freshCookie(as: AccountName): Promise<string> {
  const body = new URLSearchParams({ username: as, password: PASSWORD }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { headers: said } = await county.ask('/login', { method: 'POST', headers, body })
  return (said['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ')
}
