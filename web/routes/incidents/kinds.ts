import { m } from '$lib/i18n/compiled/messages.js'
import type { Time } from './clocks.ts'

const KINDS: Record<string, () => string> = {
  injury: m.kind_injury,
  missing: m.kind_missing,
  illness: m.kind_illness,
  violence: m.kind_violence,
  assault: m.kind_assault,
  unattended: m.kind_unattended,
  bullying: m.kind_bullying,
  other: m.kind_other,
}

export const KIND_CODES = Object.keys(KINDS)

/** A kind's name; one without a word is called by its code. */
export const kindName = (kind: string): string => KINDS[kind]?.() ?? kind

const TIME_NAMES: Record<Time, () => string> = {
  occurred_at: m.incidents_occurred_at,
  guardian_notified_at: m.incidents_guardian_notified_at,
  parents_notified_at: m.incidents_parents_notified_at,
  education_reported_at: m.incidents_education_reported_at,
  township_reported_at: m.incidents_township_reported_at,
  police_reported_at: m.incidents_police_reported_at,
  closed_at: m.incidents_closed_at,
}

/** What was done at a time of an incident. */
export const timeName = (time: Time): string => TIME_NAMES[time]()
