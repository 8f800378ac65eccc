import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readChildKey } from '../../queries/child-key.ts'
import { createApi } from '../../web/api/app.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

let county: ApiCounty
const kept: AuditEvent[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
})
afterAll(() => county.close())

const apiFor = (viewer: Viewer) => createApi({ ...county.services, gate: gateFor(viewer, kept) })
const TOWNSHIP: Viewer = { name: 'lijuan', role: 'township', units: ['01'] }

const unmask = (viewer: Viewer, body: unknown, headers: Record<string, string> = {}) =>
  apiFor(viewer).request('/api/unmask', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

async function keyIn(unit: string): Promise<string> {
  const answer = await apiFor(COUNTY_VIEWER).request(`/api/subjects?duty=file&unit=${encodeURIComponent(unit)}&limit=1`)
  const { rows } = (await answer.json()) as { rows: { child_key: string }[] }
  return rows[0]?.child_key ?? ''
}

describe('POST /api/unmask', () => {
  it('gives one child’s record for a purpose, and keeps who asked before it answers', async () => {
    kept.length = 0
    const child_key = await keyIn('01')
    const answer = await unmask(TOWNSHIP, { child_key, purpose: 'emergency', note: '送医' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const record = (await answer.json()) as Record<string, string>
    expect(record.id_number).toMatch(/^99\d{15}[\dX]$/)
    expect(record.name?.length).toBeGreaterThan(1)
    expect(record.township).toBe('高桥镇')
    expect(kept).toEqual([
      {
        action: 'unmask',
        unit_id: record.school ? `01/${record.school}` : '01',
        subject: String(readChildKey(child_key)),
        purpose: 'emergency',
        detail: '送医',
      },
    ])
    expect(JSON.stringify(kept)).not.toContain(record.name)
  })

  it.each([
    ['without a purpose', {}, 400],
    ['for a purpose that is none', { purpose: 'curiosity' }, 400],
    ['with more than it takes', { purpose: 'inspection', as: 'county' }, 400],
  ])('%s is refused', async (_name, more, status) => {
    kept.length = 0
    expect((await unmask(COUNTY_VIEWER, { child_key: await keyIn('01'), ...more })).status).toBe(status)
    expect(kept).toEqual([])
  })

  it('says of another unit’s child the same as of none', async () => {
    kept.length = 0
    const others = await unmask(TOWNSHIP, { child_key: await keyIn('02'), purpose: 'inspection' })
    const nobody = await unmask(TOWNSHIP, { child_key: 'a'.repeat(28), purpose: 'inspection' })
    const huge = await unmask(TOWNSHIP, { child_key: 'z'.repeat(28), purpose: 'inspection' })
    expect([others.status, nobody.status, huge.status]).toEqual([404, 404, 404])
    const said = async (response: Response) => ((await response.json()) as { detail: string }).detail
    expect(await said(others)).toBe(await said(nobody))
    expect(kept).toEqual([])
  })

  it('is not for the operator, nor for a page of elsewhere', async () => {
    const body = { child_key: await keyIn('01'), purpose: 'inspection' }
    expect((await unmask({ name: 'op', role: 'operator', units: [] }, body)).status).toBe(403)
    expect((await unmask(COUNTY_VIEWER, body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('is slowed down: nobody reads a register with it', async () => {
    // The county's clock stands still, as under --now: the minute is over all the same.
    let ticks = 0
    const api = createApi({ ...county.services, gate: gateFor(COUNTY_VIEWER, kept), ticks: () => ticks })
    const body = JSON.stringify({ child_key: await keyIn('01'), purpose: 'inspection' })
    const headers = { 'content-type': 'application/json' }
    const ask = async () => (await api.request('/api/unmask', { method: 'POST', body, headers })).status
    const statuses = new Set<number>()
    for (let i = 0; i < 31; i++) statuses.add(await ask())
    expect([...statuses]).toEqual([200, 429])
    ticks = 60_001
    expect(await ask()).toBe(200)
  })
})

describe('what leaves as a file', () => {
  it.each([
    ['/api/subjects?duty=talk&format=csv&unit=01', 'subjects csv', 'duty'],
    ['/api/rejects?format=csv&unit=01', 'rejects csv', 'duty'],
    ['/api/todo?format=xlsx&unit=01&list=talk&purpose=inspection', 'todo talk xlsx', 'inspection'],
  ])('%s is kept with who took it', async (path, detail, purpose) => {
    kept.length = 0
    const answer = await apiFor(TOWNSHIP).request(path)
    expect(answer.status).toBe(200)
    await answer.arrayBuffer()
    expect(kept).toEqual([{ action: 'export', unit_id: '01', purpose, detail }])
  })

  it('is not when it holds figures alone, or stays on the page', async () => {
    kept.length = 0
    await (await apiFor(TOWNSHIP).request('/api/summary?format=csv')).arrayBuffer()
    await (await apiFor(TOWNSHIP).request('/api/subjects?duty=talk')).arrayBuffer()
    expect(kept).toEqual([])
  })
})
