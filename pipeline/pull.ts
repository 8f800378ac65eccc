import { isShouwangError } from '../errors.ts'
import { fromLocal, toLocal } from '../queries/instants.ts'
import type { Application } from './application.ts'
import type { TownshipConfig } from './config.ts'
import { pullTownship, type AcceptShrink, type PullContext } from './pull-township.ts'
import type { RegisterReport, TownshipReport } from './report.ts'

export interface PullOptions {
  townships: readonly TownshipConfig[]
  /** Lets registers shrink: all of them, or each of these that brings at least so many rows. */
  accept_shrink?: AcceptShrink
  /** Why this pull runs: `command`, `schedule`, `catch-up`, `page`. */
  reason: string
  progress?: PullContext['progress']
  open_source?: PullContext['open_source']
  /** Told when a township is done. */
  done?: (report: TownshipReport) => void
  /** The clock of this pull; default the application's. */
  now?: () => Date
}

/** How many townships' exports are fetched and read at once; loading is one at a time. */
const AT_ONCE = 3

/** Pulls the given townships. A source that fails leaves the others untouched. */
export async function pull(application: Application, options: PullOptions): Promise<TownshipReport[]> {
  const reports = new Map<string, TownshipReport>()
  const queue = [...options.townships]
  const work = async (): Promise<void> => {
    for (let township = queue.shift(); township; township = queue.shift()) {
      const { id } = township
      const next = township
      const report = await application.alone(id, () => pullOne(application, next, options))
      reports.set(id, report)
      options.done?.(report)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const ordered = options.townships.flatMap((township) => reports.get(township.id) ?? [])
  for (const report of ordered) await addCodes(application, report)
  return ordered
}

async function pullOne(
  application: Application,
  township: TownshipConfig,
  options: PullOptions,
): Promise<TownshipReport> {
  const { config, warehouse } = application
  const now = options.now ?? application.now
  const started = now()
  const from = performance.now()
  const report = await attempt(application, township, options, now)
  await warehouse.transaction(async (transaction) => {
    await transaction.run('loading/insert_run', {
      reason: options.reason,
      township_id: township.id,
      started_at: toLocal(started, config.county.timezone),
      duration_ms: Math.round(performance.now() - from),
      state: report.state,
      message: report.message,
      batch_id: report.batch_id,
    })
    transaction.touch(toLocal(started, config.county.timezone))
  })
  application.events.emit('batch', {
    township: township.id,
    at: fromLocal(report.received_at ?? toLocal(started, config.county.timezone), config.county.timezone),
    state: report.state,
    version: warehouse.version,
  })
  return report
}

async function attempt(
  application: Application,
  township: TownshipConfig,
  options: PullOptions,
  now: () => Date,
): Promise<TownshipReport> {
  try {
    return await pullTownship(township, {
      ...application,
      now,
      accept_shrink: options.accept_shrink ?? false,
      progress: options.progress,
      open_source: options.open_source,
    })
  } catch (error) {
    if (!isShouwangError(error) || error.code === 'internal') throw error
    return {
      id: township.id,
      name: township.name,
      state: 'failed',
      batch_id: null,
      received_at: null,
      registers: [],
      unmatched: [],
      message: error.message,
    }
  }
}

/** Adds which codes the rejects and warnings have, and the warnings that depend on other townships. */
async function addCodes(application: Application, report: TownshipReport): Promise<void> {
  if (report.batch_id === null) return
  const parameters = { township_id: report.id }
  const find = (code: unknown): RegisterReport | undefined =>
    report.registers.find((register) => register.register === code)
  for (const row of await application.warehouse.query('loading/finding_codes', parameters)) {
    const register = find(row.register)
    if (!register) continue
    const codes = row.is_reject ? register.reasons : register.warning_codes
    codes[row.code as string] = row.finding_count as number
  }
  for (const row of await application.warehouse.query('loading/derived_warnings', parameters)) {
    const register = find(row.register)
    const count = row.warning_count as number
    if (!register || count === 0) continue
    register.warning_codes[row.code as string] = count
    register.warnings += count
  }
}
