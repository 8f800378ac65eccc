import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { summary } from '../../queries/ledger.ts'
import { createApi } from '../../web/api/app.ts'
import { incidentsAnswer } from '../../web/api/schemas.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { validId } from '../support/ids.ts'

const CHILD = validId('990101', '20150304', 7)
const CENSUS = `身份证号,姓名,村,就读学校,留守类型,留守开始日期\n${CHILD},甲某,高桥东村,高桥中学,双方外出,2025-02-01\n`
const HEADER = '事件编号,身份证号,事件类型,发生时间,告知监护人时间,告知家长时间,报告教育部门时间,报告乡镇时间,办结时间'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 0 })
  for (const township of ['01', '02', '03']) mkdirSync(join(county.exports, township), { recursive: true })
  writeFileSync(join(county.exports, '01', '摸底花名册.csv'), CENSUS)
  writeFileSync(
    join(county.exports, '01', '突发事件.csv'),
    `${HEADER}\nA-0,${CHILD},其他,2026-01-02 08:00,2026-01-02 08:10,,,,\n`,
  )
  county.clock.now = new Date('2026-01-06T08:30:00+08:00')
  await county.pull()
})
afterAll(() => county.close())

const FIRST = {
  incident_id: 'L-1',
  child_id: CHILD,
  kind: 'injury',
  occurred_at: '2026-01-06T08:20:00+08:00',
  guardian_notified_at: '2026-01-06T00:25:30Z',
}

