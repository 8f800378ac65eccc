import { atTime, dayOfMinute } from './calendar.ts'
import type { Minute } from './calendar.ts'
import { childrenOf, isLeftBehindOn } from './child.ts'
import type { Child } from './child.ts'
import type { County, Township } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'
import type { ExportRow } from './row.ts'

const KINDS = ['injury', 'missing', 'illness', 'violence', 'assault', 'unattended', 'bullying', 'other'] as const
const KIND_WEIGHTS = [34, 10, 24, 5, 3, 8, 12, 4]
/** Of these the police must be told (duties.md, police_report). */
const FOR_THE_POLICE = new Set<string>(['missing', 'violence', 'assault', 'unattended'])
const OUTCOMES = ['已妥善处置', '送医治疗后返家', '已由监护人接回', '学校持续关注', '移交公安机关办理'] as const
const INCIDENTS_A_YEAR = 0.01
/** Minutes before the last minute at which two townships have an incident whose clocks still run. */
const RUNNING = [25, 50] as const

export interface Incident {
  number: string
  childId: string
  childIndex: number
  kind: (typeof KINDS)[number]
  occurredAt: Minute
  /** Field → when it was done; null: never told. A time before `occurredAt` is a clerk's slip. */
  times: Record<TimeField, Minute | null>
  outcome: string
  /** When the register first shows it. */
  recordedAt: Minute
}

export const TIME_FIELDS = [
  'guardian_notified_at',
  'parents_notified_at',
  'education_reported_at',
  'township_reported_at',
  'police_reported_at',
  'closed_at',
] as const
type TimeField = (typeof TIME_FIELDS)[number]

// duties.md: the guardian within 30 minutes, the parents within 60, both authorities within 120.
const TYPICAL_MINUTES: Record<TimeField, number> = {
  guardian_notified_at: 13,
  parents_notified_at: 30,
  education_reported_at: 46,
  township_reported_at: 42,
  police_reported_at: 55,
  closed_at: 5 * 1440,
}

/** Mostly well inside the time allowed, in a bad township often past it: log-normal around the typical minutes. */
function toldAt(random: Random, occurredAt: Minute, field: TimeField, quality: number, mess: number): Minute | null {
  const slow = 1 + (1 - quality) * 0.9
  const minutes = Math.exp(random.normal(Math.log(TYPICAL_MINUTES[field] * slow), 0.5))
  const fate = random.unit()
  const told = occurredAt + Math.max(1, Math.round(minutes))
  if (fate < 0.03 + 0.08 * (1 - quality)) return null
  // Written before it happened: it cannot be, and no such row stands in a county without mess.
  if (mess > 0 && field !== 'closed_at' && fate > 0.975) return occurredAt - random.integer(2, 40)
  return told
}

function incidentOf(random: Random, county: County, child: Child, occurredAt: Minute): Incident {
  const { quality } = child.township
  const kind = KINDS[random.weighted(KIND_WEIGHTS)] ?? 'other'
  const times = {} as Record<TimeField, Minute | null>
  for (const field of TIME_FIELDS) {
    const told = toldAt(random, occurredAt, field, quality, county.mess)
    times[field] = field === 'police_reported_at' && !FOR_THE_POLICE.has(kind) ? null : told
  }
  return {
    number: '',
    childId: child.id,
    childIndex: child.index,
    kind,
    occurredAt,
    times,
    outcome: random.pick(OUTCOMES),
    // A child that the sweep has not listed yet has no number to write it under.
    recordedAt: Math.max(
      child.knownAt,
      occurredAt + random.integer(5, 20) + Math.floor(random.exponential(1440 * (1.3 - quality))),
    ),
  }
}

function drawnIncident(county: County, child: Child): Incident | null {
  const random = streamOf(county.seed, PURPOSE.incident, child.township.index, child.index)
  const last = dayOfMinute(county.through)
  const years = (last - county.beginsOn + 1) / 365
  if (!random.chance(INCIDENTS_A_YEAR * years)) return null
  const day = random.integer(county.beginsOn, last)
  // By day and in the evening rather than at night.
  const occurredAt = atTime(day, 0, Math.max(0, Math.min(1439, Math.round(random.normal(14 * 60, 260)))))
  if (!isLeftBehindOn(child, day) || occurredAt > county.through) return null
  return incidentOf(random, county, child, occurredAt)
}

/** Every incident of a township, numbered in the order in which they happened. */
export function incidentsOf(county: County, township: Township): Incident[] {
  const incidents: Incident[] = []
  const running = RUNNING[township.index]
  for (const child of childrenOf(county, township)) {
    const drawn = drawnIncident(county, child)
    if (drawn !== null) incidents.push(drawn)
  }
  if (running !== undefined) incidents.push(...runningIncident(county, township, running))
  incidents.sort((a, b) => a.occurredAt - b.occurredAt || a.childIndex - b.childIndex)
  return incidents.map((incident, place) => ({
    ...incident,
    number: `${township.id}-${String(place + 1).padStart(3, '0')}`,
  }))
}

/** So that the live board has something to watch: an incident shortly before the last minute, of which nobody was told. */
function runningIncident(county: County, township: Township, minutesAgo: number): Incident[] {
  const occurredAt = county.through - minutesAgo
  for (const child of childrenOf(county, township)) {
    if (child.knownAt > occurredAt || !isLeftBehindOn(child, dayOfMinute(occurredAt))) continue
    const random = streamOf(county.seed, PURPOSE.incident, township.index, child.index, minutesAgo)
    const incident = incidentOf(random, county, child, occurredAt)
    const times = Object.fromEntries(TIME_FIELDS.map((field) => [field, null])) as Record<TimeField, null>
    return [{ ...incident, times, recordedAt: occurredAt + 5 }]
  }
  return []
}

/** The rows of a township's incident register as exported at a minute; a time that is still to come is not yet filled in. */
export function* incidentRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  for (const incident of incidentsOf(county, township)) {
    if (incident.recordedAt > at) continue
    const values: Record<string, string | number | null> = {
      incident_id: incident.number,
      child_id: incident.childId,
      kind: incident.kind,
      occurred_at: incident.occurredAt,
    }
    for (const field of TIME_FIELDS) {
      const told = incident.times[field]
      values[field] = told !== null && told <= at ? told : null
    }
    values.outcome = values.closed_at === null ? null : incident.outcome
    yield { key: keyOf(PURPOSE.incident, township.index, incident.childIndex, incident.occurredAt), values }
  }
}
