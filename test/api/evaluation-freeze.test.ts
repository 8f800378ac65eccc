import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyFileOf, masterKeyOf, openApplication, type Application } from '../../pipeline/application.ts'
import { checkBytes } from '../../pipeline/evaluation/archive/check-bytes.ts'
import { verifyArchive } from '../../pipeline/evaluation/archive/verify-archive.ts'
import { evaluationWork } from '../../pipeline/evaluation/work.ts'
import { ageOut } from '../../pipeline/keeping/age-out.ts'
import { backUp } from '../../pipeline/keeping/backup.ts'
import { forgetChild } from '../../pipeline/keeping/forget.ts'
import { restore } from '../../pipeline/keeping/restore.ts'
import { createApi } from '../../web/api/app.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { run } from '../cli/fake-io.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { entryText } from '../support/resigned-archive.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const ZHAO: Viewer = { name: 'zhao', role: 'county', units: [] }
const LEFT: Viewer = { name: 'left', role: 'county', units: [] }
const PARTLY: Viewer = { name: 'p', role: 'county', units: ['01'] }
const TOWNSHIP: Viewer = { name: 'd', role: 'township', units: ['01'] }
const OPERATOR: Viewer = { name: 'o', role: 'operator', units: [] }

let county: ApiCounty
const kept: AuditEvent[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
  county.services.events.setMaxListeners(20)
  county.clock.now = new Date('2027-01-20T09:00:00+08:00')
})
afterAll(() => county.close())

const apis = new Map<string, ReturnType<typeof createApi>>()
function apiOf(viewer: Viewer): ReturnType<typeof createApi> {
  const api = apis.get(viewer.name) ?? createApi({ ...county.services, gate: gateFor(viewer, kept) })
  apis.set(viewer.name, api)
  return api
}

interface Body {
  state: string
  digest: string
  detail: string
  fingerprint: string | null
  archive_sha256: string | null
  known_at: string
  history: { kind: string; by: string; reason: string | null }[]
  stage: string
  standings: { township: string; score: number }[]
  corrections: { township: string; items: { duty: string; met: { frozen: number | null; now: number | null } }[] }[]
  [name: string]: unknown
}
async function ask(viewer: Viewer, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const sent = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await apiOf(viewer).request(`/api/evaluation/${path}`, body === undefined ? {} : sent)
  return { status: response.status, body: (await response.json()) as Body }
}
const archiveOf = async (viewer: Viewer) => {
  const response = await apiOf(viewer).request('/api/evaluation/2026/archive')
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}
/** So many turns in which others could do something. */
async function readings(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await county.services.warehouse.query('evaluation/first_batch')
}
const propose = (viewer = COUNTY_VIEWER, body = {}) => ask(viewer, '2026/freeze', body)
const confirm = (viewer: Viewer, digest: string, password = 'of a test') =>
  ask(viewer, '2026/freeze/confirm', { digest, password })

