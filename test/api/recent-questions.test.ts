import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApplicationEvents } from '../../pipeline/application.ts'
import { Present } from '../../web/api/county-time.ts'
import { RecentQuestions } from '../../web/api/recent-questions.ts'

const MORNING = new Date('2026-09-10T08:00:00+08:00')
const LATER = '2026-12-31T23:59:59.000'
const EARLIER = '2026-06-30T23:59:59.000'

let now: Date
let version: number
let events: EventEmitter<ApplicationEvents>
let recent: RecentQuestions
let present: Present
let computed: string[]

beforeEach(() => {
  vi.useFakeTimers()
  now = MORNING
  version = 1
  computed = []
  events = new EventEmitter()
  present = new Present(
    () => now,
    () => version,
    'Asia/Shanghai',
  )
  recent = new RecentQuestions({ events }, present)
})
afterEach(() => void vi.useRealTimers())

const ask = (as_of: string, name: string) =>
  recent.ask(as_of, [name], (at) => {
    computed.push(`${name} ${version} ${at}`)
    return Promise.resolve(name)
  })
const batch = () => {
  version++
  events.emit('batch', { township: '01', at: '2026-09-10T09:00:00+08:00', state: 'loaded', version })
}

describe('what was asked lately', () => {
  it('is computed once more after a batch, of the present where it was of the present', async () => {
    await ask(present.local, 'summary')
    await ask(LATER, 'summary')
    await ask(present.local, 'summary')
    computed = []
    now = new Date('2026-09-10T09:00:00+08:00')
    batch()
    await vi.runAllTimersAsync()
    expect(computed.sort()).toEqual(['summary 2 2026-09-10T09:00:00.000', `summary 2 ${LATER}`])
  })

  it('is not computed again of an earlier instant, of which a batch changes nothing', async () => {
    await ask(EARLIER, 'summary')
    await ask(present.local, 'talk')
    computed = []
    now = new Date('2026-09-10T09:00:00+08:00')
    batch()
    await vi.runAllTimersAsync()
    expect(computed).toEqual(['talk 2 2026-09-10T09:00:00.000'])
  })

  it('is computed after the last of several batches alone', async () => {
    await ask(LATER, 'summary')
    computed = []
    batch()
    batch()
    batch()
    await vi.runAllTimersAsync()
    expect(computed).toEqual([`summary 4 ${LATER}`])
  })

  it('is not computed on where a newer batch came in between, nor where nothing was asked', async () => {
    batch()
    await vi.runAllTimersAsync()
    let finish = (): void => undefined
    let isFirst = true
    const answer = (at: string) => {
      computed.push(at)
      if (isFirst || computed.length > 1) return Promise.resolve()
      return new Promise<void>((resolve) => (finish = resolve))
    }
    await recent.ask('2026-11-01T00:00:00', ['a'], answer)
    await recent.ask('2026-12-01T00:00:00', ['a'], answer)
    isFirst = false
    computed = []
    batch()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(computed).toHaveLength(1)
    batch()
    finish()
    await vi.advanceTimersByTimeAsync(1)
    expect(computed).toHaveLength(1)
    await vi.runAllTimersAsync()
    expect(computed).toHaveLength(3)
  })

  it('leaves a failure to whoever asks', async () => {
    await recent.ask(LATER, ['fails'], (at) => {
      computed.push(at)
      return computed.length > 1 ? Promise.reject(new Error('no')) : Promise.resolve()
    })
    await ask(LATER, 'summary')
    batch()
    await vi.runAllTimersAsync()
    expect(computed).toContain(`summary 2 ${LATER}`)
  })
})
