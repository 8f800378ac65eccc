import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const TOWNSHIP: Viewer = { name: 'd', role: 'township', units: ['01'] }
const PARTLY: Viewer = { name: 'p', role: 'county', units: ['01'] }
const INSPECTOR: Viewer = { name: 'wang', role: 'inspector', units: [] }
const NOON = new Date('2026-10-31T12:00:00+08:00')

let county: ApiCounty
const kept: AuditEvent[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
  county.services.events.setMaxListeners(20)
})
afterAll(() => county.close())
beforeEach(() => void (county.clock.now = NOON))

const apis = new Map<string, ReturnType<typeof createApi>>()
function apiOf(viewer: Viewer): ReturnType<typeof createApi> {
  const api = apis.get(viewer.name) ?? createApi({ ...county.services, gate: gateFor(viewer, kept) })
  apis.set(viewer.name, api)
  return api
}

interface Scheme {
  least_checked: number
  items: { duty: string; weight: number }[]
  entries: { township: string; points: number; reason: string; evidence: string }[]
  vetoes: { township: string; reason: string; evidence: string }[]
  objections_until: string | null
}
interface Body {
  version: number
  newest_version: number
  saved_by: string | null
  scheme: Scheme
  may_save: boolean
  suggested_vetoes: { township: string; incident_id: string; evidence: string }[]
  against: number | null
  changes: { part: string; of: string; before: unknown; after: unknown }[]
  versions: { version: number; saved_by: string | null; reason: string | null; saved_at: string | null }[]
  detail: string
  data: Record<string, unknown>
}
async function ask(viewer: Viewer, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await apiOf(viewer).request(`/api/evaluation${path}`, body === undefined ? {} : sent)
  return { status: response.status, body: (await response.json()) as Body }
}
const schemeOf = async (year: string): Promise<Scheme> => (await ask(COUNTY_VIEWER, `/${year}/scheme`)).body.scheme
const save = (year: string, base_version: number, scheme: object, reason = '调整') =>
  ask(COUNTY_VIEWER, `/${year}/scheme`, { base_version, reason, scheme })
const VETO = { township: '02', reason: '瞒报突发事件', evidence: '检查报告第 3 页' }

