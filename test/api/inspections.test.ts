import { createHash } from 'node:crypto'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawSample, type FrameUnit } from '../../inspection/draw.ts'
import { createApi } from '../../web/api/app.ts'
import { ACCESS } from '../../web/server/scope.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const WANG: Viewer = { name: 'wang', role: 'inspector', units: [] }
const OUTSIDER: Viewer = { name: 'b', role: 'inspector', units: [] }
const TOWNSHIP: Viewer = { name: 'd', role: 'township', units: ['01'] }
const OTHER: Viewer = { name: 'e', role: 'township', units: ['03'] }

let county: ApiCounty
const kept: AuditEvent[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  county.services.events.setMaxListeners(30)
})
afterAll(() => county.close())

const apis = new Map<Viewer, ReturnType<typeof createApi>>()
function apiOf(viewer: Viewer): ReturnType<typeof createApi> {
  const api = apis.get(viewer) ?? createApi({ ...county.services, gate: gateFor(viewer, kept) })
  apis.set(viewer, api)
  return api
}

type Answer = Record<string, unknown>
async function ask(viewer: Viewer, path: string, body?: object): Promise<{ status: number; body: Answer }> {
  const response = await apiOf(viewer).request(`/api${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer) : { text } }
}

const PLAN = {
  title: '秋季暗访',
  kind: 'unannounced',
  starts_on: '2026-11-02',
  ends_on: '2026-11-06',
  units: ['01', '02'],
  team: [
    { account: 'wang', ties: [] },
    { account: 'li', ties: ['01'] },
  ],
  random: { child: 2 },
  risk: { child: 1, incident: 1 },
}
interface Sample {
  sample_id: number
  kind: string
  township_id: string
  stratum: string
  inclusion: number
  inspectors: string[]
  child: { name: string; child_key: string } | null
  claims: { claim_id: number; status: string; duty: string; finding: { result: string; note: string | null } | null }[]
}

async function planned(change: object = {}): Promise<string> {
  const made = await ask(COUNTY_VIEWER, '/inspections', { ...PLAN, ...change })
  expect([made.status, made.body.detail]).toEqual([201, undefined])
  return String(made.body.inspection_id)
}
const stepped = async (id: string, step: string): Promise<number> =>
  (await ask(COUNTY_VIEWER, `/inspections/${id}/step`, { step })).status
const samplesOf = async (viewer: Viewer, id: string): Promise<Sample[]> =>
  (await ask(viewer, `/inspections/${id}/worksheet`)).body.samples as Sample[]

/** Everything that somebody can read, but for what says when it was read. */
async function everythingSeenBy(viewer: Viewer): Promise<unknown> {
  const needs: Record<string, string> = {
    '/subjects': 'duty=talk',
    '/compare': 'duty=talk',
    '/trend': 'duty=talk&unit=01',
    '/distribution': 'duty=talk',
    '/changes': 'from=2026-09-10T01:00:00%2B08:00',
    '/changes/rows': 'from=2026-09-10T01:00:00%2B08:00&register=census&unit=01',
    '/search': 'q=暗访',
    '/credibility/rows': 'signal=days_off',
    '/send-back': 'unit=01&register=census',
  }
  const routes = Object.keys(ACCESS).flatMap((route) => {
    const [method, path = ''] = route.split(' ')
    return method === 'GET' && path !== '/events' && path !== '/openapi.json' && !path.includes('{inspection}')
      ? [path.replace('{code}', 'talk')]
      : []
  })
  const seen: Record<string, unknown> = {}
  for (const path of routes) {
    for (const format of ['', 'csv', 'xlsx']) {
      const accept = format === 'csv' ? 'text/csv' : format === 'xlsx' ? 'application/vnd.ms-excel, */*' : '*/*'
      const response = await apiOf(viewer).request(`/api${path}?${needs[path] ?? ''}`, { headers: { accept } })
      seen[`${path} ${format}`] = [response.status, (await response.text()).replace(/"request_id":"[^"]*"/, '')]
    }
  }
  return seen
}

describe('an inspection', () => {
  it('commits to a seed and a frame before, and opens both after, so that anybody repeats the draw', async () => {
    const id = await planned()
    const before = (await ask(COUNTY_VIEWER, `/inspections/${id}`)).body
    expect([before.step, before.seed, before.samples]).toEqual(['committed', null, []])
    expect(await stepped(id, 'draw')).toBe(204)
    expect(await stepped(id, 'draw')).toBe(409)
    expect((await ask(COUNTY_VIEWER, `/inspections/${id}`)).body.seed).toBeNull()
    expect((await ask(COUNTY_VIEWER, `/inspections/${id}/frame`)).status).toBe(409)
    expect(await stepped(id, 'reveal')).toBe(204)
    const after = (await ask(COUNTY_VIEWER, `/inspections/${id}`)).body
    const frame = String((await ask(COUNTY_VIEWER, `/inspections/${id}/frame`)).body.text)
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
    expect(sha256(frame)).toBe(before.frame_hash)
    expect(sha256(`${String(after.seed)}\n${sha256(frame)}`)).toBe(before.commitment)
    expect(after.commitment).toBe(before.commitment)

    // A unit has its own strata of it, whole, and repeats with them whom the draw took of it; nothing of others.
    const own = String((await ask(TOWNSHIP, `/inspections/${id}/frame`)).body.text)
    expect(own).toBe(
      frame
        .match(/.*\n/g)
        ?.filter((line) => (JSON.parse(line) as string[])[1] === '01')
        .join(''),
    )
    const units = own
      .trimEnd()
      .split('\n')
      .map((line): FrameUnit => {
        const [kind, township_id, place, subject, risk] = JSON.parse(line) as [
          FrameUnit['kind'],
          string,
          string,
          string,
          0,
        ]
        return { kind, township_id, place, subject, risk }
      })
    const seen = (await ask(TOWNSHIP, `/inspections/${id}`)).body.samples as { stratum: string; subject: string }[]
    const repeated = drawSample(String(after.seed), units, { random: PLAN.random, risk: PLAN.risk })
    const keyOf = ({ stratum, subject }: { stratum: string; subject: string }): string => `${stratum} ${subject}`
    expect(repeated.map(keyOf).sort()).toEqual(seen.map(keyOf).sort())
    expect(own.length).toBeLessThan(frame.length)
    const school = `01/${String(units.find(({ kind }) => kind === 'child')?.place)}`
    const ofSchool = await ask({ name: 's', role: 'school', units: [school] }, `/inspections/${id}/frame`)
    const places = String(ofSchool.body.text)
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as string[])[2])
    expect(new Set(places.map((place) => `01/${place}`))).toEqual(new Set([school]))
    expect((await ask(OTHER, `/inspections/${id}/frame`)).status).toBe(404)
  })

  it('draws in each stratum what the plan says, with π, and sends nobody where they have a tie', async () => {
    const id = await planned()
    await stepped(id, 'draw')
    const samples = await samplesOf(COUNTY_VIEWER, id)
    for (const stratum of new Set(samples.map((sample) => sample.stratum))) {
      const drawn = samples.filter((sample) => sample.stratum === stratum)
      expect(drawn.length).toBeLessThanOrEqual(stratum.startsWith('child') ? 3 : 1)
    }
    expect(samples.every(({ inclusion }) => inclusion > 0 && inclusion <= 1)).toBe(true)
    expect(samples.every(({ township_id }) => ['01', '02'].includes(township_id))).toBe(true)
    for (const { township_id, inspectors } of samples) {
      expect(inspectors.length).toBe(1)
      if (township_id === '01') expect(inspectors).toEqual(['wang'])
    }
  })

  it('gives the worksheet with names in clear to who goes, and keeps that it did', async () => {
    const id = await planned()
    await stepped(id, 'draw')
    kept.length = 0
    const samples = await samplesOf(WANG, id)
    expect(samples.length).toBeGreaterThan(0)
    expect(samples.every(({ inspectors }) => inspectors.includes('wang'))).toBe(true)
    const names = samples.flatMap(({ child }) => (child === null ? [] : [child.name]))
    expect(names.length).toBeGreaterThan(0)
    expect(names.some((name) => name.includes('*'))).toBe(false)
    expect(kept).toMatchObject([{ action: 'worksheet_taken', subject: id, purpose: 'inspection' }])
    expect(kept[0]?.unit_id).toBeUndefined()
    const masked = (await ask(WANG, `/inspections/${id}`)).body.samples as Sample[]
    expect(masked.every(({ child }) => child === null || /^.\*$/u.test(child.name))).toBe(true)
    for (const viewer of [OUTSIDER, TOWNSHIP]) {
      expect((await ask(viewer, `/inspections/${id}/worksheet`)).status).toBe(viewer === TOWNSHIP ? 403 : 404)
    }
  })

  it('is not there for whom it inspects until it is revealed: every answer is the same as before it was made', async () => {
    const before = await everythingSeenBy(TOWNSHIP)
    const id = await planned()
    await stepped(id, 'draw')
    const [sample] = await samplesOf(WANG, id)
    const claim_id = sample?.claims[0]?.claim_id ?? 0
    const told = {
      finding_id: 'hidden-finding',
      claim_id,
      after: null,
      result: 'contradicted',
      found_at: '2026-11-03T09:00:00+08:00',
    }
    expect((await ask(WANG, `/inspections/${id}/findings`, { findings: [told] })).status).toBe(200)
    expect(await everythingSeenBy(TOWNSHIP)).toEqual(before)
    const hidden = await ask(TOWNSHIP, `/inspections/${id}`)
    const absent = await ask(TOWNSHIP, '/inspections/abcdefghjk')
    const shown = ({ status, body }: typeof hidden) => [status, body.detail]
    expect(shown(hidden)).toEqual(shown(absent))
    expect(hidden.status).toBe(404)
    expect(await stepped(id, 'reveal')).toBe(204)
    expect(await everythingSeenBy(TOWNSHIP)).not.toEqual(before)
    const revealed = (await ask(TOWNSHIP, `/inspections/${id}`)).body
    expect((revealed.samples as Sample[]).every(({ township_id }) => township_id === '01')).toBe(true)
    expect((await ask(OTHER, `/inspections/${id}`)).status).toBe(404)
  })

  it('shows an announced one to the units in its scope from the beginning, without who is drawn', async () => {
    const id = await planned({ kind: 'announced' })
    await stepped(id, 'draw')
    const seen = (await ask(TOWNSHIP, `/inspections/${id}`)).body
    expect([seen.title, seen.samples, seen.seed, seen.devices]).toEqual(['秋季暗访', [], null, []])
    expect((await ask(OTHER, `/inspections/${id}`)).status).toBe(404)
  })

  it('keeps a finding once, beside it what contradicts it unseen, and closes when one is chosen', async () => {
    const id = await planned()
    await stepped(id, 'draw')
    const samples = await samplesOf(COUNTY_VIEWER, id)
    const [claim] = samples.flatMap(({ claims }) => claims).filter(({ status }) => status === 'met')
    const tell = (viewer: Viewer, finding: object) =>
      ask(viewer, `/inspections/${id}/findings`, {
        findings: [{ claim_id: claim?.claim_id, after: null, found_at: '2026-11-03T09:00:00+08:00', ...finding }],
      })
    const stateOf = async (answer: Promise<{ body: Answer }>) =>
      ((await answer).body.results as { state: string }[] | undefined)?.map(({ state }) => state)
    const first = { finding_id: `${id}-first`, result: 'confirmed', note: '本人说谈过' }
    expect(await stateOf(tell(COUNTY_VIEWER, first))).toEqual(['kept'])
    expect(await stateOf(tell(COUNTY_VIEWER, first))).toEqual(['known'])
    const second = { finding_id: `${id}-second`, result: 'contradicted' }
    expect(await stateOf(tell(WANG, second))).toEqual(['conflict'])
    expect(await stepped(id, 'close')).toBe(409)
    expect((await ask(WANG, `/inspections/${id}/settle`, { finding_id: `${id}-second` })).status).toBe(204)
    const tellings = (await ask(WANG, `/inspections/${id}/claims/${claim?.claim_id}`)).body.rows as Answer[]
    expect(tellings.map(({ result, stands, note }) => [result, stands, note])).toEqual([
      ['confirmed', false, '本人说谈过'],
      ['contradicted', true, null],
    ])
    expect(
      await stateOf(tell(WANG, { finding_id: `${id}-third`, result: 'confirmed', after: `${id}-second` })),
    ).toEqual(['kept'])
    expect(await stepped(id, 'close')).toBe(204)
    // What a telephone sends after the end is not lost.
    expect(
      await stateOf(tell(WANG, { finding_id: `${id}-late`, result: 'contradicted', after: `${id}-third` })),
    ).toEqual(['conflict'])
    const rates = (await ask(TOWNSHIP, '/verification')).body.rows as Answer[]
    expect(rates.find(({ duty, level }) => duty === claim?.duty && level === 'county')).toMatchObject({
      checked: 1,
      confirmed: 1,
    })
    // Beside the reported rates a workbook has them as its second sheet, of the units that stand in the first.
    const sheetsOf = async (path: string) => {
      const response = await apiOf(TOWNSHIP).request(`/api${path}&format=xlsx`)
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.load(await response.arrayBuffer())
      return workbook.worksheets.map((sheet) => [sheet.name, sheet.rowCount])
    }
    const head = 3
    const duty = String(claim?.duty)
    expect(await sheetsOf(`/summary?level=county&duty=${duty}`)).toEqual([
      ['职责汇总', head + 1],
      ['核实率', head + 1],
    ])
    expect(await sheetsOf(`/compare?level=township&duty=${duty}`)).toContainEqual(['核实率', head + 1])
    expect(await sheetsOf(`/summary?level=school&duty=${duty}`)).toHaveLength(1)
    // A finding that is chosen after the end changes them, and is in no state of the registers.
    const tag = async () => (await apiOf(TOWNSHIP).request('/api/verification')).headers.get('etag')
    const before = await tag()
    expect(await tag()).toBe(before)
    expect((await ask(WANG, `/inspections/${id}/settle`, { finding_id: `${id}-late` })).status).toBe(204)
    expect(await tag()).not.toBe(before)
  })

  it('gives the worksheet to a device for the password, takes what it sends, and stops a lost one', async () => {
    const id = await planned()
    await stepped(id, 'draw')
    const path = `/inspections/${id}/devices`
    expect((await ask(WANG, path, { name: '手机', password: 'wrong' })).status).toBe(403)
    const taken = await ask(WANG, path, { name: '手机', password: 'of a test' })
    expect(taken.status).toBe(201)
    const { device_id, token, worksheet } = taken.body as {
      device_id: string
      token: string
      worksheet: { samples: Sample[] }
    }
    const claim_id = worksheet.samples[0]?.claims[0]?.claim_id
    const finding_id = `${id}-of-device`
    const findings = [{ finding_id, claim_id, after: null, result: 'confirmed', found_at: '2026-11-03T09:00:00+08:00' }]
    const device = { device_id, token }
    expect((await ask(WANG, `/inspections/${id}/findings`, { device, findings })).status).toBe(200)
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]).toString('base64')
    const photo = { device, photo_id: `${id}-photo`, finding_id, taken_at: '2026-11-03T09:01:00+08:00', jpeg }
    expect((await ask(WANG, `/inspections/${id}/photos`, photo)).body.state).toBe('kept')
    expect((await ask(WANG, `/inspections/${id}/photos`, photo)).body.state).toBe('known')
    expect((await ask(OUTSIDER, `/inspections/${id}/photos/${id}-photo`)).status).toBe(404)
    expect((await ask(WANG, `/inspections/${id}/photos/${id}-photo`)).status).toBe(200)
    expect((await ask(COUNTY_VIEWER, `${path}/${device_id}/revoke`, {})).status).toBe(204)
    const refused = await ask(WANG, `/inspections/${id}/findings`, { device, findings })
    expect([refused.status, (refused.body.data as Answer | undefined)?.device]).toEqual([403, 'revoked'])
  })
})