describe('before a year is frozen', () => {
  it('nobody can be the second, and nothing is proposed that is not over or not known yet', async () => {
    expect((await ask(TOWNSHIP, '2026/freeze')).body).toMatchObject({ state: 'none', digest: null, may_propose: false })
    expect((await ask(COUNTY_VIEWER, '2026/freeze')).body).toMatchObject({ may_propose: true, history: [] })
    expect((await ask(COUNTY_VIEWER, '2027/freeze')).body).toMatchObject({ may_propose: false })
    for (const viewer of [TOWNSHIP, OPERATOR, PARTLY]) expect((await propose(viewer)).status).toBe(403)
    expect((await ask(COUNTY_VIEWER, '2027/freeze', {})).body).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/还没有结束/) as string,
    })
    for (const known_at of ['2026-12-30T08:00:00+08:00', '2027-02-01T08:00:00+08:00'])
      expect((await propose(COUNTY_VIEWER, { known_at })).status).toBe(400)
    expect((await confirm(ZHAO, 'a'.repeat(64))).body).toMatchObject({
      status: 404,
      detail: expect.stringMatching(/没有人提出/) as string,
    })
    expect((await ask(COUNTY_VIEWER, '2025/freeze', {})).status).toBe(404)
    expect((await ask(TOWNSHIP, '2026/later')).body).toMatchObject({ is_frozen: false, corrections: [] })
  })

  it('its archive is a draft’s, for the leading group alone', async () => {
    kept.length = 0
    const { response, bytes } = await archiveOf(COUNTY_VIEWER)
    expect(response.headers.get('content-disposition')).toContain('evaluation-2026-draft.zip')
    expect(await verifyArchive(bytes)).toMatchObject({ faults: [], manifest: { state: 'draft', frozen: null } })
    expect(kept).toMatchObject([{ action: 'export', subject: '2026', detail: expect.stringContaining('fingerprint') }])
    for (const viewer of [TOWNSHIP, OPERATOR, PARTLY]) expect((await archiveOf(viewer)).response.status).toBe(403)
  })

  it('a proposal is confirmed by no one that has made it, is disabled, or has not its password', async () => {
    const { status, body } = await propose()
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'proposed', proposed_by: 'county', may_withdraw: true, may_confirm: false })
    expect((await ask(ZHAO, '2026/freeze')).body).toMatchObject({
      may_confirm: true,
      may_decline: true,
      may_withdraw: false,
    })
    const refusals = [
      await confirm(COUNTY_VIEWER, body.digest),
      await confirm({ ...COUNTY_VIEWER, name: 'COUNTY' }, body.digest),
      await confirm(LEFT, body.digest),
      await confirm(PARTLY, body.digest),
      await confirm(ZHAO, body.digest, 'wrong'),
    ]
    expect(refusals.map((refusal) => refusal.status)).toEqual([403, 403, 403, 403, 403])
    expect(refusals[0]?.body.detail).toContain('两个人')
    expect(refusals[2]?.body.detail).toContain('left')
    expect((await confirm(ZHAO, 'b'.repeat(64))).body.detail).toContain('摘要')
    expect((await propose(ZHAO)).status).toBe(409)
    expect((await ask(ZHAO, '2026/freeze/withdraw', { digest: body.digest })).status).toBe(403)
    expect((await ask(TOWNSHIP, '2026/freeze')).body.state).toBe('proposed')
  })

  it('a proposal of somebody who was disabled since does not count as one of two', async () => {
    const { digest } = (await ask(ZHAO, '2026/freeze')).body
    const api = createApi({ ...county.services, gate: gateFor(ZHAO), leaders: () => ['zhao'] })
    const response = await api.request('/api/evaluation/2026/freeze/confirm', {
      method: 'POST',
      body: JSON.stringify({ digest, password: 'of a test' }),
      headers: { 'content-type': 'application/json' },
    })
    expect({ status: response.status, detail: ((await response.json()) as Body).detail }).toMatchObject({
      status: 403,
      detail: expect.stringContaining('county'),
    })
  })

  it('it is declined with a reason, or withdrawn by whoever made it, and every step stays', async () => {
    const first = (await ask(ZHAO, '2026/freeze')).body
    expect((await ask(ZHAO, '2026/freeze/decline', { digest: first.digest, reason: '' })).status).toBe(400)
    kept.length = 0
    const declined = await ask(ZHAO, '2026/freeze/decline', { digest: first.digest, reason: '青石镇的核查还没有结束' })
    expect(declined.body.state).toBe('none')
    const { digest } = (await propose(ZHAO, { known_at: '2027-01-10T08:00:00+08:00' })).body
    expect((await ask(ZHAO, '2026/freeze/withdraw', { digest })).body.state).toBe('none')
    expect(kept.map(({ action, subject }) => [action, subject])).toEqual([
      ['freeze_declined', '2026'],
      ['freeze_proposed', '2026'],
      ['freeze_withdrawn', '2026'],
    ])
    const steps = (viewer: Viewer) =>
      ask(viewer, '2026/freeze').then(({ body }) => body.history.map(({ kind, by, reason }) => [kind, by, reason]))
    expect(await steps(COUNTY_VIEWER)).toEqual([
      ['proposed', 'county', null],
      ['declined', 'zhao', '青石镇的核查还没有结束'],
      ['proposed', 'zhao', null],
      ['withdrawn', 'zhao', null],
    ])
    expect((await steps(TOWNSHIP))[1]).toEqual(['declined', 'zhao', null])
  })

  it('it is not frozen while a township can object, or where the scheme or the figures changed since', async () => {
    const scheme = (await ask(COUNTY_VIEWER, '2026/scheme')).body.scheme as object
    const save = (base_version: number, change: object) =>
      ask(COUNTY_VIEWER, '2026/scheme', { base_version, reason: '调整', scheme: { ...scheme, ...change } })
    const objection_id = 'number-of-a-test-1'
    const objection = { objection_id, township: '01', kind: 'duty', item: 'talk', words: '三月的谈心补录晚了' }
    expect((await ask(TOWNSHIP, '2026/objections', objection)).status).toBe(200)
    expect((await propose()).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('1 件异议') as string,
    })
    const decision = { event_id: 'number-of-a-test-2', decision: 'rejected', words: '记录无误' }
    expect((await ask(COUNTY_VIEWER, `2026/objections/${objection_id}/decide`, decision)).status).toBeLessThan(300)
    await save(0, { objections_until: '2027-01-20' })
    expect((await propose()).body).toMatchObject({ status: 409, detail: expect.stringMatching(/2027-01-20/) as string })
    await save(1, { objections_until: '2027-01-19' })
    const { digest } = (await propose()).body
    await save(2, { least_checked: 11, objections_until: '2027-01-19' })
    expect((await confirm(ZHAO, digest)).body).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/方案已改为第 3 版/) as string,
    })
    await ask(COUNTY_VIEWER, '2026/freeze/withdraw', { digest })

    const { body } = await propose()
    const { application } = county
    const targets = application.config.policy.targets
    application.config.policy.targets = { ...targets, talk: 0.5 }
    expect((await confirm({ ...ZHAO, name: 'zhao' }, body.digest)).body).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/与提出时的不同/) as string,
    })
    application.config.policy.targets = targets
    await ask(COUNTY_VIEWER, '2026/freeze/withdraw', { digest: body.digest })
  })

  it('nothing of what was computed long ago is taken for granted at the last step', async () => {
    const save = (base_version: number, scheme: object) =>
      ask(COUNTY_VIEWER, '2026/scheme', { base_version, reason: '最后一刻', scheme })
    await save(3, { least_checked: 11 })
    const { digest } = (await propose()).body
    const confirmAfter = (work: () => Promise<unknown>) =>
      evaluationWork(beforeAlone(county.application, work)).confirm(
        { year: '2026', by: 'zhao', digest, accounts: ['county', 'zhao'] },
        () => Promise.reject(new Error('confirmed')),
      )
    const objection_id = 'number-of-a-test-3'
    const objection = { objection_id, township: '01', kind: 'duty', item: 'talk', words: '三月的谈心补录晚了' }
    await expect(confirmAfter(() => ask(TOWNSHIP, '2026/objections', objection))).rejects.toThrow('1 件异议')
    await ask(TOWNSHIP, `2026/objections/${objection_id}/withdraw`, { event_id: 'number-of-a-test-4' })
    await expect(confirmAfter(() => save(4, { least_checked: 12 }))).rejects.toThrow('第 5 版')
    await ask(COUNTY_VIEWER, '2026/freeze/withdraw', { digest })
  })
})

