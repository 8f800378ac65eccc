import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ShouwangError } from '../../errors.ts'
import type { Application } from '../../pipeline/application.ts'
import { parseConfig } from '../../pipeline/config.ts'
import type { PullOptions } from '../../pipeline/pull.ts'
import type { TownshipReport } from '../../pipeline/report.ts'
import { startSchedule, type ScheduleOptions } from '../../pipeline/schedule.ts'
import { toLocal } from '../../queries/instants.ts'
import { Warehouse } from '../../queries/warehouse.ts'
import { Vault } from '../../vault/vault.ts'

const ZONE = 'Asia/Shanghai'
const START = new Date('2026-11-24T13:59:30+08:00')
const MINUTE = 60_000
/** Runs of a township that the config no longer has: the county was pulled before. */
const OTHERS = { gone: '2026-11-20T14:00:00+08:00' }

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A pull that ends when the test says so. */
interface HeldPull {
  township: string
  reason: string
  options: PullOptions
  end(state?: TownshipReport['state']): void
  fail(error: Error): void
}

class Pulls {
  readonly all: HeldPull[] = []

  readonly pull = (_: Application, options: PullOptions): Promise<TownshipReport[]> =>
    new Promise((resolve, reject) => {
      const [{ id = '', name = '' } = {}] = options.townships
      const report = (state: TownshipReport['state']): TownshipReport => ({
        id,
        name,
        state,
        batch_id: null,
        received_at: null,
        registers: [],
        unmatched: [],
        message: null,
      })
      const end = (state: TownshipReport['state'] = 'loaded') => resolve([report(state)])
      this.all.push({ township: id, reason: options.reason, options, end, fail: reject })
    })

  /** What was started, as `01 schedule`. */
  get started(): string[] {
    return this.all.map(({ township, reason }) => `${township} ${reason}`)
  }
}

/** Lets everything run that waits for nothing but promises. */
const settle = () => vi.advanceTimersByTimeAsync(0)

async function makeApplication(schedules: string[], ranAt: Record<string, string> = OTHERS): Promise<Application> {
  const townships = schedules.map((schedule, index) => {
    const id = `0${index + 1}`
    return `{ id: "${id}", name: 镇${id}, source: { kind: folder, path: exports }, schedule: "${schedule}" }`
  })
  const text = `county: { code: "990001", name: 示范县 }\ntownships: [${townships.join(', ')}]\n`
  const warehouse = await Warehouse.open(':memory:')
  onTestFinished(() => warehouse.close())
  for (const [township_id, at] of Object.entries(ranAt)) {
    const started_at = toLocal(new Date(at), ZONE)
    const run = {
      reason: 'command',
      township_id,
      started_at,
      duration_ms: 1,
      state: 'loaded',
      message: null,
      batch_id: null,
    }
    await warehouse.transaction(async (transaction) => void (await transaction.run('loading/insert_run', run)))
  }
  return {
    config: parseConfig(text, '/nowhere/county.yaml'),
    warehouse,
    vault: Vault.create(Buffer.alloc(32, 7)).vault,
    now: () => new Date(),
    env: {},
    events: new EventEmitter(),
    alone: (_, work) => work(),
    close: () => warehouse.close(),
  }
}

async function start(application: Application, options: Partial<ScheduleOptions> = {}) {
  const pulls = new Pulls()
  const lines: string[] = []
  const note = (facts: object, message: string) => void lines.push(`${message} ${JSON.stringify(facts)}`)
  const schedule = await startSchedule(application, {
    log: { info: note, warn: note, error: note },
    signal: new AbortController().signal,
    pull: pulls.pull,
    ...options,
  })
  onTestFinished(() => schedule.stop())
  await settle()
  return { schedule, pulls, lines }
}

