import type { ResultRow } from './rows.ts'
import { overCurrent, statement } from './statements.ts'
import type { Transaction, Warehouse } from './warehouse.ts'

export const LIVE_TIMES = [
  'guardian_notified_at',
  'parents_notified_at',
  'education_reported_at',
  'township_reported_at',
  'police_reported_at',
  'closed_at',
] as const
export type LiveTime = (typeof LIVE_TIMES)[number]

/** The codes of the incidents register's kinds (registers.md, incidents). */
export const INCIDENT_KINDS = [
  'injury',
  'missing',
  'illness',
  'violence',
  'assault',
  'unattended',
  'bullying',
  'other',
] as const

/** What a township's own system tells of an incident; what is undefined stays as told before, null takes a time back. */
export interface Telling extends Partial<Record<LiveTime, Date | null>> {
  township_id?: string
  incident_id: string
  child_id?: string
  kind?: (typeof INCIDENT_KINDS)[number]
  occurred_at?: Date
}

export type TellingWarning = { code: 'time_order'; field: LiveTime } | { code: 'unknown_child'; field: 'child_id' }

export interface TellingOutcome {
  state: 'created' | 'updated' | 'unchanged'
  township_id: string
  incident_id: string
  /** The county's local time. */
  received_at: string
  warnings: TellingWarning[]
}

/** One clock of one incident that opened, is half over, ran out or was stopped; not yet sent when it is read here. */
export interface ClockEvent {
  township_id: string
  incident_id: string
  clock: string
  event: 'opened' | 'half_time' | 'overdue' | 'closed'
  /** The county's local time, as `possible_at`: when it could be known at the earliest. */
  happened_at: string
  possible_at: string
}

/** Events of the clocks that were not sent yet, those to come among them, in the order of their instants. */
export async function unsentEvents(warehouse: Warehouse, as_of: string, watched_days: number): Promise<ClockEvent[]> {
  const rows: ResultRow[] = await warehouse.queryText(overCurrent(statement('live/events')), { as_of, watched_days })
  return rows as unknown as ClockEvent[]
}

/** Keeps that an event is being sent, so that it never is again. */
export async function recordEvent(
  transaction: Transaction,
  sent: ClockEvent,
  emitted_at: string,
  is_late: boolean,
): Promise<void> {
  const { township_id, incident_id, clock, event, happened_at } = sent
  await transaction.run('live/record_event', {
    township_id,
    incident_id,
    clock,
    event,
    happened_at,
    emitted_at,
    is_late,
  })
}
