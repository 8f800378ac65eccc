import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RunningWork } from '../../pipeline/server/running-work.ts'

const PATIENCE = { finish_ms: 30_000, roll_back_ms: 5_000 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('running work', () => {
  it('ends at once when there is none', async () => {
    const work = new RunningWork()
    expect(await work.end(PATIENCE)).toBe(true)
    expect(work.signal.aborted).toBe(false)
  })

  it('is waited for, also when it fails, and also what it leads to', async () => {
    const work = new RunningWork()
    let fail: (error: Error) => void = () => undefined
    let finish: () => void = () => undefined
    work.add(new Promise<void>((_, reject) => (fail = reject)))
    const ending = work.end(PATIENCE)
    await vi.advanceTimersByTimeAsync(20_000)
    work.add(new Promise<void>((resolve) => (finish = resolve)))
    fail(new Error('failed'))
    await vi.advanceTimersByTimeAsync(9_999)
    finish()
    expect(await ending).toBe(true)
    expect(work.signal.aborted).toBe(false)
    expect(work.count).toBe(0)
  })

  it('is rolled back after its time, with a reason that says so', async () => {
    const work = new RunningWork()
    work.add(
      new Promise((_, reject) => work.signal.addEventListener('abort', () => reject(work.signal.reason as Error))),
    )
    const ending = work.end(PATIENCE)
    await vi.advanceTimersByTimeAsync(29_999)
    expect(work.signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await ending).toBe(true)
    expect(work.signal.reason).toMatchObject({ code: 'not_ready', message: expect.stringContaining('撤回') })
  })

  it('is left when it hears nothing', async () => {
    const work = new RunningWork()
    work.add(new Promise(() => undefined))
    const ending = work.end(PATIENCE)
    await vi.advanceTimersByTimeAsync(35_000)
    expect(await ending).toBe(false)
    expect(work.count).toBe(1)
  })
})
