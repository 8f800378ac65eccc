import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const WANG: Viewer = { name: 'wang', role: 'inspector', units: [] }
const TOWNSHIP: Viewer = { name: 'd', role: 'township', units: ['01'] }
const OTHER: Viewer = { name: 'e', role: 'township', units: ['03'] }
const PARTLY: Viewer = { name: 'p', role: 'county', units: ['01'] }

const NOON = new Date('2026-10-31T12:00:00+08:00')
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

let county: ApiCounty
const kept: AuditEvent[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  county.services.events.setMaxListeners(30)
})
afterAll(() => county.close())
beforeEach(() => void (county.clock.now = NOON))

const apis = new Map<string, ReturnType<typeof createApi>>()
function apiOf(viewer: Viewer): ReturnType<typeof createApi> {
  const api = apis.get(viewer.name) ?? createApi({ ...county.services, gate: gateFor(viewer, kept) })
  apis.set(viewer.name, api)
  return api
}

type Answer = Record<string, unknown>
async function ask(viewer: Viewer, path: string, body?: object): Promise<{ status: number; body: Answer }> {
  const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await apiOf(viewer).request(`/api${path}`, body === undefined ? {} : sent)
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer) : { text } }
}

const HELD = {
  title: '秋季检查',
  kind: 'unannounced',
  starts_on: '2026-11-02',
  ends_on: '2026-11-06',
  team: [{ account: 'wang', ties: [] }],
}
interface Sample {
  sample_id: number
  kind: string
  township_id: string
  school: string | null
  share: string
  inclusion: number
  number: string | null
  child: { child_key: string } | null
  claims: { claim_id: number; status: string }[]
}
interface Order extends Answer {
  order_id: string
  unit_id: string
  state: string
  events: { kind: string; words: string | null; files: { file_id: string; media_type: string }[] }[]
}

const stepped = async (id: string, step: string): Promise<number> =>
  (await ask(COUNTY_VIEWER, `/inspections/${id}/step`, { step })).status
const samplesOf = async (id: string): Promise<Sample[]> =>
  (await ask(COUNTY_VIEWER, `/inspections/${id}/worksheet`)).body.samples as Sample[]
const ordersOf = async (viewer: Viewer, id: string): Promise<Order[]> =>
  (await ask(viewer, `/orders?inspection=${id}`)).body.rows as Order[]
const orderIn = async (viewer: Viewer, id: string, order_id: string): Promise<Order | undefined> =>
  (await ordersOf(viewer, id)).find((order) => order.order_id === order_id)

/** An inspection of township 01 in which a claim of a child was found wanting; revealed. */
async function found(): Promise<{ id: string; sample: Sample; claim_id: number }> {
  const plan = { ...HELD, units: ['01'], random: { child: 2 }, risk: {} }
  const id = String((await ask(COUNTY_VIEWER, '/inspections', plan)).body.inspection_id)
  await stepped(id, 'draw')
  const sample = (await samplesOf(id)).find(({ claims, school }) => claims.length > 0 && school !== null)
  const claim_id = sample?.claims[0]?.claim_id
  if (sample === undefined || claim_id === undefined) throw new Error('nothing was drawn that claims something')
  const finding = { finding_id: `${id}-found`, claim_id, after: null, result: 'not_confirmed' }
  const findings = [{ ...finding, found_at: '2026-10-31T11:00:00+08:00' }]
  expect((await ask(WANG, `/inspections/${id}/findings`, { findings })).status).toBe(200)
  return { id, sample, claim_id }
}
const WORDS = { owner: '李建国', to_mend: '补上两次谈心', proof_wanted: '谈心照片' }

async function ordered(due_on = '2026-11-15'): Promise<{ id: string; order_id: string; sample: Sample }> {
  const { id, sample, claim_id } = await found()
  await stepped(id, 'reveal')
  const order = { claim_id, unit: '01', due_on, ...WORDS }
  const made = await ask(COUNTY_VIEWER, `/inspections/${id}/orders`, order)
  expect([made.status, made.body.detail]).toEqual([201, undefined])
  return { id, sample, order_id: String(made.body.order_id) }
}
let count = 0
const tell = (viewer: Viewer, order_id: string, event: object) =>
  ask(viewer, `/orders/${order_id}/events`, { event_id: `event-number-${++count}`, ...event })

