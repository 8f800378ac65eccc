import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { incidentsAnswer } from '../../web/api/schemas.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { validId } from '../support/ids.ts'

const CHILD = validId('990101', '20150304', 7)
const CENSUS = `身份证号,姓名,村,就读学校,留守类型,留守开始日期\n${CHILD},甲某,高桥东村,高桥中学,双方外出,2025-02-01\n`

/** An incident of a January evening, one of the day before yesterday that was closed, one whose times cannot be. */
const INCIDENTS = [
  '事件编号,身份证号,事件类型,发生时间,告知监护人时间,告知家长时间,报告教育部门时间,报告乡镇时间,办结时间',
  `A-1,${CHILD},意外伤害,2025-12-30 20:00,2025-12-30 20:10,2025-12-30 21:30,,,`,
  `A-2,${CHILD},失踪,2026-01-04 09:00,2026-01-04 09:30,2026-01-04 10:00,2026-01-04 10:30,2026-01-04 11:00,2026-01-05 18:00`,
  `A-3,${CHILD},其他,2026-01-06 08:00,2026-01-06 07:30,2026-01-06 08:20,2026-01-06 09:00,,2026-01-05 08:00`,
].join('\n')

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 0 })
  for (const township of ['01', '02', '03']) mkdirSync(join(county.exports, township), { recursive: true })
  writeFileSync(join(county.exports, '01', '摸底花名册.csv'), CENSUS)
  writeFileSync(join(county.exports, '01', '突发事件.csv'), `${INCIDENTS}\n`)
  county.clock.now = new Date('2026-01-06T08:30:00+08:00')
  await county.pull()
})
afterAll(() => county.close())

async function incidentsAt(query: string): Promise<z.infer<typeof incidentsAnswer>['rows']> {
  return incidentsAnswer.parse(await (await county.api.request(`/api/incidents${query}`)).json()).rows
}

const ids = async (query: string): Promise<string[]> => (await incidentsAt(query)).map(({ incident_id }) => incident_id)

describe('/api/incidents', () => {
  it('has every incident, also of the year before, with its unit, its child and its clocks', async () => {
    const rows = await incidentsAt('')
    expect(rows.map(({ incident_id }) => incident_id)).toEqual(['A-3', 'A-2', 'A-1'])
    expect(rows[2]).toEqual({
      incident_id: 'A-1',
      township_id: '01',
      township: '高桥镇',
      village: '高桥东村',
      school: '高桥中学',
      child_id: `…${CHILD.slice(-4)}`,
      child_key: expect.stringMatching(/^[a-z]{28}$/) as string,
      kind: 'injury',
      status: 'open',
      occurred_at: '2025-12-30T20:00:00+08:00',
      guardian_notified_at: '2025-12-30T20:10:00+08:00',
      parents_notified_at: '2025-12-30T21:30:00+08:00',
      education_reported_at: null,
      township_reported_at: null,
      police_reported_at: null,
      closed_at: null,
      notify_guardian_due_at: '2025-12-30T20:30:00+08:00',
      notify_guardian_status: 'met',
      notify_parents_due_at: '2025-12-30T21:00:00+08:00',
      notify_parents_status: 'late',
      report_authority_due_at: '2025-12-30T22:00:00+08:00',
      report_authority_status: 'missed',
      impossible_times: [],
      told: 'register',
      told_live_at: null,
      is_missing_in_register: false,
      live_occurred_at: null,
      live_guardian_notified_at: null,
      live_parents_notified_at: null,
      live_education_reported_at: null,
      live_township_reported_at: null,
      live_police_reported_at: null,
      live_closed_at: null,
      differing_times: [],
    })
  })

  it('stops a clock on its last moment, and judges the report by the later of the two', async () => {
    expect((await incidentsAt(''))[1]).toMatchObject({
      notify_guardian_status: 'met',
      notify_parents_status: 'met',
      report_authority_status: 'met',
    })
  })

  it('shows times that cannot be, names them, and counts them as not given', async () => {
    expect((await incidentsAt(''))[0]).toMatchObject({
      status: 'open',
      guardian_notified_at: '2026-01-06T07:30:00+08:00',
      closed_at: '2026-01-05T08:00:00+08:00',
      impossible_times: ['guardian_notified_at', 'closed_at'],
      notify_guardian_status: 'pending',
      notify_parents_status: 'ahead',
      report_authority_status: 'pending',
    })
  })

  it('is narrowed by status, period and unit', async () => {
    expect(await ids('?status=closed')).toEqual(['A-2'])
    expect(await ids('?status=open')).toEqual(['A-3', 'A-1'])
    const first = incidentsAnswer.parse(await (await county.api.request('/api/incidents?status=open&limit=1')).json())
    expect(first.rows.map(({ incident_id }) => incident_id)).toEqual(['A-3'])
    expect(first.open.incidents).toBe(2)
    expect(await ids(`?status=open&limit=1&cursor=${first.next_cursor ?? ''}`)).toEqual(['A-1'])
    expect(await ids('?period=2025')).toEqual(['A-1'])
    expect(await ids('?period=2026-Q1')).toEqual(['A-3', 'A-2'])
    expect(await ids('?period=2025-12')).toEqual(['A-1'])
    expect(await ids(`?unit=${encodeURIComponent('01/高桥中学')}`)).toEqual(['A-3', 'A-2', 'A-1'])
    expect(await ids(`?unit=${encodeURIComponent('01/高桥第二小学')}`)).toEqual([])
    expect(await ids('?unit=02')).toEqual([])
  })

  it('knows nothing before the batch that brought it, and runs its clocks on after it', async () => {
    expect(await ids('?as_of=2026-01-06T08:29:59')).toEqual([])
    const [latest] = await incidentsAt('?as_of=2026-01-06T08:30:01')
    expect(latest).toMatchObject({
      notify_guardian_status: 'missed',
      notify_parents_status: 'ahead',
      education_reported_at: null,
    })
    expect((await incidentsAt('?as_of=2026-01-06T10:00:01'))[0]).toMatchObject({
      notify_parents_status: 'met',
      education_reported_at: '2026-01-06T09:00:00+08:00',
      report_authority_status: 'missed',
    })
  })
})
