import { m } from '$lib/i18n/compiled/messages.js'
import { periodName } from '$lib/i18n/period-words.ts'
import { kindName as incidentKind } from '../incidents/kinds.ts'
import type { Claim, InspectionHead, Result, Sample } from './answers.ts'

const STEPS: Record<InspectionHead['step'], () => string> = {
  committed: m.inspection_step_committed,
  drawn: m.inspection_step_drawn,
  revealed: m.inspection_step_revealed,
  closed: m.inspection_step_closed,
  cancelled: m.inspection_step_cancelled,
}
/** Where an inspection stands, in words. */
export const stepName = (step: InspectionHead['step']): string => STEPS[step]()

/** Announced or unannounced, in words. */
export const inspectionKind = (kind: InspectionHead['kind']): string =>
  kind === 'announced' ? m.inspection_announced() : m.inspection_unannounced()

const SUBJECTS = {
  child: m.subject_child,
  school: m.subject_school,
  home: m.subject_home,
  incident: m.subject_incident,
}
/** Kinds of what can be drawn, in the order of the form. */
export const SUBJECT_KINDS = ['child', 'school', 'home', 'incident'] as const satisfies Sample['kind'][]

/** A kind of what can be drawn, in words. */
export const subjectName = (kind: Sample['kind']): string => SUBJECTS[kind]()

const SHARES: Record<Sample['share'], () => string> = {
  random: m.share_random,
  risk: m.share_risk,
  second_visit: m.share_second_visit,
}
/** By which share something was drawn, or that it is visited again. */
export const shareName = (share: Sample['share']): string => SHARES[share]()

const RESULT_WORDS: Record<Result, () => string> = {
  confirmed: m.result_confirmed,
  not_confirmed: m.result_not_confirmed,
  contradicted: m.result_contradicted,
  unchecked: m.result_unchecked,
}
export const RESULTS = Object.keys(RESULT_WORDS) as Result[]

/** What was found of a claim, in words. */
export const resultName = (result: Result): string => RESULT_WORDS[result]()

/** What stands as found of a claim; that there is nothing, or a choice to make, is said as well. */
export function standingWords({ finding, is_in_conflict }: Claim): string {
  if (is_in_conflict) return m.result_conflict()
  return finding === null ? m.result_none() : resultName(finding.result)
}

/** What a drawn subject is called: a child by its name as far as it is shown, the others by kind and number. */
export function sampleName({ kind, child, number, times }: Sample): string {
  if (kind === 'child') return child?.name ?? m.subject_child()
  if (kind === 'incident') return [times === null ? null : incidentKind(times.kind), number].filter(Boolean).join(' ')
  return number ?? subjectName(kind)
}

/** What the record claims, as one names it: the duty, the part of it, the period. */
export const claimName = ({ duty, item, period }: Claim, nameOf: (duty: string) => string): string =>
  m.inspection_claim_of({ duty: [nameOf(duty), item].filter(Boolean).join(' '), period: periodName(period) })

/** The units of a scope by the names of their townships; schools and villages as they are. */
export function unitWords(units: readonly string[], townships: readonly { id: string; name: string }[]): string {
  if (units.length === 0) return m.whole_county()
  const names = new Map(townships.map(({ id, name }) => [id, name]))
  return units
    .map((unit) => {
      const [id = '', ...rest] = unit.split('/')
      return [names.get(id) ?? id, ...rest].join(' ')
    })
    .join(m.list_separator())
}
