import { m } from '$lib/i18n/compiled/messages.js'
import type { Halt } from './outbox.ts'
import type { Finding, Result, Sample } from './worksheet.ts'

const RESULT_WORDS: Record<Result, () => string> = {
  confirmed: m.field_result_confirmed,
  not_confirmed: m.field_result_not_confirmed,
  contradicted: m.field_result_contradicted,
  unchecked: m.field_result_unchecked,
}

/** What was found, in words. */
export const resultWords = (result: Result): string => RESULT_WORDS[result]()

const KIND_WORDS: Record<Sample['kind'], () => string> = {
  child: m.field_kind_child,
  school: m.field_kind_school,
  home: m.field_kind_home,
  incident: m.field_kind_incident,
}

/** What was drawn, in words. */
export const kindWords = (kind: Sample['kind']): string => KIND_WORDS[kind]()

const ASKS: Record<string, () => string> = {
  coverage: m.field_ask_coverage,
  pairing: m.field_ask_pairing,
  talk: m.field_ask_talk,
  escalation: m.field_ask_escalation,
  schooling: m.field_ask_schooling,
  health: m.field_ask_health,
  guardianship: m.field_ask_guardianship,
  homes: m.field_ask_homes,
}

/** What to ask on the spot about a duty of a family; null: nothing is known of it. */
export const askWords = (family: string | undefined): string | null => ASKS[family ?? '']?.() ?? null

/** What became of a finding, in words. */
export function stateWords({ state, reason }: Finding): string {
  // Of a finding that was taken it may be a photo that was not.
  if (reason !== null) return m.field_state_refused({ reason })
  const words = {
    waiting: m.field_state_waiting,
    kept: m.field_state_kept,
    conflict: m.field_state_conflict,
    settled: m.field_state_settled,
    refused: m.field_state_waiting,
  }
  return words[state]()
}

/** Why nothing more is sent, and what to do. */
export function haltWords({ why, detail }: Halt): string {
  if (why === 'signed_out') return m.field_outbox_signed_out()
  if (why === 'unreachable') return m.field_outbox_unreachable()
  return m.field_outbox_stopped({ detail })
}
