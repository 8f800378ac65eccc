import type { Duty, Family, LoadState } from '../../server/answers.ts'
import type { Status } from '../components/status.ts'
import { formatAge } from '../format/age.ts'
import type { Language } from '../format/language.ts'
import { m } from './compiled/messages.js'

/** A duty's name in the reader's language, as its own file gives it. */
export const dutyName = (duty: Duty, language: Language): string => (language === 'zh' ? duty.zh : duty.en)

/** What a duty asks for, in one sentence of the reader's language, as its own file gives it. */
export const dutySentence = (duty: Duty, language: Language): string =>
  language === 'zh' ? duty.sentence : duty.sentence_en

/** The clause that asks for a duty, in the reader's language. */
export const dutySource = (duty: Duty, language: Language): string => (language === 'zh' ? duty.source : duty.source_en)

const FAMILIES: Record<Family, () => string> = {
  coverage: m.family_coverage,
  pairing: m.family_pairing,
  talk: m.family_talk,
  escalation: m.family_escalation,
  schooling: m.family_schooling,
  health: m.family_health,
  guardianship: m.family_guardianship,
  homes: m.family_homes,
}

export const familyName = (family: Family): string => FAMILIES[family]()

const STATUSES: Record<Status, () => string> = {
  met: m.status_met,
  late: m.status_late,
  missed: m.status_missed,
  ahead: m.status_ahead,
  pending: m.status_pending,
}

/** A status of the ledger in words. */
export const statusName = (status: Status): string => STATUSES[status]()

const ROLES: Record<string, () => string> = {
  county: m.role_county,
  inspector: m.role_inspector,
  township: m.role_township,
  school: m.role_school,
  operator: m.role_operator,
}

/** A role of an account in words. */
export const roleName = (role: string): string => ROLES[role]?.() ?? role

const REGISTERS: Record<string, () => string> = {
  census: m.register_census,
  files: m.register_files,
  pairings: m.register_pairings,
  contacts: m.register_contacts,
  incidents: m.register_incidents,
  enrolments: m.register_enrolments,
  legal_cases: m.register_legal_cases,
  checkups: m.register_checkups,
  homes: m.register_homes,
  activities: m.register_activities,
  plans: m.register_plans,
  assistance: m.register_assistance,
  school_links: m.register_school_links,
}

/** The registers in the order in which they are read. */
export const REGISTER_NAMES: readonly string[] = Object.keys(REGISTERS)

/** A register's name; one that has no word yet is called by its code. */
export const registerName = (register: string): string => REGISTERS[register]?.() ?? register

const STATES: Record<LoadState, () => string> = {
  loaded: m.state_loaded,
  unchanged: m.state_unchanged,
  held: m.state_held,
  refused: m.state_refused,
  absent: m.state_absent,
  failed: m.state_failed,
}

export const stateName = (state: LoadState): string => STATES[state]()

/** How long ago, in words; what is younger than a minute is `刚刚`. */
export const ageWords = (milliseconds: number, language: Language): string =>
  milliseconds < 60_000 ? m.age_now() : formatAge(milliseconds, language)
