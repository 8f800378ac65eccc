import { m } from '$lib/i18n/compiled/messages.js'
import type { Family } from '../../../../server/answers.ts'

const QUESTIONS: Record<Family, () => string> = {
  coverage: m.ask_coverage,
  pairing: m.ask_pairing,
  talk: m.ask_talk,
  escalation: m.ask_escalation,
  schooling: m.ask_schooling,
  health: m.ask_health,
  guardianship: m.ask_guardianship,
  homes: m.ask_homes,
}

/** What to ask on the spot about duties of these families: one question a family. */
export const questionsOf = (families: readonly Family[]): string[] =>
  [...new Set(families)].map((family) => QUESTIONS[family]())
