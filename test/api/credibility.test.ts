import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import { credibilityAnswer, leadRowsAnswer } from '../../web/api/credibility-schema.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const TOWNSHIP: Viewer = { name: 'gaoqiao', role: 'township', units: ['01'] }
const kept: AuditEvent[] = []
const apiOf = (viewer: Viewer) => createApi({ ...county.services, gate: gateFor(viewer, kept) })
const leadsOf = async (api: ReturnType<typeof createApi>, query = '') =>
  credibilityAnswer.parse(await (await api.request(`/api/credibility${query}`)).json())
const leads = (viewer: Viewer, query = '') => leadsOf(apiOf(viewer), query)
const reply = (viewer: Viewer, body: object): Response | Promise<Response> =>
  apiOf(viewer).request('/api/credibility/replies', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** A method as it is called on what it belongs to. */
const bound = (target: object, name: string | symbol): unknown => {
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function' ? (value.bind(target) as unknown) : value
}

describe('/api/credibility', () => {
  it('has a row a unit and signal with what is expected, and the catalogue beside it', async () => {
    const { rows, signals } = await leads(COUNTY_VIEWER)
    expect(signals).toHaveLength(8)
    expect(rows.length).toBeGreaterThan(5)
    for (const { observed, n, chance, signal } of rows) {
      expect(observed).toBeLessThanOrEqual(n)
      expect(chance === null || (chance > 0 && chance <= 1)).toBe(true)
      expect(signals.map(({ code }) => code)).toContain(signal)
    }
  })

  it('gives a township its own units, with the figures that the county sees', async () => {
    const { rows } = await leads(TOWNSHIP)
    const { rows: all } = await leads(COUNTY_VIEWER)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows).toEqual(all.filter(({ unit_id }) => unit_id.startsWith('01')))
  })

  it('is had as CSV with the signal’s name', async () => {
    const answer = await apiOf(COUNTY_VIEWER).request('/api/credibility?format=csv')
    expect((await answer.text()).split('\r\n')[0]).toContain('unit_name,township,signal,signal_name,n,observed')
  })
})

describe('the pages of /api/credibility', () => {
  let api: ReturnType<typeof createApi>
  beforeAll(() => {
    api = apiOf(COUNTY_VIEWER)
  })

  it('are read one after the other, each with how many rows there are in all', async () => {
    const { rows: all, total } = await leadsOf(api)
    expect(total).toBe(all.length)
    const read: typeof all = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await leadsOf(api, `?limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      expect(page.total).toBe(total)
      expect(page.rows.length).toBeLessThanOrEqual(7)
      read.push(...page.rows)
      cursor = page.next_cursor
    }
    expect(read).toEqual(all)
  })

  it('are of one level or of leads alone, where that is asked for', async () => {
    const { rows: all } = await leadsOf(api)
    for (const level of ['township', 'school']) {
      const { rows, total } = await leadsOf(api, `?level=${level}`)
      expect(rows).toEqual(all.filter((row) => row.level === level))
      expect(total).toBe(rows.length)
    }
    // An honest county.
    expect(await leadsOf(api, '?flagged=true')).toMatchObject({ total: 0, rows: [], replies: [] })
    for (const wrong of ['flagged=false', 'level=village', 'cursor=x']) {
      expect((await api.request(`/api/credibility?${wrong}`)).status).toBe(400)
    }
  })

  it('have at most 100 rows, whatever is asked for', async () => {
    const rows = Array.from({ length: 130 }, (_, place) => ({
      signal: 'perfect',
      level: 'school' as const,
      unit_id: `01/学校${place}`,
      unit_name: `学校${place}`,
      township: '高桥镇',
      n: 10,
      observed: 1,
    }))
    const { warehouse } = county.services
    const many = createApi({
      ...county.services,
      warehouse: new Proxy(warehouse, {
        get: (target, name) => (name === 'queryText' ? () => Promise.resolve(rows) : bound(target, name)),
      }),
      gate: gateFor(COUNTY_VIEWER),
    })
    const first = await leadsOf(many, '?limit=1000')
    expect([first.rows.length, first.total]).toEqual([100, 130])
    expect((await leadsOf(many)).rows).toHaveLength(100)
    const rest = await leadsOf(many, `?limit=1000&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)
    expect([rest.rows.length, rest.next_cursor]).toEqual([30, null])
    // A file is whole.
    const file = await many.request('/api/credibility?format=csv')
    expect((await file.text()).trim().split('\r\n')).toHaveLength(131)
  })
})

