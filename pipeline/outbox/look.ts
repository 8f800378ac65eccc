import { fromLocal, parseInstant, toLocal } from '../../queries/instants.ts'
import { passedClocks, type NoticeEvent, type PassedClock } from '../../queries/notices.ts'
import type { Transaction, Warehouse } from '../../queries/warehouse.ts'

/**
 * What whoever keeps inspection orders tells (`application.events.emit('order', …)`), as often as they like: one key, kind and
 * deadline is told once. Nobody else may be told of an order: nothing here looks for inspections.
 */
export interface OrderEvent {
  kind: 'order_due' | 'order_overdue'
  unit_id: string
  /** The order's number, as its page shows it. */
  key: string
  /** ISO 8601 with an offset. */
  deadline: string
}

export interface LookOptions {
  warehouse: Warehouse
  timezone: string
  townships: readonly { id: string; name: string }[]
  stale_after_minutes: number
}

/** What is older than that is history: an event that passed while nobody served, or before anything was told. */
const WATCHED_HOURS = 24

/** Clocks of incidents that are half over or ran out, and were not looked at. */
export async function clockEvents(options: LookOptions, now: Date): Promise<NoticeEvent[]> {
  const { warehouse, timezone } = options
  const since = new Date(now.getTime() - WATCHED_HOURS * 60 * 60 * 1000)
  const passed = await passedClocks(warehouse, toLocal(now, timezone), toLocal(since, timezone))
  return passed.map((clock) => clockEvent(clock, options))
}

function clockEvent(passed: PassedClock, options: LookOptions): NoticeEvent {
  const { event_key, subject, township_id, incident_id, clock, event, village, school, due_at } = passed
  const inside = [school, village].filter((name) => name !== null)
  return {
    key: event_key,
    kind: `incident_${event}`,
    subject,
    places: [township_id, ...inside.map((name) => `${township_id}/${name}`)],
    facts: {
      township: nameOf(township_id, options),
      place: inside[0] ?? null,
      number: incident_id,
      clock,
      at: fromLocal(due_at, options.timezone),
    },
  }
}

/** An order that is due or overdue. */
export function orderEvent({ kind, unit_id, key, deadline }: OrderEvent, options: LookOptions): NoticeEvent {
  const [township_id = '', place] = unit_id.split('/')
  const at = fromLocal(
    toLocal(parseInstant(deadline, options.timezone, 'deadline'), options.timezone),
    options.timezone,
  )
  return {
    key: `order/${key}/${kind}/${at}`,
    kind,
    subject: `order/${key}`,
    places: [unit_id],
    facts: { township: nameOf(township_id, options), place: place ?? null, number: key, clock: null, at },
  }
}

/** Townships that became stale since they were last looked at, and (`ended`) those that are fresh again. */
export async function staleChanges(
  options: LookOptions,
  now: Date,
): Promise<{ begun: NoticeEvent[]; ended: string[] }> {
  const { warehouse, timezone, stale_after_minutes } = options
  const as_of = toLocal(now, timezone)
  const health = await warehouse.query('summary/health', { as_of, stale_after_minutes })
  const before = new Set((await warehouse.query('notices/stale')).map((row) => String(row.township_id)))
  const stale = new Map(health.filter((row) => row.is_stale === true).map((row) => [String(row.township_id), row]))
  const begun = [...stale.values()].filter((row) => !before.has(String(row.township_id)))
  return {
    begun: begun.map((row) => {
      const id = String(row.township_id)
      const at = row.stale_since === null ? null : fromLocal(String(row.stale_since), timezone)
      const facts = { township: String(row.name), place: null, number: null, clock: null, at }
      return { key: `stale/${id}/${as_of}`, kind: 'township_stale', subject: `stale/${id}`, places: [id], facts }
    }),
    ended: [...before].filter((id) => !stale.has(id)),
  }
}

/** Keeps which townships are stale, in the transaction in which it is kept whom that is told. */
export async function keepStale(
  transaction: Transaction,
  { begun, ended }: { begun: readonly NoticeEvent[]; ended: readonly string[] },
  begun_at: string,
): Promise<void> {
  for (const { places } of begun)
    await transaction.run('notices/begin_stale', { township_id: places[0] ?? '', begun_at })
  for (const township_id of ended) await transaction.run('notices/end_stale', { township_id })
}

const nameOf = (id: string, { townships }: LookOptions): string => townships.find((each) => each.id === id)?.name ?? id