describe('an order', () => {
  it('is made of a finding for the school or township of its subject, once until it is accepted', async () => {
    const { id, sample, claim_id } = await found()
    const order = { claim_id, unit: `01/${sample.school ?? ''}`, due_on: '2026-11-15', ...WORDS }
    const path = `/inspections/${id}/orders`
    expect((await ask(COUNTY_VIEWER, path, order)).status).toBe(409)
    await stepped(id, 'reveal')
    expect((await ask(WANG, path, order)).status).toBe(403)
    expect((await ask(COUNTY_VIEWER, path, { ...order, unit: '02' })).status).toBe(400)
    expect((await ask(COUNTY_VIEWER, path, { ...order, due_on: '2026-10-30' })).status).toBe(400)
    const untold = (await samplesOf(id)).flatMap(({ claims }) => claims).find((claim) => claim.claim_id !== claim_id)
    expect((await ask(COUNTY_VIEWER, path, { ...order, unit: '01', claim_id: untold?.claim_id })).status).toBe(409)
    kept.length = 0
    expect((await ask(COUNTY_VIEWER, path, order)).status).toBe(201)
    expect(kept).toMatchObject([{ action: 'order_made', unit_id: order.unit, subject: id }])
    expect((await ask(COUNTY_VIEWER, path, order)).status).toBe(409)
    const [shown] = await ordersOf(TOWNSHIP, id)
    expect(shown).toMatchObject({
      ...WORDS,
      state: 'open',
      result: 'not_confirmed',
      may_hand_in: true,
      may_lead: false,
    })
    expect(String(shown?.child)).toMatch(/^.\*$/u)
    expect(shown?.events.map(({ kind }) => kind)).toEqual(['issued'])
  })

  it('is seen by its unit and who may know of the inspection, and by nobody else', async () => {
    const { id, order_id } = await ordered()
    expect(await ordersOf(OTHER, id)).toEqual([])
    for (const viewer of [TOWNSHIP, WANG, PARTLY]) expect((await ordersOf(viewer, id)).length).toBe(1)
    const hidden = await tell(OTHER, order_id, { kind: 'proof', words: '好了' })
    const absent = await tell(OTHER, 'zzzzzzzzzz', { kind: 'proof', words: '好了' })
    expect([hidden.status, hidden.body.detail]).toEqual([404, absent.body.detail])
    const own = { ...TOWNSHIP, name: 'of a school', role: 'school' as const, units: ['01/高桥中心小学'] }
    expect((await ordersOf(own, id)).length).toBe(0)
  })

  it('is counted without anybody’s name being read', async () => {
    const { id } = await ordered()
    const query = vi.spyOn(county.services.warehouse, 'query')
    const asked = () => query.mock.calls.map(([name]) => name)
    const { counts, rows } = (await ask(COUNTY_VIEWER, `/orders?inspection=${id}&state=accepted`)).body
    expect([counts, rows]).toEqual([expect.objectContaining({ open: 1, accepted: 0 }), []])
    expect(asked()).toContain('orders/all')
    expect(asked()).not.toContain('orders/sealed')
    query.mockClear()
    // Whoever may know of no inspection may know of no order.
    expect((await ask(OTHER, '/orders')).body.rows).toEqual([])
    expect(asked()).not.toContain('orders/all')
    query.mockRestore()
  })

  it('is handed in by its unit, returned and accepted by who leads; every step stays', async () => {
    const { id, order_id } = await ordered()
    expect((await tell(COUNTY_VIEWER, order_id, { kind: 'accepted' })).status).toBe(409)
    expect((await tell(COUNTY_VIEWER, order_id, { kind: 'reminded', words: '请抓紧' })).status).toBe(200)
    expect((await tell(COUNTY_VIEWER, order_id, { kind: 'proof', words: 'x' })).status).toBe(403)
    expect((await tell(WANG, order_id, { kind: 'returned', words: 'x' })).status).toBe(403)
    const proof = { event_id: `${order_id}-proof`, kind: 'proof', words: '已谈两次', files: [PNG.toString('base64')] }
    expect((await tell(TOWNSHIP, order_id, proof)).body.state).toBe('kept')
    expect((await tell(TOWNSHIP, order_id, proof)).body.state).toBe('known')
    const handed = await orderIn(TOWNSHIP, id, order_id)
    expect(handed?.state).toBe('handed_in')
    const [file] = handed?.events.at(-1)?.files ?? []
    const response = await apiOf(TOWNSHIP).request(`/api/orders/${order_id}/files/${file?.file_id}`)
    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
      'image/png',
      `attachment; filename="${file?.file_id}.png"`,
    ])
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG)
    expect((await apiOf(OTHER).request(`/api/orders/${order_id}/files/${file?.file_id}`)).status).toBe(404)
    expect((await tell(TOWNSHIP, order_id, { kind: 'accepted' })).status).toBe(403)
    expect((await tell(COUNTY_VIEWER, order_id, { kind: 'returned' })).status).toBe(400)
    expect((await tell(COUNTY_VIEWER, order_id, { kind: 'returned', words: '照片看不清' })).status).toBe(200)
    expect((await orderIn(TOWNSHIP, id, order_id))?.state).toBe('returned')
    expect((await tell(TOWNSHIP, order_id, { kind: 'proof', words: '重拍了' })).status).toBe(200)
    expect((await tell(COUNTY_VIEWER, order_id, { kind: 'accepted' })).status).toBe(200)
    expect((await tell(TOWNSHIP, order_id, { kind: 'proof', words: '再交' })).status).toBe(409)
    const done = await orderIn(TOWNSHIP, id, order_id)
    expect([done?.state, done?.events.map(({ kind, words }) => [kind, words])]).toEqual([
      'accepted',
      [
        ['issued', null],
        ['reminded', '请抓紧'],
        ['proof', '已谈两次'],
        ['returned', '照片看不清'],
        ['proof', '重拍了'],
        ['accepted', null],
      ],
    ])
  })

  it('takes a proof for what its first bytes say, and nothing of it is readable in the warehouse', async () => {
    const { order_id } = await ordered()
    const html = Buffer.from('<script>alert(1)</script>').toString('base64')
    const long = Buffer.concat([PNG, Buffer.alloc(1024 * 1024)]).toString('base64')
    for (const file of [html, long]) {
      expect((await tell(TOWNSHIP, order_id, { kind: 'proof', words: 'x', files: [file] })).status).toBe(400)
    }
    const five = Array.from({ length: 5 }, () => Buffer.concat([PNG, Buffer.alloc(1024 * 1024 - PNG.length)]))
    const files = five.map((bytes) => bytes.toString('base64'))
    expect((await tell(TOWNSHIP, order_id, { kind: 'proof', words: '给李建国看过', files })).status).toBe(200)
    const rows = await county.application.warehouse.queryText(
      "select count(*)::int as n from inspection_sealed where contains(hex(sealed), hex('李建国'))",
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('is overdue from the midnight after its last day in the county’s zone, until it is handed in', async () => {
    const { id, order_id } = await ordered('2026-11-15')
    const stateAt = async (instant: string): Promise<string | undefined> => {
      county.clock.now = new Date(instant)
      return (await orderIn(TOWNSHIP, id, order_id))?.state
    }
    expect(await stateAt('2026-11-15T23:59:59+08:00')).toBe('open')
    expect(await stateAt('2026-11-15T16:00:00Z')).toBe('overdue')
    await tell(TOWNSHIP, order_id, { kind: 'proof', words: '晚了一天' })
    expect(await stateAt('2026-11-17T08:00:00+08:00')).toBe('handed_in')
    await tell(COUNTY_VIEWER, order_id, { kind: 'returned', words: '再补一次', due_on: '2026-11-20' })
    expect(await stateAt('2026-11-20T20:00:00+08:00')).toBe('returned')
    expect(await stateAt('2026-11-21T00:00:00+08:00')).toBe('overdue')
    // Page by page each comes once, in the same order; a cursor of another question is refused.
    const whole = ((await ask(COUNTY_VIEWER, '/orders')).body.rows as Order[]).map(({ order_id: each }) => each)
    const read: string[] = []
    let cursor: string | null = null
    do {
      const from: string = cursor === null ? '' : `&cursor=${cursor}`
      const { body } = await ask(COUNTY_VIEWER, `/orders?limit=2${from}`)
      read.push(...(body.rows as Order[]).map(({ order_id: each }) => each))
      cursor = body.next_cursor as string | null
      if (cursor !== null) expect((await ask(COUNTY_VIEWER, `/orders?state=open&cursor=${cursor}`)).status).toBe(400)
    } while (cursor !== null && read.length <= whole.length)
    expect([read, whole.length > 2]).toEqual([whole, true])
    expect((await ask(TOWNSHIP, `/orders?inspection=${id}&state=overdue`)).body).toMatchObject({
      today: '2026-11-21',
      counts: { overdue: 1, open: 0 },
      rows: [{ order_id, due_on: '2026-11-20' }],
    })
  })
})

describe('a second visit', () => {
  it('goes to exactly the subjects of its orders, with a commitment, in no rate and unseen until it is revealed', async () => {
    const { id, order_id, sample } = await ordered()
    await stepped(id, 'close')
    const rates = async () => (await ask(COUNTY_VIEWER, '/verification')).body.rows
    const before = await rates()
    const seenBefore = await ordersOf(TOWNSHIP, id)
    const planned = await ask(COUNTY_VIEWER, '/orders/second-visit', { ...HELD, title: '复查', orders: [order_id] })
    expect([planned.status, planned.body.detail]).toEqual([201, undefined])
    const second = String(planned.body.inspection_id)
    expect(await stepped(second, 'draw')).toBe(204)
    const [visited, ...others] = await samplesOf(second)
    expect([visited?.share, visited?.inclusion, others]).toEqual(['second_visit', 1, []])
    expect(visited?.child?.child_key).toBe(sample.child?.child_key)
    expect(visited?.claims.length).toBeGreaterThan(0)
    expect(await ordersOf(TOWNSHIP, id)).toEqual(seenBefore)
    expect((await orderIn(COUNTY_VIEWER, id, order_id))?.events.at(-1)).toMatchObject({
      kind: 'second_visit',
      second_inspection_id: second,
    })
    const findings = (visited?.claims ?? []).map(({ claim_id }) => ({
      finding_id: `${second}-${claim_id}`,
      claim_id,
      after: null,
      result: 'confirmed',
      found_at: '2026-10-31T11:30:00+08:00',
    }))
    expect((await ask(WANG, `/inspections/${second}/findings`, { findings })).status).toBe(200)
    expect(await stepped(second, 'close')).toBe(204)
    expect(await rates()).toEqual(before)
    const opened = (await ask(COUNTY_VIEWER, `/inspections/${second}`)).body
    const frame = String((await ask(COUNTY_VIEWER, `/inspections/${second}/frame`)).body.text)
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
    expect(frame.trimEnd().split('\n').length).toBe(1)
    expect(sha256(`${String(opened.seed)}\n${sha256(frame)}`)).toBe(opened.commitment)
    expect((await orderIn(TOWNSHIP, id, order_id))?.events.at(-1)?.kind).toBe('second_visit')
  })

  it('is planned of own orders alone', async () => {
    const { order_id } = await ordered()
    const visit = { ...HELD, orders: [order_id, 'zzzzzzzzzz'] }
    expect((await ask(COUNTY_VIEWER, '/orders/second-visit', visit)).status).toBe(404)
    const far: Viewer = { name: 'far', role: 'county', units: ['02'] }
    expect((await ask(far, '/orders/second-visit', { ...HELD, orders: [order_id] })).status).toBe(404)
  })
})

describe('a unit’s reply', () => {
  it('is kept as it was written, seen by the unit and who works on the inspection', async () => {
    const { id } = await found()
    const path = `/inspections/${id}/replies`
    expect((await ask(TOWNSHIP, path, { unit: '01', reply: '早了' })).status).toBe(404)
    await stepped(id, 'reveal')
    expect((await ask(TOWNSHIP, path, { unit: '02', reply: '不是我们' })).status).toBe(403)
    expect((await ask(COUNTY_VIEWER, path, { unit: '01', reply: '县里写的' })).status).toBe(403)
    expect((await ask(TOWNSHIP, path, { unit: '01', reply: '当天教师外出' })).status).toBe(201)
    expect((await ask(TOWNSHIP, path, { unit: '01', reply: '补充：已补谈' })).status).toBe(201)
    for (const viewer of [TOWNSHIP, COUNTY_VIEWER, WANG]) {
      const replies = (await ask(viewer, `/inspections/${id}`)).body.replies as Answer[]
      expect(replies.map(({ unit_id, reply }) => [unit_id, reply]).sort()).toEqual([
        ['01', '当天教师外出'],
        ['01', '补充：已补谈'],
      ])
    }
  })
})
