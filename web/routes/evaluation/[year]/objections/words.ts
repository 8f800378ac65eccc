import type { Status } from '../../../../lib/components/status.ts'
import { formatPercent } from '../../../../lib/format/percent.ts'
import { formatRatio } from '../../../../lib/format/number.ts'
import { m } from '../../../../lib/i18n/compiled/messages.js'
import { shownScore } from '../../../../lib/statistics/shown-score.ts'
import { signedTenths } from '../scheme/words.ts'
import type { ObjectionItem, ObjectionState } from './answers.ts'

const STATES: Record<ObjectionState, () => string> = {
  made: m.objections_state_made,
  upheld: m.objections_state_upheld,
  partly: m.objections_state_partly,
  rejected: m.objections_state_rejected,
  withdrawn: m.objections_state_withdrawn,
}

/** How an objection stands, in words. */
export const stateName = (state: ObjectionState): string => STATES[state]()

const MARKS: Record<ObjectionState, Status> = {
  made: 'pending',
  upheld: 'met',
  partly: 'late',
  rejected: 'missed',
  withdrawn: 'ahead',
}

/** The shape and colour beside the word. */
export const stateMark = (state: ObjectionState): Status => MARKS[state]

const EVENTS: Record<ObjectionState, () => string> = { ...STATES, made: m.objections_event_made }

/** What happened, in words. */
export const eventName = (kind: ObjectionState): string => EVENTS[kind]()

type Item = Pick<ObjectionItem, 'kind' | 'item' | 'about'>

/** What an objection is to, in words. */
export function itemName({ kind, item, about }: Item, dutyOf: (code: string) => string): string {
  switch (kind) {
    case 'whole':
      return m.objections_item_whole()
    case 'duty':
      return dutyOf(item)
    case 'entry':
      return m.objections_item_entry({ points: signedTenths(about.points ?? 0), reason: about.reason ?? '' })
    case 'veto':
      return m.objections_item_veto({ reason: about.reason ?? '' })
  }
}

/** The same with the points that it cost. */
export function itemWithLoss(item: Item, dutyOf: (code: string) => string): string {
  const { lost } = item.about
  const name = itemName(item, dutyOf)
  return lost === null || item.kind === 'entry' ? name : m.objections_item_lost({ name, lost: lost.toFixed(1) })
}

/** What stood in the score that is objected to, in words: of a duty its counts. */
export function aboutWords({ kind, about }: Item): string {
  const whole = m.objections_about_score({ score: shownScore(about.score), grade: about.grade })
  if (kind !== 'duty') return whole
  const counts = m.objections_about_duty({
    points: (about.points ?? 0).toFixed(1),
    weight: (about.weight ?? 0).toFixed(1),
    ratio: formatRatio(about.met ?? 0, about.total ?? 0),
    counted: formatPercent(about.counted ?? 0),
  })
  return [counts, whole].join(m.scheme_list_separator())
}

/** An item as the address names it: a duty by its code, others by kind and place. */
export const itemKey = ({ kind, item }: Pick<ObjectionItem, 'kind' | 'item'>): string =>
  kind === 'duty' ? item : kind === 'whole' ? 'whole' : `${kind}-${item}`
