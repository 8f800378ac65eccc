import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openAccess } from '../../pipeline/cli/access.ts'
import { agingTrail } from '../../pipeline/cli/aging.ts'
import { ageOut, type Aged } from '../../pipeline/keeping/age-out.ts'
import { startDaily } from '../../pipeline/keeping/daily.ts'
import type { Access } from '../../web/server/access.ts'
import { run } from '../cli/fake-io.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { tempFolder } from '../support/temp-folder.ts'

const MING = validId('990001', '20150312', 1)
const HONG = validId('990001', '20160405', 2)
const CENSUS = '身份证号,姓名,性别,出生日期,村,学校,留守类型,留守开始日期'
const row = (id: string, name: string): string => `${id},${name},,,石桥村,中心小学,父母双方外出,2020-01-01`
const BY = { name: 'test', role: 'operator' } as const

let county: SmallCounty
let access: Access

const open = async (): Promise<string[]> => {
  const rows = await county.application.warehouse.queryText('select identity, sealed from identities')
  return rows.map((each) => county.application.vault.unseal(each.sealed as Uint8Array, each.identity as bigint)).sort()
}
const age = (at: string, is_dry_run = false): Promise<Aged> => {
  county.now = new Date(at)
  return ageOut(county.application, { trail: agingTrail(access, BY), is_dry_run })
}

beforeEach(async () => {
  county = await SmallCounty.open({ folder: await tempFolder(), townships: ['01'] })
  onTestFinished(() => county.application.close())
  access = await openAccess(county.application, () => county.now)
  county.write('01', '摸底花名册.csv', [
    CENSUS,
    row(MING, '守小明'),
    row(HONG, '守小红'),
    row('99000120150312', '守小刚'),
  ])
  await county.pull('2021-09-01T02:00:00+08:00')
  await access.audit.record(BY, { action: 'command' })
  await access.audit.record(BY, { action: 'export' })
  county.write('01', '摸底花名册.csv', [CENSUS, row(HONG, '守小红')], new Date('2022-09-01T00:00:00+08:00'))
  await county.pull('2022-09-01T02:00:00+08:00')
})

describe('ageing out', () => {
  it('takes nothing before its time', async () => {
    const before = await open()
    expect(await age('2022-09-01T01:59:59+08:00')).toEqual({ children: 0, rejected_texts: 0, audit_entries: 0 })
    expect(await open()).toEqual(before)
  })

  it('takes the texts of rejected rows, then the trail, then who left the census; figures stay', async () => {
    const figures = () => county.summary({ as_of: '2025-10-01T00:00:00', levels: ['township'] })
    const before = await figures()
    expect(await age('2022-09-01T02:00:01+08:00')).toEqual({ children: 0, rejected_texts: 1, audit_entries: 0 })
    expect(await open()).toEqual([MING, HONG, '守小明', '守小红'].sort())
    expect(await age('2024-09-01T02:00:01+08:00')).toEqual({ children: 0, rejected_texts: 0, audit_entries: 2 })
    expect(await age('2025-09-01T02:00:01+08:00')).toMatchObject({ children: 1 })
    expect(await open()).toEqual([HONG, '守小红'].sort())
    expect(await figures()).toEqual(before)
  })

  it('only counts when it is a dry run', async () => {
    const before = await open()
    expect(await age('2026-09-01T00:00:00+08:00', true)).toEqual({ children: 1, rejected_texts: 1, audit_entries: 2 })
    expect(await open()).toEqual(before)
    expect(await access.audit.verify()).toMatchObject({ is_whole: true, entries: 2 })
  })

  it('knows a child again that comes back', async () => {
    await age('2025-10-01T00:00:00+08:00')
    county.write('01', '摸底花名册.csv', [CENSUS, row(MING, '守小明'), row(HONG, '守小红')])
    const register = await county.pullRegister('2025-10-02T02:00:00+08:00', 'census')
    expect(register).toMatchObject({ state: 'loaded', warnings: 0 })
    expect(await open()).toEqual([MING, HONG, '守小明', '守小红'].sort())
  })
})

describe('an audit trail that was cut for its age', () => {
  beforeEach(() => age('2025-10-01T00:00:00+08:00'))

  it('is whole, and begins after the cut', async () => {
    await access.audit.record(BY, { action: 'backup' })
    expect(await access.audit.verify()).toMatchObject({ is_whole: true, entries: 2 })
    await age('2029-10-01T00:00:00+08:00')
    expect(await access.audit.verify()).toMatchObject({ is_whole: true, entries: 1 })
  })

  it('is broken where somebody else removes what comes first', async () => {
    await access.audit.record(BY, { action: 'backup' })
    await county.application.warehouse.record(async (transaction) => {
      await transaction.run('audit/remove_through', { entry_id: 3 })
    })
    expect(await access.audit.verify()).toMatchObject({ is_whole: false })
  })
})

describe('shouwang age-out', () => {
  it('does it by the clock that it is given', async () => {
    await county.application.close()
    const place = ['--config', join(county.folder, 'county.yaml'), '--data', join(county.folder, 'warehouse')]
    const asked = ['age-out', ...place, '--now', '2026-09-01T00:00:00+08:00', '--json']
    const counted = { children: 1, rejected_texts: 1, audit_entries: 2 }
    expect((await run([...asked, '--dry-run'], { cwd: '/' })).json).toEqual({ ...counted, is_dry_run: true })
    expect((await run(asked, { cwd: '/' })).json).toEqual({ ...counted, is_dry_run: false })
    await county.reopen()
  })
})

describe('what is done daily', () => {
  it('is done at the start, and its failure is told', async () => {
    const told: unknown[] = []
    const running: Promise<void>[] = []
    const daily = await startDaily(() => Promise.reject(new Error('full')), {
      timezone: 'Asia/Shanghai',
      is_clock_still: true,
      track: (work) => void running.push(work),
      report: (error) => void told.push(error),
    })
    await Promise.all(running)
    daily.stop()
    expect(told).toEqual([new Error('full')])
  })
})
