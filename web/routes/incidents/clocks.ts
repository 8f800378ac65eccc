import type { Status } from '../../lib/components/status.ts'

export const TIMES = [
  'occurred_at',
  'guardian_notified_at',
  'parents_notified_at',
  'education_reported_at',
  'township_reported_at',
  'police_reported_at',
  'closed_at',
] as const
export type Time = (typeof TIMES)[number]

export const CLOCKS = ['notify_guardian', 'notify_parents', 'report_authority'] as const
export type ClockCode = (typeof CLOCKS)[number]

/** The times that stop a clock: the last of them, when all are there (duties.md). */
const STOPPED_BY: Record<ClockCode, readonly Time[]> = {
  notify_guardian: ['guardian_notified_at'],
  notify_parents: ['parents_notified_at'],
  report_authority: ['education_reported_at', 'township_reported_at'],
}

/** One line of the board; the child is known by the last four digits of its number only. */
export interface Incident {
  id: string
  township: string
  township_id: string
  place: string | null
  child: string | null
  kind: string
  isOpen: boolean
  times: Record<Time, string | null>
  /** As told live; null where nothing was. */
  live: Record<Time, string | null> | null
  told: 'register' | 'live' | 'both'
  isMissing: boolean
  differing: string[]
  impossible: string[]
  clocks: Record<ClockCode, { dueAt: string; status: Status }>
}

export interface ClockFace {
  state: Status | 'unknown' | 'impossible'
  dueAt: string
  doneAt: string | null
}

/**
 * What a clock of an incident shows at `now` (milliseconds): one that runs out while the page is looked at is missed at once;
 * one that was missed shows that no time was given when the incident is closed, else for how long it is over.
 */
export function clockFace(incident: Incident, code: ClockCode, now: number): ClockFace {
  const { status, dueAt } = incident.clocks[code]
  const stops = STOPPED_BY[code]
  const isDone = status === 'met' || status === 'late' || status === 'ahead'
  const done = stops.map((time) => incident.times[time]).filter((time) => time !== null)
  const doneAt = isDone ? (done.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null) : null
  const isImpossible = !isDone && stops.some((time) => incident.impossible.includes(time))
  if (isImpossible) return { state: 'impossible', dueAt, doneAt }
  const isOver = status === 'missed' || (status === 'pending' && now > Date.parse(dueAt))
  if (isOver) return { state: incident.isOpen ? 'missed' : 'unknown', dueAt, doneAt }
  return { state: status, dueAt, doneAt }
}

/** The clocks of an incident that matter still: those that run, and those that ran out and were never stopped. */
export const openClocks = (incident: Incident, now: number): { code: ClockCode; dueAt: string }[] =>
  CLOCKS.flatMap((code) => {
    const { state, dueAt } = clockFace(incident, code, now)
    return state === 'pending' || state === 'missed' ? [{ code, dueAt }] : []
  })

/** The least first: what still runs by the time left, then what is over by how long ago. */
export function urgency({ dueAt }: { dueAt: string }, now: number): number {
  const left = Date.parse(dueAt) - now
  return left >= 0 ? left : 1e15 - left
}

/** Incidents by their most urgent clock; those without an open one last, in the order in which they came. */
export function byUrgency(incidents: readonly Incident[], now: number): Incident[] {
  const first = (incident: Incident): number =>
    Math.min(Infinity, ...openClocks(incident, now).map((clock) => urgency(clock, now)))
  return incidents
    .map((incident) => ({ incident, at: first(incident) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ incident }) => incident)
}
