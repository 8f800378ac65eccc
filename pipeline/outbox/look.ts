import { fromLocal, toLocal } from '../../queries/instants.ts'
import { passedClocks, type NoticeEvent, type PassedClock } from '../../queries/notices.ts'
import type { ResultRow } from '../../queries/rows.ts'
import type { Transaction, Warehouse } from '../../queries/warehouse.ts'

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

/** So many days before its last day an order is said to be due. */
const DUE_DAYS = 3
const DAY_MS = 86_400_000

/**
 * Orders that nobody handed in whose last day comes within three days or is over, and that were not looked at with that day.
 * There are orders of revealed inspections alone, so nothing of a hidden one is told.
 */
export async function orderEvents(options: LookOptions, now: Date): Promise<NoticeEvent[]> {
  const { warehouse, timezone } = options
  const dayAfter = (days: number): string => toLocal(new Date(now.getTime() + days * DAY_MS), timezone).slice(0, 10)
  const rows = await warehouse.query('orders/due', { today: dayAfter(0), soon: dayAfter(DUE_DAYS) })
  const found = rows.map((row) => orderEvent(row, options))
  const event_keys = found.map(({ key }) => key)
  const seen = event_keys.length === 0 ? [] : await warehouse.query('notices/seen', { event_keys })
  const known = new Set(seen.map(({ event_key }) => event_key))
  return found.filter(({ key }) => !known.has(key))
}

function orderEvent({ order_id, unit_id, due_on, is_overdue }: ResultRow, options: LookOptions): NoticeEvent {
  const kind = is_overdue === true ? 'order_overdue' : 'order_due'
  const [township_id = '', place] = String(unit_id).split('/')
  const at = fromLocal(`${String(due_on)}T23:59:59`, options.timezone)
  return {
    key: `order/${String(order_id)}/${kind}/${at}`,
    kind,
    subject: `order/${String(order_id)}`,
    places: [String(unit_id)],
    facts: { township: nameOf(township_id, options), place: place ?? null, number: String(order_id), clock: null, at },
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
