import { createTask, type ScheduledTask } from 'node-cron'
import { parseInstant } from '../queries/instants.ts'
import type { Application } from './application.ts'
import type { TownshipConfig } from './config.ts'
import { lastDue } from './due.ts'
import { pull as pullTownships, type PullOptions } from './pull.ts'
import type { TownshipReport } from './report.ts'

/** Told what the schedule does; a pino logger fits. */
export interface ScheduleLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface ScheduleOptions {
  log: ScheduleLog
  /** When it is aborted, what runs is rolled back and recorded as failed with the abort's reason. */
  signal: AbortSignal
  /** Told of each pull as it begins, so that whoever stops the process can wait for it. */
  track?: (running: Promise<void>) => void
  /** The application's clock stands still (`--now`): what was missed is caught up, and nothing comes due after that. */
  is_clock_still?: boolean
  pull?: (application: Application, options: PullOptions) => Promise<TownshipReport[]>
}

export interface Schedule {
  /** Starts no pull any more; those that run go on. */
  stop(): void
}

type Reason = 'schedule' | 'catch-up'

/** How many townships are pulled at once: many share one cron line, and each holds its export in memory. */
const AT_ONCE = 3

/**
 * Pulls each township by its own cron line, read in the county's zone, for as long as the process serves. A township's
 * pulls do not overlap: what comes due while one runs is left out. What came due while nobody served is caught up at once.
 * A pull that fails is logged, and never ends the process.
 */
export async function startSchedule(application: Application, options: ScheduleOptions): Promise<Schedule> {
  const { log, track } = options
  const { timezone } = application.config.county
  const queue = new PullQueue(application, options)
  const tasks: ScheduledTask[] = []
  const add = (township: TownshipConfig, reason: Reason): Promise<void> => {
    const running = queue.add(township, reason)
    track?.(running)
    return running
  }
  const missed = await missedTownships(application)
  if (!options.is_clock_still) {
    for (const township of application.config.townships) {
      const task = createTask(township.schedule, () => add(township, 'schedule'), {
        name: township.id,
        timezone,
        noOverlap: true,
        logger: quietLogger,
      })
      // The process was busy or asleep when the instant passed.
      task.on('execution:missed', () => void add(township, 'catch-up'))
      task.on('execution:overlap', () => log.warn({ township: township.id }, 'still being pulled, left out'))
      await task.start()
      tasks.push(task)
    }
  }
  for (const { township, due_at } of missed) {
    log.info({ township: township.id, due_at: due_at?.toISOString() ?? null }, 'pull missed, catching up')
    void add(township, 'catch-up')
  }
  return {
    stop: () => {
      queue.stop()
      for (const task of tasks) void task.destroy()
    },
  }
}

interface Missed {
  township: TownshipConfig
  /** The instant that passed without a pull; null for a township that is new in the county. */
  due_at: Date | null
}

/** A county that was never pulled has missed nothing: its first pull is the operator's, or the schedule's next. */
async function missedTownships({ config, warehouse, now }: Application): Promise<Missed[]> {
  const { timezone } = config.county
  const last = new Map<unknown, Date>()
  for (const row of await warehouse.query('loading/last_runs')) {
    last.set(row.township_id, parseInstant(row.started_at as string, timezone))
  }
  if (last.size === 0) return []
  return config.townships.flatMap((township): Missed[] => {
    const last_at = last.get(township.id)
    if (!last_at) return [{ township, due_at: null }]
    const due_at = lastDue(township.schedule, timezone, last_at, now())
    return due_at ? [{ township, due_at }] : []
  })
}

/** Pulls townships one by one, a few at a time, and none twice at the same time. */
class PullQueue {
  readonly #application: Application
  readonly #options: ScheduleOptions
  readonly #townships = new Set<string>()
  readonly #waiting: (() => void)[] = []
  #free = AT_ONCE
  #isStopped = false

  constructor(application: Application, options: ScheduleOptions) {
    this.#application = application
    this.#options = options
  }

  /** Ends when the township was pulled, was left out, or the queue was stopped before its turn. Never rejects. */
  async add(township: TownshipConfig, reason: Reason): Promise<void> {
    if (this.#isStopped) return
    if (this.#townships.has(township.id)) {
      // A night's sleep misses many instants of a line; one pull makes up for all.
      if (reason === 'schedule') this.#options.log.warn({ township: township.id }, 'still being pulled, left out')
      return
    }
    this.#townships.add(township.id)
    await this.#turn()
    try {
      if (!this.#isStopped) await this.#pull(township, reason)
    } catch (error) {
      this.#options.log.error({ township: township.id, reason, err: error }, 'pull failed')
    } finally {
      this.#townships.delete(township.id)
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }

  stop(): void {
    this.#isStopped = true
  }

  async #turn(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  async #pull(township: TownshipConfig, reason: Reason): Promise<void> {
    const { log, signal, pull = pullTownships } = this.#options
    const from = performance.now()
    const [report] = await pull(this.#application, {
      townships: [township],
      reason,
      progress: () => signal.throwIfAborted(),
    })
    if (!report) return
    const registers = Object.fromEntries(report.registers.map(({ register, state }) => [register, state]))
    const facts = {
      township: report.id,
      reason,
      state: report.state,
      registers,
      ms: Math.round(performance.now() - from),
    }
    if (report.state === 'failed') log.warn({ ...facts, problem: report.message }, 'pull failed')
    else log.info(facts, 'pulled')
  }
}

/** node-cron would write to the console what the events above say. */
const quietLogger = { info: ignore, warn: ignore, error: ignore, debug: ignore }

function ignore(): void {
  return undefined
}