/** The application with something that somebody does just before what is done alone. */
function beforeAlone(application: Application, work: () => Promise<unknown>): Application {
  const warehouse = new Proxy(application.warehouse, {
    get(target, name) {
      if (name === 'alone')
        return async (step: Parameters<Application['warehouse']['alone']>[0]) => {
          await work()
          return target.alone(step)
        }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return { ...application, warehouse }
}

describe('a frozen year', () => {
  let archive: Buffer
  let frozen: Body
  /** What others tried while the last step was taken. */
  const meanwhile: Promise<{ status: number; body: Body }>[] = []
  beforeAll(async () => {
    kept.length = 0
    const { digest } = (await propose()).body
    const gate = gateFor(ZHAO, kept)
    gate.recordIn = async (_transaction, _viewer, event) => {
      kept.push(event)
      const objection = { objection_id: 'number-of-a-test-5', township: '01', kind: 'whole', words: '还有话要说' }
      const saved = { base_version: 5, reason: '抢先', scheme: { least_checked: 13 } }
      meanwhile.push(ask(TOWNSHIP, '2026/objections', objection), ask(COUNTY_VIEWER, '2026/scheme', saved))
      await Promise.race([Promise.all(meanwhile), readings(200)])
    }
    apis.set(ZHAO.name, createApi({ ...county.services, gate }))
    const confirmed = await confirm(ZHAO, digest)
    expect({ status: confirmed.status, detail: confirmed.body.detail }).toEqual({ status: 200, detail: undefined })
    frozen = confirmed.body
    archive = (await archiveOf(COUNTY_VIEWER)).bytes
  })

  it('lets nobody in while the last step is taken', async () => {
    expect((await Promise.all(meanwhile)).map(({ status, body }) => [status, body.detail])).toEqual([
      [409, expect.stringMatching(/已经冻结/)],
      [409, expect.stringMatching(/已经冻结/)],
    ])
    expect((await ask(TOWNSHIP, '2026/objections')).body).toMatchObject({ open_count: 0, newest_version: 5 })
    expect((await ask(TOWNSHIP, '2026/scheme')).body).toMatchObject({ version: 5, newest_version: 5, is_frozen: true })
  })

  it('was frozen by two, is kept in the audit trail, and its archive verifies and says who they were', async () => {
    expect(frozen).toMatchObject({ state: 'frozen', proposed_by: 'county', confirmed_by: 'zhao', may_propose: false })
    expect(kept.slice(0, 2)).toMatchObject([
      { action: 'freeze_proposed', detail: expect.stringContaining(frozen.digest) },
      { action: 'freeze_confirmed', detail: expect.stringContaining(String(frozen.fingerprint)) },
    ])
    const { manifest } = await checkBytes(archive, { fingerprint: frozen.fingerprint ?? '' })
    expect(manifest).toMatchObject({
      state: 'frozen',
      frozen: { proposed: { by: 'county' }, confirmed: { by: 'zhao' } },
    })
    const cwd = await tempFolder()
    writeFileSync(join(cwd, '2026.zip'), archive)
    const { exit, text } = await run(['evaluate', 'verify', '2026.zip'], { cwd })
    expect([exit, text]).toEqual([0, expect.stringContaining('county 于 2027-01-20 09:00 提出，zhao 于')])
    const file = join(dirname(county.application.warehouse.file), 'evaluations', '2026.zip')
    expect(readFileSync(file).equals(archive)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
  })

  it('can be proposed, confirmed, declined and its scheme changed no more', async () => {
    const { digest } = frozen
    for (const answer of [
      await propose(),
      await confirm(ZHAO, digest),
      await ask(ZHAO, '2026/freeze/decline', { digest, reason: '晚了' }),
      await ask(COUNTY_VIEWER, '2026/freeze/withdraw', { digest }),
      await ask(COUNTY_VIEWER, '2026/scheme', { base_version: 5, reason: '晚了', scheme: { least_checked: 12 } }),
    ])
      expect(answer.body).toMatchObject({ status: 409, detail: expect.stringMatching(/已经冻结/) as string })
  })

  it('stays as it was when exports correct it; the correction stands beside it, item by item', async () => {
    const before = await county.services.evaluation.frozen('2026')
    expect((await ask(TOWNSHIP, '2026/later')).body).toMatchObject({
      is_frozen: true,
      corrections: [],
      changed_policy: [],
    })
    const { policy } = county.application.config
    const { targets, legal_aid_days } = policy
    policy.targets = { talk: 0.5, file: 0.5 }
    policy.legal_aid_days = 60
    county.clock.now = new Date('2027-02-10T09:00:00+08:00')
    expect((await ask(TOWNSHIP, '2026/later')).body).toMatchObject({
      corrections: [],
      changed_policy: ['legal_aid_days'],
    })
    Object.assign(policy, { targets, legal_aid_days })
    await county.pull(2)
    const { stage, standings } = (await ask(TOWNSHIP, '2026')).body
    expect(stage).toBe('frozen')
    expect(standings.map(({ township, score }) => [township, score])).toEqual(
      before?.standings.map(({ township, score }) => [township, score]),
    )
    const { corrections } = (await ask(TOWNSHIP, '2026/later')).body
    const talks = corrections.flatMap(({ items }) => items.filter(({ duty }) => duty === 'talk'))
    expect(talks.some(({ met }) => met.frozen !== null && Number(met.now) > met.frozen)).toBe(true)
    expect((await archiveOf(ZHAO)).bytes.equals(archive)).toBe(true)
  })

  it('stays as it was when a child is forgotten and what is old ages out', async () => {
    const { application } = county
    const [row] = await application.warehouse.queryText('select child_id from census_rows where to_at is null limit 1')
    await forgetChild(application, row?.child_id as bigint, () => Promise.resolve())
    const now = county.clock.now
    county.clock.now = new Date('2032-02-10T09:00:00+08:00')
    const trail = { countBefore: () => Promise.resolve(0), ageOut: () => Promise.resolve() }
    expect((await ageOut(application, { trail })).rejected_texts).toBeGreaterThan(0)
    county.clock.now = now
    expect((await archiveOf(ZHAO)).bytes.equals(archive)).toBe(true)
    expect(JSON.parse(await entryText(archive, 'results.json'))).toEqual(
      await county.services.evaluation.frozen('2026'),
    )
  })

  it('comes back with a backup, archive and all; one that is gone or changed is not handed out', async () => {
    const { application } = county
    const { config } = application
    const out = await tempFolder()
    await backUp(application, join(out, 'a.backup'))
    await cp(config.file, join(out, 'county.yaml'))
    await cp(keyFileOf(config), join(out, 'county.key'))
    const data = join(out, 'warehouse')
    const master = masterKeyOf(application)
    const options = { file: join(out, 'a.backup'), data, config: join(out, 'county.yaml'), master, may_replace: true }
    expect(await restore(options)).toMatchObject({ frozen_years: ['2026'] })
    expect(statSync(join(data, 'evaluations', '2026.zip')).mode & 0o777).toBe(0o600)
    const again = await openApplication({ config, data, now: application.now, env: {} })
    const work = evaluationWork(again)
    try {
      expect((await work.archive('2026')).bytes.equals(archive)).toBe(true)
      expect(await work.frozen('2026')).not.toBeNull()
      writeFileSync(join(data, 'evaluations', '2026.zip'), archive.subarray(1))
      await expect(work.archive('2026')).rejects.toMatchObject({
        code: 'unreadable_file',
        message: expect.stringMatching(/被改动过/) as string,
      })
      rmSync(join(data, 'evaluations', '2026.zip'))
      await expect(work.archive('2026')).rejects.toMatchObject({
        code: 'unreadable_file',
        message: expect.stringMatching(/不见了/) as string,
      })
    } finally {
      await again.close()
    }
  })
})