function tell(body: unknown, token: string | null = 'intake-token-of-01', api = county.api): Promise<Response> {
  return Promise.resolve(
    api.request('/api/intake/incidents', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

const told = async (response: Promise<Response>): Promise<Record<string, unknown>> => {
  const answer = await response
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
}

const incident = async (id: string) => {
  const response = await county.api.request('/api/incidents')
  return incidentsAnswer.parse(await response.json()).rows.find((row) => row.incident_id === id)
}

const guardianRow = async () => {
  const [row] = await summary(county.application.warehouse, {
    as_of: '2026-01-06T08:40:00',
    levels: ['township'],
    duties: ['notify_guardian'],
  })
  return row && { met: row.met, missed: row.missed, ahead: row.ahead, pending: row.pending }
}

describe('POST /api/intake/incidents', () => {
  it('wants a township’s token', async () => {
    for (const token of [null, 'wrong', 'intake-token-of-09']) {
      const response = await tell(FIRST, token)
      expect(response.status).toBe(401)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it.each([
    ['no JSON', '{', '', 'JSON'],
    ['a list', [], '', '对象'],
    ['no number', { ...FIRST, incident_id: undefined }, 'incident_id', '缺少'],
    ['a time without its zone', { ...FIRST, occurred_at: '2026-01-06T08:20:00' }, 'occurred_at', '带时区'],
    ['a kind that is none', { ...FIRST, kind: '意外' }, 'kind', 'injury'],
    ['a wrong id number', { ...FIRST, child_id: '990101201503040000' }, 'child_id', '身份证号'],
    [
      'a time to come',
      { ...FIRST, parents_notified_at: '2026-01-07T08:20:00+08:00' },
      'parents_notified_at',
      '晚于现在',
    ],
    ['an unknown field', { ...FIRST, name: '甲某' }, '', 'name'],
    ['a first telling without its child', { ...FIRST, child_id: undefined }, 'child_id', '第一次'],
  ])('refuses %s, and names the field', async (_, body, field, words) => {
    const answer = await told(tell(body))
    expect(answer).toMatchObject({ status: 400, code: 'bad_parameter', data: { field } })
    expect(answer.detail).toContain(words)
    expect(JSON.stringify(answer)).not.toContain('990101201503040000')
  })

  it('refuses what is too large, and another township’s', async () => {
    expect((await tell({ ...FIRST, incident_id: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await tell({ ...FIRST, township_id: '02' })).status).toBe(403)
    expect(await incident('L-1')).toBeUndefined()
  })

  it('takes an incident once, and what is new of it', async () => {
    const { version } = county.application.warehouse
    expect(await guardianRow()).toEqual({ met: 1, missed: 0, ahead: 0, pending: 0 })
    expect(await told(tell(FIRST))).toEqual({
      status: 201,
      state: 'created',
      township_id: '01',
      incident_id: 'L-1',
      received_at: '2026-01-06T08:30:00+08:00',
      warnings: [],
    })
    expect(await told(tell(FIRST))).toMatchObject({ status: 200, state: 'unchanged' })
    expect(county.application.warehouse.version).toBe(version + 1)
    const row = await incident('L-1')
    expect(row).toMatchObject({
      township: '高桥镇',
      village: '高桥东村',
      child_id: `…${CHILD.slice(-4)}`,
      told: 'live',
      told_live_at: '2026-01-06T08:30:00+08:00',
      is_missing_in_register: false,
      guardian_notified_at: '2026-01-06T08:25:30+08:00',
      notify_guardian_status: 'ahead',
      notify_parents_status: 'pending',
    })
    expect(await guardianRow()).toEqual({ met: 1, missed: 0, ahead: 1, pending: 0 })

    county.clock.now = new Date('2026-01-06T08:31:00+08:00')
    const update = { incident_id: 'L-1', guardian_notified_at: null, parents_notified_at: '2026-01-06T08:19:00+08:00' }
    expect(await told(tell(update))).toMatchObject({
      status: 200,
      state: 'updated',
      warnings: [{ code: 'time_order', field: 'parents_notified_at' }],
    })
    expect(await incident('L-1')).toMatchObject({
      occurred_at: '2026-01-06T08:20:00+08:00',
      guardian_notified_at: null,
      parents_notified_at: '2026-01-06T08:19:00+08:00',
      notify_parents_status: 'pending',
      impossible_times: ['parents_notified_at'],
    })
    const earlier = await county.api.request('/api/incidents?as_of=2026-01-06T08:30:30')
    const [first] = incidentsAnswer.parse(await earlier.json()).rows
    expect(first).toMatchObject({ incident_id: 'L-1', guardian_notified_at: '2026-01-06T08:25:30+08:00' })
  })

  it('warns of a child that no census holds, and keeps its number sealed', async () => {
    const stranger = validId('990101', '20160405', 3)
    expect(await told(tell({ ...FIRST, incident_id: 'L-2', child_id: stranger }, 'intake-token-of-02'))).toMatchObject({
      status: 201,
      township_id: '02',
      warnings: [{ code: 'unknown_child', field: 'child_id' }],
    })
    expect(await county.application.warehouse.query('checks/identities_are_known')).toEqual([])
    expect(await incident('L-2')).toMatchObject({ child_id: `…${stranger.slice(-4)}`, village: null })
  })

  it('is marked once a new export leaves it out, and gives way to the register once that has it', async () => {
    county.clock.now = new Date('2026-01-06T10:00:00+08:00')
    await county.pull()
    expect(await incident('L-1')).toMatchObject({ told: 'live', is_missing_in_register: false })
    const file = join(county.exports, '01', '突发事件.csv')
    writeFileSync(file, `${HEADER}\nA-0,${CHILD},其他,2026-01-02 08:00,2026-01-02 08:20,,,,\n`)
    county.clock.now = new Date('2026-01-06T11:00:00+08:00')
    await county.pull()
    expect(await incident('L-1')).toMatchObject({
      told: 'live',
      is_missing_in_register: true,
      notify_guardian_status: 'missed',
    })
    expect(await guardianRow()).toEqual({ met: 1, missed: 0, ahead: 0, pending: 1 })
    writeFileSync(file, `${HEADER}\nL-1,${CHILD},意外伤害,2026-01-06 08:20,2026-01-06 08:49,,,,\n`)
    county.clock.now = new Date('2026-01-06T12:00:00+08:00')
    await county.pull()
    expect(await incident('L-1')).toMatchObject({
      told: 'both',
      is_missing_in_register: false,
      guardian_notified_at: '2026-01-06T08:49:00+08:00',
      notify_guardian_status: 'met',
      live_guardian_notified_at: null,
      differing_times: ['guardian_notified_at', 'parents_notified_at'],
    })
  })

  it('takes at most 120 a minute of one township', async () => {
    let ticks = 0
    const api = createApi({ ...county.services, ticks: () => ticks })
    const ask = () => tell('{}', 'intake-token-of-03', api)
    for (let i = 0; i < 120; i++) expect((await ask()).status).toBe(400)
    const refused = await ask()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    // By the process's own clock, whatever the county's says.
    county.clock.now = new Date('2026-01-06T13:01:00+08:00')
    expect((await ask()).status).toBe(429)
    ticks = 60_001
    expect((await ask()).status).toBe(400)
  })
})
