import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { filesInZip } from '../support/zip-reader.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const TOWNSHIP: Viewer = { name: 'd', role: 'township', units: ['01'] }
const OTHER: Viewer = { name: 'e', role: 'township', units: ['03'] }

let county: ApiCounty
let id: string
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const plan = {
    title: '秋季暗访',
    kind: 'unannounced',
    starts_on: '2026-10-31',
    ends_on: '2026-11-02',
    units: ['01', '02'],
    team: [{ account: 'wang', ties: [] }],
    random: { child: 2 },
    risk: { child: 1 },
  }
  id = String((await ask(COUNTY_VIEWER, '/inspections', plan)).inspection_id)
  await ask(COUNTY_VIEWER, `/inspections/${id}/step`, { step: 'draw' })
})
afterAll(() => county.close())

const apiOf = (viewer: Viewer) => createApi({ ...county.services, gate: gateFor(viewer) })
const get = (viewer: Viewer, path: string) => apiOf(viewer).request(`/api${path}`)
async function ask(viewer: Viewer, path: string, body?: object): Promise<Record<string, unknown>> {
  const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const text = await (await apiOf(viewer).request(`/api${path}`, body === undefined ? {} : sent)).text()
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

interface Report {
  draw: { seed: string; commitment: string; frame_hash: string }
  drawn: { township: string; subject: string; confirmed: number }[]
  rates: { level: string; duty: string; confirmed: number; checked: number; reported_rate: number | null }[]
  orders: { state: string }[]
  replies: { reply: string }[]
  may_reply_for: string[]
}

describe('the report of an inspection', () => {
  it('is not there before the inspection is revealed, in the same words as one that never was', async () => {
    const hidden = await ask(TOWNSHIP, `/inspections/${id}/report`)
    const absent = await ask(TOWNSHIP, '/inspections/abcdefghjk/report')
    expect([hidden.status, hidden.detail]).toEqual([404, absent.detail])
    expect((await get(COUNTY_VIEWER, `/inspections/${id}/report`)).status).toBe(409)
  })

  it('says how it was drawn, what was found beside what was reported, the orders and the replies', async () => {
    const sheet = await ask(COUNTY_VIEWER, `/inspections/${id}/worksheet`)
    const samples = sheet.samples as { township_id: string; claims: { claim_id: number; status: string }[] }[]
    const met = samples.flatMap(({ township_id, claims }) =>
      claims.filter(({ status }) => status === 'met').map((claim) => ({ ...claim, township_id })),
    )
    const findings = met.slice(0, 40).map(({ claim_id }, index) => ({
      finding_id: `${id}-${claim_id}`,
      claim_id,
      after: null,
      result: index === 0 ? 'contradicted' : 'confirmed',
      found_at: '2026-10-31T11:00:00+08:00',
    }))
    await ask(COUNTY_VIEWER, `/inspections/${id}/findings`, { findings })
    await ask(COUNTY_VIEWER, `/inspections/${id}/step`, { step: 'close' })
    const wanting = met[0]
    const words = { owner: '李建国', to_mend: '补上谈心', proof_wanted: '照片' }
    const order = { claim_id: wanting?.claim_id, unit: wanting?.township_id, due_on: '2026-11-15', ...words }
    await ask(COUNTY_VIEWER, `/inspections/${id}/orders`, order)
    await ask(TOWNSHIP, `/inspections/${id}/replies`, { unit: '01', reply: '当天教师外出' })

    const report = (await ask(COUNTY_VIEWER, `/inspections/${id}/report`)) as unknown as Report
    const inspection = await ask(COUNTY_VIEWER, `/inspections/${id}`)
    expect(report.draw).toMatchObject({ seed: inspection.seed, commitment: inspection.commitment })
    expect(report.drawn.length).toBe(samples.length)
    expect(report.drawn.every(({ subject }) => /^.\* …\w{4}$/u.test(subject))).toBe(true)
    expect(report.rates.reduce((sum, { level, confirmed }) => sum + (level === 'county' ? confirmed : 0), 0)).toBe(
      findings.length - 1,
    )
    const summary = await ask(COUNTY_VIEWER, '/summary?level=county')
    const rows = summary.rows as { duty: string; rate: number | null }[]
    for (const { level, duty, reported_rate } of report.rates.filter((each) => each.level === 'county')) {
      expect([level, duty, reported_rate]).toEqual([level, duty, rows.find((row) => row.duty === duty)?.rate ?? null])
    }
    expect([report.orders.map(({ state }) => state), report.replies.map(({ reply }) => reply)]).toEqual([
      ['open'],
      ['当天教师外出'],
    ])

    const response = await get(COUNTY_VIEWER, `/inspections/${id}/report?format=docx`)
    expect(response.headers.get('content-type')).toContain('wordprocessingml')
    const files = await filesInZip(Buffer.from(await response.arrayBuffer()))
    const text = files.get('word/document.xml') ?? ''
    const first = report.rates[0]
    for (const said of [report.draw.seed, report.draw.commitment, report.draw.frame_hash, '当天教师外出', '补上谈心']) {
      expect(text).toContain(said)
    }
    expect(text).toContain(`${String(first?.confirmed)}/${String(first?.checked)}`)
    expect(text).toContain(`${((first?.reported_rate ?? 0) * 100).toFixed(1)}%`)
    expect(text).toContain('w:eastAsia="黑体"')
    expect(files.get('word/styles.xml')).toContain('w:eastAsia="宋体"')
    expect(text.match(/<w:tblHeader\/>/g)?.length).toBe(4)
    expect([...files].some(([name, xml]) => name.includes('footer') && xml.includes('NUMPAGES'))).toBe(true)
  })

  it('gives a unit what is its own', async () => {
    const own = (await ask(TOWNSHIP, `/inspections/${id}/report`)) as unknown as Report
    expect(new Set(own.drawn.map(({ township }) => township))).toEqual(new Set(['高桥镇']))
    expect(own.may_reply_for).toEqual(['01'])
    expect((await get(OTHER, `/inspections/${id}/report`)).status).toBe(404)
  })
})