describe('the schedule', () => {
  it('pulls each township by its own line, in the county’s zone', async () => {
    const ran = { '01': '2026-11-24T13:00:00+08:00', '02': '2026-11-24T13:00:00+08:00' }
    const { pulls } = await start(await makeApplication(['0 14 * * *', '1 14 * * *'], ran))
    expect(pulls.started).toEqual([])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toEqual(['01 schedule'])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toEqual(['01 schedule', '02 schedule'])
  })

  it('does not let the pulls of a township overlap', async () => {
    const { pulls, lines } = await start(await makeApplication(['* * * * *'], { '01': '2026-11-24T13:59:10+08:00' }))
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(pulls.started).toEqual(['01 schedule'])
    expect(lines.filter((line) => line.startsWith('still being pulled'))).toHaveLength(2)
    pulls.all[0]?.end()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toEqual(['01 schedule', '01 schedule'])
  })

  it('catches up at the start what came due while nobody served, and a township that is new', async () => {
    const ran = { '01': '2026-11-24T11:59:59+08:00', '02': '2026-11-24T12:00:00+08:00' }
    const { pulls } = await start(await makeApplication(['0 */2 * * *', '0 */2 * * *', '0 */2 * * *'], ran))
    expect(pulls.started).toEqual(['01 catch-up', '03 catch-up'])
  })

  it('leaves a county that was never pulled to its operator, and to the next instant', async () => {
    const { pulls } = await start(await makeApplication(['0 14 * * *'], {}))
    expect(pulls.started).toEqual([])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toEqual(['01 schedule'])
  })

  it('leaves out what comes due while the same township is being caught up', async () => {
    const { pulls } = await start(await makeApplication(['0 14 * * *']))
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toEqual(['01 catch-up'])
  })

  it('catches up when the process was asleep as the instant passed', async () => {
    const { pulls } = await start(await makeApplication(['0 14 * * *'], { '01': '2026-11-24T13:00:00+08:00' }))
    vi.setSystemTime(new Date('2026-11-24T14:20:00+08:00'))
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toEqual(['01 catch-up'])
  })

  it('only catches up under a clock that stands still', async () => {
    const now = () => START
    const application = { ...(await makeApplication(['* * * * *'], { '01': '2026-11-24T13:00:00+08:00' })), now }
    const { pulls } = await start(application, { is_clock_still: true })
    expect(pulls.started).toEqual(['01 catch-up'])
    pulls.all[0]?.end()
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(pulls.started).toEqual(['01 catch-up'])
  })

  it('pulls a few townships at once, the others in turn', async () => {
    const { pulls } = await start(await makeApplication(Array.from({ length: 5 }, () => '0 14 * * *')))
    expect(pulls.started).toEqual(['01 catch-up', '02 catch-up', '03 catch-up'])
    pulls.all[1]?.end()
    await settle()
    expect(pulls.started.slice(3)).toEqual(['04 catch-up'])
    pulls.all[0]?.end()
    pulls.all[2]?.end()
    await settle()
    expect(pulls.started.slice(4)).toEqual(['05 catch-up'])
  })

  it('logs a pull that fails, and goes on', async () => {
    const { pulls, lines } = await start(await makeApplication(['* * * * *']))
    pulls.all[0]?.fail(new Error('the disk is full'))
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(lines.some((line) => line.startsWith('pull failed') && line.includes('"01"'))).toBe(true)
    expect(pulls.started).toEqual(['01 catch-up', '01 schedule'])
    pulls.all[1]?.end('failed')
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(pulls.started).toHaveLength(3)
  })

  it('starts nothing after it was stopped, not even what waits for its turn', async () => {
    const { schedule, pulls } = await start(await makeApplication(Array.from({ length: 4 }, () => '* * * * *')))
    schedule.stop()
    for (const held of pulls.all) held.end()
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(pulls.started).toHaveLength(3)
  })

  it('tells of each pull until it ends', async () => {
    const running = new Set<Promise<void>>()
    const track = (work: Promise<void>) => {
      running.add(work)
      void work.then(() => running.delete(work))
    }
    const { pulls } = await start(await makeApplication(['0 14 * * *']), { track })
    expect(running.size).toBe(1)
    pulls.all[0]?.fail(new Error('no'))
    await settle()
    expect(running.size).toBe(0)
  })

  it('hands a running pull the reason why it is to roll back', async () => {
    const abort = new AbortController()
    const { pulls } = await start(await makeApplication(['0 14 * * *']), { signal: abort.signal })
    const progress = () => pulls.all[0]?.options.progress?.({ township: '01', register: 'census', rows: 1 })
    expect(progress).not.toThrow()
    abort.abort(new ShouwangError('not_ready', '服务停止'))
    expect(progress).toThrow('服务停止')
  })
})
