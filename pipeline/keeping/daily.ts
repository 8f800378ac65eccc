import { createTask } from 'node-cron'

export interface DailyOptions {
  timezone: string
  /** The clock stands still: done once, and not again. */
  is_clock_still: boolean
  /** Told of each run as it begins. */
  track: (running: Promise<void>) => void
  report: (error: unknown) => void
}

/** At a quiet hour, when the townships' exports of the night are in. */
const LINE = '40 4 * * *'

/** Does a piece of work at once and then once a day for as long as the process serves; what fails is reported. */
export async function startDaily(work: () => Promise<unknown>, options: DailyOptions): Promise<{ stop(): void }> {
  const { timezone, is_clock_still, track, report } = options
  const once = (): Promise<void> => {
    const running = work().then(() => undefined, report)
    track(running)
    return running
  }
  void once()
  if (is_clock_still) return { stop: () => undefined }
  const task = createTask(LINE, once, { timezone, noOverlap: true })
  await task.start()
  return { stop: () => void task.destroy() }
}
