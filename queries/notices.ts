import type { ResultRow } from './rows.ts'
import { overCurrent, statement } from './statements.ts'
import type { Transaction, Warehouse } from './warehouse.ts'

/** One event that may be told: what it is, what it is about, and where it happened. */
export interface NoticeEvent {
  key: string
  kind: string
  subject: string
  /** Units: the township, and what of it is known. */
  places: string[]
  /** What is said; nothing of a person. */
  facts: NoticeFacts
}

export interface NoticeFacts {
  township: string
  /** A school, or a village. */
  place: string | null
  /** The number of an incident or an order. */
  number: string | null
  clock: string | null
  /** ISO 8601 with an offset: when it is due, or since when it is stale. */
  at: string | null
}

/** Whom an event is told, and where; no recipient: a group. */
export interface NoticeTarget {
  channel: string
  recipient: string
}

/** A notice that is not done with. */
export interface OpenNotice extends NoticeTarget {
  event_key: string
  kind: string
  subject: string
  places: string[]
  facts: NoticeFacts
  created_at: string
  state: 'waiting' | 'retry' | 'sending'
  message_id: string | null
  next_at: string | null
  attempt_count: number
  is_old: boolean
}

/** A clock of an incident that is half over or ran out and was not looked at yet. */
export interface PassedClock {
  event_key: string
  subject: string
  township_id: string
  incident_id: string
  clock: string
  event: 'half_time' | 'overdue'
  village: string | null
  school: string | null
  due_at: string
}

export interface NoticeStep {
  state: 'sending' | 'sent' | 'retry' | 'failed' | 'unknown' | 'dropped'
  message_id: string | null
  happened_at: string
  next_at?: string
  reason?: string
}

/** Clocks that passed since an instant, run on, and were not looked at. */
export async function passedClocks(warehouse: Warehouse, as_of: string, since_at: string): Promise<PassedClock[]> {
  const rows: ResultRow[] = await warehouse.queryText(overCurrent(statement('notices/clocks')), { as_of, since_at })
  return rows as unknown as PassedClock[]
}

/** Notices that wait, are to be tried again, or were being sent when the process ended. */
export async function openNotices(warehouse: Warehouse): Promise<OpenNotice[]> {
  const rows = await warehouse.query('notices/open')
  return rows.map(({ places, facts, ...row }) => ({
    ...(row as unknown as OpenNotice),
    places: String(places).split('\n'),
    facts: JSON.parse(String(facts)) as NoticeFacts,
  }))
}

/** Keeps that an event was looked at, and whom it is to be told. One that was looked at before is left alone. */
export async function addNotices(
  transaction: Transaction,
  event: NoticeEvent,
  targets: readonly NoticeTarget[],
  created_at: string,
): Promise<void> {
  const { key: event_key, kind, subject, places } = event
  const [seen] = await transaction.query('notices/is_seen', { event_key })
  if (seen?.is_seen === true) return
  await transaction.run('notices/see', { event_key, seen_at: created_at })
  const facts = JSON.stringify(event.facts)
  for (const { channel, recipient } of targets)
    await transaction.run('notices/add', { event_key, channel, recipient, kind, subject, places, facts, created_at })
}

/** Keeps a step of some notices: before it is taken, or what came of it. */
export async function addSteps(
  transaction: Transaction,
  notices: readonly OpenNotice[],
  { message_id, reason, next_at, ...step }: NoticeStep,
): Promise<void> {
  for (const { event_key, channel, recipient } of notices) {
    await transaction.run('notices/add_step', {
      ...{ event_key, channel, recipient, ...step },
      message_id: message_id ?? '',
      reason: reason ?? '',
      has_next: next_at !== undefined,
      next_at: next_at ?? step.happened_at,
    })
  }
}
