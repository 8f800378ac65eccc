import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openObjections } from '../../queries/evaluation.ts'
import { createApi } from '../../web/api/app.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const TOWNSHIP: Viewer = { name: 'd', role: 'township', units: ['01'] }
const OTHER: Viewer = { name: 'e', role: 'township', units: ['02'] }
const INSPECTOR: Viewer = { name: 'wang', role: 'inspector', units: [] }
const PARTLY: Viewer = { name: 'p', role: 'county', units: ['01'] }
const NOON = new Date('2026-10-31T12:00:00+08:00')
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const YEAR = '/2026'

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

interface Row {
  objection_id: string
  township: string
  item: string
  state: string
  scheme_version: number
  as_of: string
  about: { score: number; lost: number | null; met: number | null; reason: string | null }
  files: { file_id: string; media_type: string }[]
  events: { kind: string; words: string | null; happened_by: string; scheme_version: number | null }[]
  may_withdraw: boolean
  may_decide: boolean
}
interface Body {
  state: string
  detail: string
  rows: Row[]
  items: { township: string; kind: string; item: string; about: { lost: number | null } }[]
  open_count: number
  total_count: number
  is_over: boolean
  objections_until: string | null
  newest_version: number
  scheme: Record<string, unknown>
}
async function ask(viewer: Viewer, path: string, body?: object, api = apiOf(viewer)) {
  const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await api.request(`/api/evaluation${YEAR}${path}`, body === undefined ? {} : sent)
  return { status: response.status, body: (await response.json()) as Body }
}
const list = async (viewer: Viewer): Promise<Body> => (await ask(viewer, '/objections')).body
const rowOf = async (viewer: Viewer, id: string): Promise<Row | undefined> =>
  (await list(viewer)).rows.find(({ objection_id }) => objection_id === id)
let count = 0
const number = (): string => `number-of-a-test-${++count}`
async function object(item: string, { viewer = TOWNSHIP, ...more }: { viewer?: Viewer; [key: string]: unknown } = {}) {
  const id = number()
  const sent = { objection_id: id, township: '01', kind: 'duty', item, words: '三月的谈心补录晚了', ...more }
  return { id, sent, ...(await ask(viewer, '/objections', sent)) }
}
const decide = (viewer: Viewer, id: string, more: object) =>
  ask(viewer, `/objections/${id}/decide`, { event_id: number(), decision: 'rejected', words: '记录无误', ...more })
async function saveScheme(change: object): Promise<number> {
  const { scheme, newest_version } = (await ask(COUNTY_VIEWER, '/scheme')).body
  const body = { base_version: newest_version, reason: '试', scheme: { ...scheme, ...change } }
  const answer = await ask(COUNTY_VIEWER, '/scheme', body)
  expect([answer.status, answer.body.detail]).toEqual([201, undefined])
  return newest_version + 1
}

