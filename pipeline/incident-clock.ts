import type { EventEmitter } from 'node:events'
import { fromLocal, parseInstant, toLocal } from '../queries/instants.ts'
import { recordEvent, unsentEvents, type ClockEvent } from '../queries/live-incidents.ts'
import type { Warehouse } from '../queries/warehouse.ts'
import type { ApplicationEvents } from './application.ts'

/** Incidents of so many days are watched: what a first start finds older than that is history. */
const WATCHED_DAYS = 7
/** Looks again at least so often: a machine that slept, or whose clock was set, is then right again. */
const LONGEST_MS = 10 * 60_000
/** A clock still runs in the very instant in which it is due (duties.md: open while as_of ≤ due_at). */
const PAST_DUE_MS = 1

/** What a client of `/api/events` is told; nothing of a person. */
export interface IncidentEvent {
  township: string
  incident: string
  /** notify_guardian · notify_parents · report_authority; null for `changed`, which is of the whole incident. */
  clock: string | null
  event: ClockEvent['event'] | 'changed'
  /** ISO 8601 with the county's offset: when it opened, was half over, due, or stopped. */
  at: string
  /** It passed while nobody served, and is told afterwards. */
  late: boolean
  version: number
}

export interface IncidentClockOptions {
  warehouse: Warehouse
  timezone: string
  now: () => Date
  events: EventEmitter<ApplicationEvents>
  /** Calls back after so many milliseconds; answers what stops it. */
  set_timer?: (ms: number, onExpire: () => void) => () => void
  /** The clock stands still (`--now`): nothing comes due. */
  is_clock_still?: boolean
  report?: (error: unknown) => void
}

export interface IncidentClock {
  /** Resolves when what has passed until now is sent and the timer is set to what comes next. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * Sends `incident` events: each clock of each incident as it opens, is half over, runs out and stops, exactly once also over
 * restarts. One timer stands at the next instant; a batch or a telling sets it anew.
 */
export function startIncidentClock(options: IncidentClockOptions): IncidentClock {
  const { warehouse, timezone, now, events, set_timer = systemTimer, report } = options
  const started = now().getTime()
  let cancel: (() => void) | undefined
  let isClosed = false
  let turn: Promise<void> = Promise.resolve()

  const plan = (): void => {
    turn = turn.then(run).catch((error: unknown) => {
      report?.(error)
      wait(LONGEST_MS)
    })
  }
  const wait = (ms: number): void => {
    cancel?.()
    cancel = isClosed || options.is_clock_still === true ? undefined : set_timer(ms, plan)
  }
  const run = async (): Promise<void> => {
    if (isClosed) return
    const emitted_at = toLocal(now(), timezone)
    const unsent = await unsentEvents(warehouse, emitted_at, WATCHED_DAYS)
    const isPast = (event: ClockEvent): boolean => millisOf(event) <= now().getTime()
    const passed = unsent.filter(isPast)
    if (passed.length > 0) await send(passed, emitted_at)
    const next = unsent.find((event) => !passed.includes(event))
    const ms = next === undefined ? LONGEST_MS : Math.min(LONGEST_MS, Math.max(0, millisOf(next) - now().getTime()))
    wait(ms)
  }
  const send = async (passed: readonly ClockEvent[], emitted_at: string): Promise<void> => {
    const isLate = (event: ClockEvent): boolean => parseInstant(event.possible_at, timezone).getTime() < started
    // Kept first: one that is sent is never sent again, whatever happens in between.
    await warehouse.transaction(async (transaction) => {
      for (const event of passed) await recordEvent(transaction, event, emitted_at, isLate(event))
      transaction.touch(emitted_at)
    })
    const { version } = warehouse
    for (const event of passed) {
      const { township_id: township, incident_id: incident, clock, event: what, happened_at } = event
      const at = fromLocal(happened_at, timezone)
      events.emit('incident', { township, incident, clock, event: what, at, late: isLate(event), version })
    }
  }
  const millisOf = ({ event, happened_at }: ClockEvent): number =>
    parseInstant(happened_at, timezone).getTime() + (event === 'overdue' ? PAST_DUE_MS : 0)
  const onTold = ({ township, incident }: { township: string; incident: string }): void => {
    const { version } = warehouse
    const at = fromLocal(toLocal(now(), timezone), timezone)
    events.emit('incident', { township, incident, clock: null, event: 'changed', at, late: false, version })
    plan()
  }

  events.on('batch', plan)
  events.on('told', onTold)
  plan()
  return {
    settled: () => turn,
    close: async () => {
      isClosed = true
      cancel?.()
      events.off('batch', plan)
      events.off('told', onTold)
      await turn
    },
  }
}

function systemTimer(ms: number, onExpire: () => void): () => void {
  const timer = setTimeout(onExpire, ms)
  return () => clearTimeout(timer)
}
