import { m } from '../../../../lib/i18n/compiled/messages.js'
import type { SchemeChange, SchemeItem } from './answers.ts'

/** Names in the reader's language: of a duty by its code, of a township by its id. */
export interface Names {
  duty: (code: string) => string
  township: (id: string) => string
}

const MINUS = '−'
const percent = (rate: number): string => `${Number((rate * 100).toFixed(4))}%`

/** Points with their sign: `+2`, `−3`. */
export const signed = (points: number): string =>
  `${points > 0 ? '+' : points < 0 ? MINUS : ''}${Number(Math.abs(points).toFixed(4))}`

/** The same with one decimal, for a difference of scores. */
export const signedTenths = (points: number): string => {
  const tenths = Math.round(points * 10)
  return `${tenths > 0 ? '+' : tenths < 0 ? MINUS : ''}${(Math.abs(tenths) / 10).toFixed(1)}`
}

/** How an item becomes points, in words. */
export function scoringWords({ scoring }: Pick<SchemeItem, 'scoring'>): string {
  switch (scoring.kind) {
    case 'linear':
      return scoring.to === undefined
        ? m.scheme_scoring_linear_target({ from: percent(scoring.from) })
        : m.scheme_scoring_linear({ from: percent(scoring.from), to: percent(scoring.to) })
    case 'steps': {
      const steps = scoring.steps.map(({ from, part }) =>
        m.scheme_scoring_step({ from: percent(from), part: percent(part) }),
      )
      return m.scheme_scoring_steps({ steps: steps.join(m.scheme_list_separator()) })
    }
    case 'penalty':
      return m.scheme_scoring_penalty({ points: String(scoring.per_case) })
  }
}

/** How verification rates count, in words. */
export const verificationWords = (kind: string): string =>
  kind === 'none' ? m.scheme_verification_none() : m.scheme_verification_multiply()

const untilWords = (day: string | null): string => day ?? m.scheme_until_freeze()

/** Something in which two schemes differ, as a sentence. */
export function changeWords(change: SchemeChange, names: Names): string {
  switch (change.part) {
    case 'item':
      return itemChange(change, names)
    case 'entry': {
      const { points, reason, evidence } = change.after ?? change.before ?? { points: 0, reason: '', evidence: '' }
      const told = { township: names.township(change.of), points: signed(points), reason, evidence }
      return change.after === null ? m.scheme_change_entry_gone(told) : m.scheme_change_entry_new(told)
    }
    case 'veto': {
      const { reason, evidence } = change.after ?? change.before ?? { reason: '', evidence: '' }
      const told = { township: names.township(change.of), reason, evidence }
      return change.after === null ? m.scheme_change_veto_gone(told) : m.scheme_change_veto_new(told)
    }
    case 'grade': {
      const { before, after, of: name } = change
      if (before === null) return m.scheme_change_grade_new({ name, from: String(after?.from ?? '') })
      if (after === null) return m.scheme_change_grade_gone({ name, from: String(before.from) })
      return m.scheme_change_grade({ name, before: String(before.from), after: String(after.from) })
    }
    case 'verification':
      return m.scheme_change_verification({
        before: verificationWords(change.before),
        after: verificationWords(change.after),
      })
    case 'least_checked':
      return m.scheme_change_least({ before: String(change.before), after: String(change.after) })
    case 'objections_until':
      return m.scheme_change_until({ before: untilWords(change.before), after: untilWords(change.after) })
  }
}

function itemChange({ of, before, after }: Extract<SchemeChange, { part: 'item' }>, names: Names): string {
  const duty = names.duty(of)
  if (before === null)
    return after === null
      ? ''
      : m.scheme_change_item_new({ duty, weight: String(after.weight), scoring: scoringWords(after) })
  if (after === null) return m.scheme_change_item_gone({ duty, weight: String(before.weight) })
  const weight =
    before.weight === after.weight
      ? []
      : [m.scheme_change_weight({ before: String(before.weight), after: String(after.weight) })]
  const [scoredBefore, scoredAfter] = [scoringWords(before), scoringWords(after)]
  const scoring =
    scoredBefore === scoredAfter ? [] : [m.scheme_change_scoring({ before: scoredBefore, after: scoredAfter })]
  return m.scheme_change_item({ duty, changes: [...weight, ...scoring].join(m.scheme_list_separator()) })
}