describe('an objection', () => {
  it('is to something that stands in the township’s own score, with the score as it stands', async () => {
    const { items } = await list(TOWNSHIP)
    expect([items.some(({ kind }) => kind === 'whole'), items.every(({ township }) => township === '01')]).toEqual([
      true,
      true,
    ])
    expect((await list(COUNTY_VIEWER)).items).toEqual([])
    kept.length = 0
    const { id, sent, ...made } = await object('talk')
    expect([made.status, made.body]).toEqual([200, { state: 'kept' }])
    expect((await ask(TOWNSHIP, '/objections', sent)).body).toEqual({ state: 'known' })
    expect(kept).toEqual([{ action: 'objection_made', unit_id: '01', subject: '2026', detail: `duty talk ${id}` }])
    const { standings } = await county.services.evaluation.draft({ year: '2026' })
    const own = standings.find(({ township }) => township === '01')
    expect(await rowOf(TOWNSHIP, id)).toMatchObject({
      state: 'made',
      as_of: '2026-10-31T12:00:00+08:00',
      about: { score: own?.score, lost: own?.items.find(({ duty }) => duty === 'talk')?.lost },
      may_withdraw: true,
      may_decide: false,
    })
    expect((await object('talk')).status).toBe(409)
    expect((await object('gone')).status).toBe(400)
    expect((await object('1', { kind: 'veto' })).status).toBe(400)
    expect((await object('', { kind: 'whole', words: ' ' })).status).toBe(400)
    for (const words of ['家长电话 138-0000-0000', '９９０１０１２０１６０１０１１２３４ 的谈心'])
      expect((await object('', { kind: 'whole', words })).body.detail).toContain('不要写身份证号或电话')
    expect((await object('', { kind: 'whole', township: '02' })).status).toBe(403)
    expect((await object('', { kind: 'whole', viewer: COUNTY_VIEWER })).status).toBe(403)
    const taken = { ...sent, township: '02' }
    expect((await ask(OTHER, '/objections', taken)).status).toBe(409)
    expect((await ask(TOWNSHIP, `/objections/${id}/withdraw`, { event_id: number() })).status).toBe(200)
  })

  it('is read by county, inspectors and its township; of others there is a count alone', async () => {
    const files = [PNG.toString('base64')]
    const { id } = await object('file', { words: '给李建国家补建了档案', files })
    for (const viewer of [COUNTY_VIEWER, INSPECTOR, TOWNSHIP, PARTLY]) {
      expect((await rowOf(viewer, id))?.events.map(({ words }) => words)).toEqual(['给李建国家补建了档案'])
    }
    const others = await list(OTHER)
    expect(others.rows).toEqual([])
    expect([others.open_count, others.total_count]).toEqual([1, (await list(COUNTY_VIEWER)).rows.length])
    const [file] = (await rowOf(TOWNSHIP, id))?.files ?? []
    const path = `/api/evaluation/2026/objections/${id}/files/${file?.file_id}`
    const shown = await apiOf(COUNTY_VIEWER).request(path)
    expect([shown.headers.get('content-type'), Buffer.from(await shown.arrayBuffer())]).toEqual(['image/png', PNG])
    expect(shown.headers.get('content-disposition')).toContain('attachment')
    expect((await apiOf(OTHER).request(path)).status).toBe(404)
    const hidden = await ask(OTHER, `/objections/${id}/withdraw`, { event_id: number() })
    const absent = await ask(OTHER, '/objections/zzzzzzzzzz/withdraw', { event_id: number() })
    expect([hidden.status, hidden.body.detail]).toEqual([404, absent.body.detail])
    const rows = await county.application.warehouse.queryText(
      "select count(*)::int as n from inspection_sealed where contains(hex(sealed), hex('李建国'))",
    )
    expect(rows).toEqual([{ n: 0 }])
    const html = Buffer.from('<script>').toString('base64')
    expect((await object('pairing', { files: [html] })).status).toBe(400)
    await decide(COUNTY_VIEWER, id, {})
  })

  it('is decided by the whole county with a reason, once, and may name the version that it led to', async () => {
    const veto = { township: '01', reason: '瞒报突发事件', evidence: '报告第 3 页' }
    const before = await saveScheme({ vetoes: [veto] })
    const { id } = await object('1', { kind: 'veto', words: '不是瞒报' })
    expect(await rowOf(TOWNSHIP, id)).toMatchObject({
      scheme_version: before,
      about: { reason: veto.reason, evidence: veto.evidence },
    })
    for (const viewer of [TOWNSHIP, INSPECTOR, PARTLY]) expect((await decide(viewer, id, {})).status).toBe(403)
    expect((await decide(COUNTY_VIEWER, id, { words: '' })).status).toBe(400)
    expect((await decide(COUNTY_VIEWER, id, { scheme_version: before })).status).toBe(400)
    const after = await saveScheme({ vetoes: [] })
    expect((await decide(COUNTY_VIEWER, id, { scheme_version: after + 1 })).status).toBe(400)
    kept.length = 0
    const decision = { event_id: number(), decision: 'upheld', words: '核实后撤销', scheme_version: after }
    expect((await decide(COUNTY_VIEWER, id, decision)).body).toEqual({ state: 'kept' })
    expect((await decide(COUNTY_VIEWER, id, decision)).body).toEqual({ state: 'known' })
    expect(kept).toEqual([{ action: 'objection_decided', unit_id: '01', subject: '2026', detail: `upheld ${id}` }])
    const shown = await rowOf(TOWNSHIP, id)
    expect([shown?.state, shown?.may_withdraw, shown?.events.map(({ kind, words }) => [kind, words])]).toEqual([
      'upheld',
      false,
      [
        ['made', '不是瞒报'],
        ['upheld', '核实后撤销'],
      ],
    ])
    expect(shown?.events.at(-1)?.scheme_version).toBe(after)
    expect((await decide(COUNTY_VIEWER, id, {})).status).toBe(409)
    expect((await ask(TOWNSHIP, `/objections/${id}/withdraw`, { event_id: number() })).status).toBe(409)
  })

  it('counts as open until it is decided or withdrawn', async () => {
    const open = () => openObjections(county.application.warehouse, '2026')
    expect(await open()).toBe(0)
    const { id } = await object('', { kind: 'whole' })
    expect([await open(), await openObjections(county.application.warehouse, '2025')]).toEqual([1, 0])
    kept.length = 0
    const withdrawn = await ask(TOWNSHIP, `/objections/${id}/withdraw`, { event_id: number(), words: '已自行更正' })
    expect([withdrawn.status, await open(), (await rowOf(COUNTY_VIEWER, id))?.state]).toEqual([200, 0, 'withdrawn'])
    expect(kept).toEqual([{ action: 'objection_withdrawn', unit_id: '01', subject: '2026', detail: id }])
    expect((await decide(COUNTY_VIEWER, id, {})).status).toBe(409)
  })

  it('is refused after the last day, which is named, and while the year is frozen', async () => {
    await saveScheme({ objections_until: '2026-11-15' })
    county.clock.now = new Date('2026-11-15T23:59:59+08:00')
    const { id, status } = await object('', { kind: 'whole' })
    expect([status, (await list(TOWNSHIP)).is_over]).toEqual([200, false])
    county.clock.now = new Date('2026-11-15T16:00:00Z')
    const late = await object('checkup')
    expect([late.status, late.body.detail]).toEqual([409, '2026 年的异议截止到 2026-11-15，今天（2026-11-16）已过期。'])
    expect(await list(TOWNSHIP)).toMatchObject({ is_over: true, items: [], objections_until: '2026-11-15' })
    const results = await county.services.evaluation.draft({ year: '2026', draws: 0 })
    const evaluation = { ...county.services.evaluation, frozen: () => Promise.resolve(results) }
    const frozen = createApi({ ...county.services, evaluation, gate: gateFor(COUNTY_VIEWER) })
    const decision = { event_id: number(), decision: 'upheld', words: '是' }
    expect((await ask(COUNTY_VIEWER, `/objections/${id}/decide`, decision, frozen)).status).toBe(409)
    // What was made in time is decided after the last day.
    expect((await decide(COUNTY_VIEWER, id, decision)).status).toBe(200)
  })
})