describe('/api/credibility/rows', () => {
  it('shows as many rows as were counted, with masked names', async () => {
    const { rows: all } = await leads(COUNTY_VIEWER)
    const lead = all.find(({ signal, observed, level }) => level === 'township' && signal === 'perfect' && observed > 0)
    const query = `signal=perfect&unit=${lead?.unit_id ?? ''}`
    const page = async (rest: string) => {
      const answer = await apiOf(COUNTY_VIEWER).request(`/api/credibility/rows?${query}${rest}`)
      return leadRowsAnswer.parse(await answer.json())
    }
    const first = await page('')
    const second = first.next_cursor === null ? null : await page(`&cursor=${encodeURIComponent(first.next_cursor)}`)
    const rows = [...first.rows, ...(second?.rows ?? [])]
    expect(rows).toHaveLength(lead?.observed ?? -1)
    for (const { child, child_digits } of rows) {
      expect(child).toMatch(/^.\*$/u)
      expect(child_digits).toMatch(/^\d{3}[\dX]$/)
    }
  })

  it('gives no more than 100 at a time, whatever is asked for', async () => {
    const answer = await apiOf(COUNTY_VIEWER).request('/api/credibility/rows?signal=perfect&limit=1000')
    expect(leadRowsAnswer.parse(await answer.json()).rows.length).toBeLessThanOrEqual(100)
  })

  it.each(["days_off' or 1=1 --", 'x; drop table credibility_replies', ''])('refuses the signal %j', async (signal) => {
    const answer = await apiOf(COUNTY_VIEWER).request(`/api/credibility/rows?signal=${encodeURIComponent(signal)}`)
    expect(answer.status).toBe(400)
  })
})

describe('/api/credibility/replies', () => {
  it('keeps what a township replies beside its signal, in order and as it was written', async () => {
    const text = "学校停电两周，四月的谈心五月才录入。'); drop table credibility_replies; --"
    const first = await reply(TOWNSHIP, { unit: '01', signal: 'late_seen', reply: ` ${text} ` })
    expect(first.status).toBe(201)
    expect(await first.json()).toMatchObject({ unit_id: '01', signal: 'late_seen', written_by: 'gaoqiao', reply: text })
    expect((await reply(TOWNSHIP, { unit: '01', signal: 'late_seen', reply: '已核实。' })).status).toBe(201)
    const { replies } = await leads(COUNTY_VIEWER)
    expect(replies.map((each) => each.reply)).toEqual([text, '已核实。'])
    expect(kept.filter(({ action }) => action === 'lead_replied')).toEqual([
      { action: 'lead_replied', unit_id: '01', detail: 'late_seen' },
      { action: 'lead_replied', unit_id: '01', detail: 'late_seen' },
    ])
    // Neither another township nor an earlier instant has them.
    expect((await leads({ ...TOWNSHIP, units: ['02'] })).replies).toEqual([])
    expect((await leads(COUNTY_VIEWER, '?as_of=2026-10-01')).replies).toEqual([])
  })

  it('takes none for another’s unit, nor from anybody but a township', async () => {
    const body = { unit: '02', signal: 'late_seen', reply: '不是我们的。' }
    expect((await reply(TOWNSHIP, body)).status).toBe(403)
    for (const role of ['county', 'inspector', 'operator'] as const)
      expect((await reply({ name: role, role, units: [] }, body)).status).toBe(403)
    expect((await reply({ name: 'school', role: 'school', units: ['02/青石中心小学'] }, body)).status).toBe(403)
  })

  it.each([
    ['nothing', { reply: '  ' }],
    ['too much', { reply: '字'.repeat(501) }],
    ['what is no letter', { reply: '已核实\u0000' }],
    ['an id number', { reply: '990001 2016 0901 0010 已核实' }],
    ['a telephone number', { reply: '请打 138-0013-8000' }],
    ['an unknown signal', { signal: 'toString' }],
    ['an unknown field', { township: '01' }],
    ['an instant that is none', { as_of: 'yesterday' }],
    ['a village', { unit: '01/高桥东村' }],
  ])('refuses %s', async (_what, change) => {
    const answer = await reply(TOWNSHIP, { unit: '01', signal: 'late_seen', reply: '已核实。', ...change })
    expect(answer.status).toBe(400)
  })
})
