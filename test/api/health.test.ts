import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { healthAnswer } from '../../web/api/schemas.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeEach(async () => {
  county = await openApiCounty({ pulls: 0 })
})
afterEach(() => county.close())

const at = (instant: string): void => {
  county.clock.now = new Date(instant)
}

async function healthOf(id: string): Promise<z.infer<typeof healthAnswer>['townships'][number]> {
  const response = await county.api.request('/api/health')
  const health = healthAnswer.parse(await response.json())
  expect(health).toMatchObject({ status: 'serving', since: '2026-09-01T08:00:00+08:00', now: health.as_of })
  const township = health.townships.find((each) => each.id === id)
  if (township === undefined) throw new Error(`no township ${id}`)
  return township
}

const registerOf = ({ registers }: Awaited<ReturnType<typeof healthOf>>, code: string) =>
  registers.find(({ register }) => register === code)

const PULLED = '2026-09-10T02:00:00+08:00'

describe('/api/health', () => {
  it('of a township that never brought anything is stale, since no instant', async () => {
    expect(await healthOf('01')).toEqual({
      id: '01',
      name: '高桥镇',
      data_at: null,
      pulled_at: null,
      state: null,
      is_stale: true,
      stale_since: null,
      registers: [],
    })
    await county.pull(1)
    const absent = await healthOf('03')
    expect(absent).toMatchObject({
      data_at: null,
      pulled_at: PULLED,
      state: 'absent',
      is_stale: true,
      stale_since: null,
    })
    expect(absent.registers.map(({ state, is_stale }) => [state, is_stale])).toEqual(
      Array.from({ length: 5 }, () => ['absent', false]),
    )
  })

  it('becomes stale when no good batch came for longer than the policy allows', async () => {
    await county.pull(1)
    expect(await healthOf('01')).toMatchObject({
      data_at: PULLED,
      pulled_at: PULLED,
      state: 'loaded',
      is_stale: false,
      stale_since: null,
    })
    at('2026-09-11T02:00:00+08:00')
    expect((await healthOf('01')).is_stale).toBe(false)
    at('2026-09-11T02:01:00+08:00')
    expect(await healthOf('01')).toMatchObject({ is_stale: true, stale_since: '2026-09-11T02:00:00+08:00' })
  })

  it('stays fresh while nothing is new, and says since when nothing is', async () => {
    await county.pull(1)
    at('2026-09-10T20:00:00+08:00')
    await county.pull()
    at('2026-09-11T12:00:00+08:00')
    expect(await healthOf('01')).toMatchObject({
      data_at: PULLED,
      pulled_at: '2026-09-10T20:00:00+08:00',
      state: 'unchanged',
      is_stale: false,
    })
  })

  it('is stale from the first run in which the source fails, until one reaches it', async () => {
    await county.pull(1)
    renameSync(join(county.exports, '01'), join(county.exports, 'away'))
    at('2026-09-10T04:00:00+08:00')
    await county.pull()
    at('2026-09-10T06:00:00+08:00')
    await county.pull()
    const failed = await healthOf('01')
    expect(failed).toMatchObject({
      data_at: PULLED,
      pulled_at: PULLED,
      state: 'failed',
      is_stale: true,
      stale_since: '2026-09-10T04:00:00+08:00',
    })
    expect(failed.registers.every(({ is_stale }) => is_stale)).toBe(true)
    expect((await healthOf('02')).is_stale).toBe(false)
    renameSync(join(county.exports, 'away'), join(county.exports, '01'))
    at('2026-09-10T08:00:00+08:00')
    await county.pull()
    expect(await healthOf('01')).toMatchObject({
      is_stale: false,
      stale_since: null,
      pulled_at: '2026-09-10T08:00:00+08:00',
    })
  })

  it('is stale from the first batch that misses a register which once had data', async () => {
    await county.pull(1)
    rmSync(join(county.exports, '01', '结对帮扶.csv'))
    at('2026-09-10T04:00:00+08:00')
    await county.pull()
    at('2026-09-10T06:00:00+08:00')
    await county.pull()
    const health = await healthOf('01')
    expect(health).toMatchObject({ is_stale: true, stale_since: '2026-09-10T04:00:00+08:00' })
    expect(registerOf(health, 'pairings')).toEqual({
      register: 'pairings',
      state: 'absent',
      data_at: PULLED,
      is_stale: true,
    })
    expect(registerOf(health, 'census')).toMatchObject({ state: 'unchanged', is_stale: false })
  })

  it('is stale from the batch that refused a register', async () => {
    await county.pull(1)
    writeFileSync(join(county.exports, '01', '摸底花名册.csv'), '序号,身份证号,姓名,性别\n1,x,y,男\n')
    at('2026-09-10T04:00:00+08:00')
    await county.pull()
    const health = await healthOf('01')
    expect(health).toMatchObject({ state: 'refused', is_stale: true, stale_since: '2026-09-10T04:00:00+08:00' })
    expect(registerOf(health, 'census')).toEqual({
      register: 'census',
      state: 'refused',
      data_at: PULLED,
      is_stale: true,
    })
    expect(registerOf(health, 'contacts')).toMatchObject({ is_stale: false })
  })
})