describe('the scheme of a year', () => {
  it('is the config’s until one is saved, and then the newest of that year alone', async () => {
    const first = (await ask(COUNTY_VIEWER, '/2026/scheme')).body
    expect(first).toMatchObject({ version: 0, newest_version: 0, saved_by: null, may_save: true, against: null })
    expect(first.scheme.items.length).toBeGreaterThan(5)
    const items = first.scheme.items.map((item) => (item.duty === 'talk' ? { ...item, weight: 5 } : item))
    kept.length = 0
    expect(await save('2026', 0, { ...first.scheme, items }, '谈心更要紧')).toMatchObject({
      status: 201,
      body: { version: 1 },
    })
    expect(kept).toEqual([{ action: 'scheme_saved', subject: '2026', detail: 'version 1' }])
    const { body } = await ask(INSPECTOR, '/2026/scheme')
    expect(body).toMatchObject({ version: 1, saved_by: 'county', reason: '谈心更要紧', may_save: false, against: 0 })
    expect(body.changes).toMatchObject([{ part: 'item', of: 'talk', before: { weight: 1 }, after: { weight: 5 } }])
    expect(body.versions.map(({ version, saved_by }) => [version, saved_by])).toEqual([
      [1, 'county'],
      [0, null],
    ])
    expect((await ask(COUNTY_VIEWER, '/2026/scheme?version=0')).body.scheme).toEqual(first.scheme)
    expect((await ask(COUNTY_VIEWER, '/2026/scheme?version=0&against=1')).body.changes).toHaveLength(1)
    expect((await ask(COUNTY_VIEWER, '/2026/scheme?version=7')).status).toBe(404)
    expect((await ask(COUNTY_VIEWER, '/2027/scheme')).body.version).toBe(0)
  })

  it('of a draft is that of its instant, or the version that is asked for', async () => {
    const scheme = await schemeOf('2026')
    const from = (await ask(COUNTY_VIEWER, '/2026/scheme')).body.version
    county.clock.now = new Date('2026-11-05T09:00:00+08:00')
    expect((await save('2026', from, { ...scheme, vetoes: [VETO] })).status).toBe(201)
    county.clock.now = new Date('2026-11-10T09:00:00+08:00')
    const { draft } = county.services.evaluation
    const told = async (query: { asked?: string; version?: number }) => {
      const { scheme_version, standings } = await draft({ year: '2026', ...query })
      return [scheme_version, standings.find(({ township }) => township === '02')?.is_vetoed]
    }
    expect(await told({})).toEqual([from + 1, true])
    expect(await told({ asked: '2026-11-05T09:00:00' })).toEqual([from + 1, true])
    expect(await told({ asked: '2026-11-05T08:59:59' })).toEqual([from, false])
    expect(await told({ asked: '2026-11-05T08:59:59', version: from + 1 })).toEqual([from + 1, true])
    const vetoes = async (viewer: Viewer, path: string) =>
      ((await ask(viewer, path)).body as unknown as { standing: { vetoes: object[] } }).standing.vetoes
    expect(await vetoes(INSPECTOR, '/2026/townships/02')).toEqual([{ reason: VETO.reason, evidence: VETO.evidence }])
    // Of another township it is not even told that there is one.
    expect(await vetoes(TOWNSHIP, '/2026/townships/02')).toEqual([])
    await expect(draft({ year: '2026', version: 99 })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is saved over the newest alone; whoever was outrun sees both', async () => {
    const scheme = await schemeOf('2025')
    expect((await save('2025', 0, { ...scheme, least_checked: 20 }, '先存的')).status).toBe(201)
    const late = await save('2025', 0, { ...scheme, least_checked: 30 })
    expect(late.status).toBe(409)
    expect(late.body.detail).toContain('第 1 版')
    expect(late.body.data).toMatchObject({
      base_version: 0,
      base: { scheme: { least_checked: 10 } },
      newest: { version: 1, reason: '先存的', saved_by: 'county', saved_at: '2026-10-31T12:00:00+08:00' },
      changes: [{ part: 'least_checked', before: 10, after: 20 }],
    })
    const [one, other] = await Promise.all([
      save('2025', 1, { ...scheme, least_checked: 40 }),
      save('2025', 1, { ...scheme, least_checked: 50 }),
    ])
    expect([one.status, other.status].sort()).toEqual([201, 409])
    expect((await save('2025', 2, (await ask(COUNTY_VIEWER, '/2025/scheme')).body.scheme)).status).toBe(400)
    expect((await save('2025', 2, scheme, '回到第 0 版')).status).toBe(201)
    expect((await ask(COUNTY_VIEWER, '/2025/scheme?against=0')).body.changes).toEqual([])
  })

  it('names every field that is wrong, in words and by its path, and saves nothing', async () => {
    const scheme = await schemeOf('2024')
    const [item] = scheme.items
    const cases: [object, string, string][] = [
      [{ items: [{ ...item, weight: 0 }] }, 'items[0].weight', '计分项目第 1 项的权重：权重应大于 0'],
      [{ items: [{ ...item, duty: 'gone' }] }, 'items[0].duty', '计分项目第 1 项的职责：没有这项职责'],
      [{ items: [item, item] }, 'items[1].duty', '重复'],
      // At the duty's own target there would be nothing between no points and all of them.
      [{ items: [{ ...item, scoring: { kind: 'linear', from: 1 } }] }, 'items[0].scoring.from', '起点：应小于满分线'],
      [{ vetoes: [{ ...VETO, township: '09' }] }, 'vetoes[0].township', '一票否决第 1 项的乡镇：没有这个乡镇'],
      [{ vetoes: [{ ...VETO, evidence: ' ' }] }, 'vetoes[0].evidence', '一票否决第 1 项的依据：请写明依据'],
      [{ entries: [{ ...VETO, points: 1, reason: '990101 20150304 0011' }] }, 'entries[0].reason', '不要写身份证号'],
      [{ grades: [{ name: '好', from: 50 }] }, 'grades', '等次：至少两档'],
      [{ objections_until: '明天' }, 'objections_until', '异议截止日：应为日期'],
      [{ colour: 1 }, 'colour', '没有这个配置项'],
    ]
    for (const [change, path, words] of cases) {
      const { status, body } = await save('2024', 0, { ...scheme, ...change })
      expect([status, body.detail, body.data.faults]).toEqual([
        400,
        expect.stringContaining(words),
        expect.arrayContaining([expect.objectContaining({ path })]),
      ])
    }
    expect((await save('2024', 0, scheme, ' ')).status).toBe(400)
    expect((await ask(COUNTY_VIEWER, '/2024/scheme')).body.newest_version).toBe(0)
  })

  it('is changed by the whole county’s account; a township sees what is of single ones of its own alone', async () => {
    const scheme = await schemeOf('2023')
    const body = { base_version: 0, reason: 'x', scheme }
    for (const viewer of [TOWNSHIP, PARTLY, INSPECTOR]) {
      expect((await ask(viewer, '/2023/scheme', body)).status).toBe(403)
      expect((await ask(viewer, '/2023/scheme/trial', { scheme })).status).toBe(403)
    }
    const entries = ['01', '02'].map((township) => ({ township, points: 2, reason: '创新', evidence: '9 号文' }))
    await save('2023', 0, { ...scheme, entries, vetoes: [VETO] })
    const seen = (await ask(TOWNSHIP, '/2023/scheme')).body
    expect([seen.scheme.entries, seen.scheme.vetoes]).toEqual([[entries[0]], []])
    expect(seen.changes.map(({ part, of }) => [part, of])).toEqual([['entry', '01']])
    expect((await ask(INSPECTOR, '/2023/scheme')).body.scheme.vetoes).toEqual([VETO])
  })

  it('is tried without being kept: points and grades of each township before and after', async () => {
    const { version, scheme } = (await ask(COUNTY_VIEWER, '/2026/scheme')).body
    const entries = [{ township: '01', points: -3, reason: '迟报', evidence: '通报 4 号' }]
    const tried = await ask(COUNTY_VIEWER, '/2026/scheme/trial', { scheme: { ...scheme, entries } })
    expect(tried).toMatchObject({
      status: 200,
      body: { scheme_version: version, changes: [{ part: 'entry', of: '01' }] },
    })
    const { rows } = tried.body as unknown as {
      rows: { township: string; points: number; before: { score: number }; after: { score: number; grade: string } }[]
    }
    const lost = rows.find(({ township }) => township === '01')
    expect(lost?.points).toBeCloseTo(-3, 9)
    expect((lost?.before.score ?? 0) - (lost?.after.score ?? 0)).toBeCloseTo(3, 9)
    expect(rows.filter(({ township, points }) => township !== '01' && points !== 0)).toEqual([])
    expect((await ask(COUNTY_VIEWER, '/2026/scheme')).body.newest_version).toBe(version)
    expect((await ask(COUNTY_VIEWER, '/2026/scheme/trial', { scheme: { ...scheme, grades: [] } })).status).toBe(400)
    expect((await ask(COUNTY_VIEWER, '/2031/scheme/trial', { scheme })).status).toBe(404)
  })

  it('of a frozen year is there to read alone, as the year was frozen by it', async () => {
    const results = await county.services.evaluation.draft({ year: '2026', version: 1, draws: 0 })
    const scheme = { ...results.scheme, least_checked: 7 }
    const evaluation = { ...county.services.evaluation, frozen: () => Promise.resolve({ ...results, scheme }) }
    const api = createApi({ ...county.services, evaluation, gate: gateFor(COUNTY_VIEWER) })
    const shown = (await (await api.request('/api/evaluation/2026/scheme')).json()) as Body
    expect(shown).toMatchObject({ is_frozen: true, may_save: false, version: 1, newest_version: 1 })
    expect(shown.scheme.least_checked).toBe(7)
  })

  it('shows in the standings what was added, deducted and vetoed, in words to those alone who may read them', async () => {
    const { version, scheme } = (await ask(COUNTY_VIEWER, '/2026/scheme')).body
    const entries = ['01', '02'].map((township) => ({ township, points: -2, reason: '迟报', evidence: '9 号文' }))
    await save('2026', version, { ...scheme, entries, vetoes: [VETO] })
    const told = async (viewer: Viewer) => {
      const { standings } = (await ask(viewer, '/2026')).body as unknown as {
        standings: { township: string; entries: object[]; vetoes: object[] }[]
      }
      return ['01', '02'].map((id) => standings.find(({ township }) => township === id))
    }
    const [own, other] = [
      { points: -2, reason: '迟报', evidence: '9 号文' },
      { points: -2, reason: null, evidence: null },
    ]
    const { township: _, ...veto } = VETO
    expect(await told(TOWNSHIP)).toMatchObject([
      { entries: [own], vetoes: [] },
      { entries: [other], vetoes: [] },
    ])
    expect(await told(INSPECTOR)).toMatchObject([
      { entries: [own], vetoes: [] },
      { entries: [own], vetoes: [veto] },
    ])
    const explained = (await ask(TOWNSHIP, '/2026/townships/02')).body as unknown as { standing: { vetoes: object[] } }
    expect(explained.standing.vetoes).toEqual([])
    await save('2026', version + 1, scheme)
  })
})

describe('a suggested veto', () => {
  it('is an incident of which a closed inspection found a claim contradicted, and never a veto by itself', async () => {
    const apply = async (viewer: Viewer, path: string, body?: object): Promise<Record<string, unknown>> => {
      const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      const answer = await apiOf(viewer).request(`/api/inspections${path}`, body === undefined ? {} : sent)
      expect([path, answer.status < 300]).toEqual([path, true])
      return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>)
    }
    const suggested = async () => (await ask(COUNTY_VIEWER, '/2026/scheme')).body.suggested_vetoes
    const days = { starts_on: '2026-10-31', ends_on: '2026-11-02' }
    const plan = { title: '事件核查', kind: 'announced', ...days, team: [{ account: 'wang', ties: [] }], risk: {} }
    const made = await apply(COUNTY_VIEWER, '', { ...plan, units: [], random: { incident: 50 } })
    const id = String(made.inspection_id)
    await apply(COUNTY_VIEWER, `/${id}/step`, { step: 'draw' })
    const { samples } = (await apply(COUNTY_VIEWER, `/${id}/worksheet`)) as unknown as {
      samples: { township_id: string; number: string; claims: { claim_id: number }[] }[]
    }
    const found = samples.find(({ claims }) => claims.length > 1)
    const finding = { finding_id: 'of-a-test-1', claim_id: found?.claims[0]?.claim_id, after: null }
    const told = { ...finding, result: 'contradicted', found_at: '2026-10-31T11:00:00+08:00' }
    await apply(INSPECTOR, `/${id}/findings`, { findings: [told] })
    await apply(COUNTY_VIEWER, `/${id}/step`, { step: 'reveal' })
    expect(await suggested()).toEqual([])
    await apply(COUNTY_VIEWER, `/${id}/step`, { step: 'close' })
    const told_vetoes = await suggested()
    expect(told_vetoes).toMatchObject([{ township: found?.township_id, incident_id: found?.number, inspection_id: id }])
    // What is taken over goes into archives, where an incident has another number.
    expect(told_vetoes[0]?.evidence).toContain('一起突发事件的 1 项记录')
    expect(told_vetoes[0]?.evidence).not.toContain(found?.number)
    expect((await ask(INSPECTOR, '/2026/scheme')).body.suggested_vetoes).toEqual([])
    const { standings } = await county.services.evaluation.draft({ year: '2026', version: 0 })
    expect(standings.every(({ is_vetoed }) => !is_vetoed)).toBe(true)
  })
})
