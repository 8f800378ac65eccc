import type { ReviewPart } from '../../queries/review.ts'
import { columnsOf as columns, type ColumnSpec } from './columns.ts'

const UNIT = columns('text', 'township_id', 'township')
const PLACE = [...UNIT, ...columns('text', 'village', 'school')]
const CHILD = [...PLACE, ...columns('text', 'name', 'last_four'), ...columns('texts', 'reasons')]
const CARE = [
  ...CHILD,
  ...columns('integer', 'reported_level', 'computed_level', 'points'),
  ...columns('text', 'carer', 'other_carer'),
]
const CARER = columns('text', 'carer', 'carer_kind', 'carer_unit')

/** The columns of a list of the review as a table, by part and list (queries/review.ts). */
export const REVIEW_COLUMNS: Readonly<Record<ReviewPart, Readonly<Record<string, readonly ColumnSpec[]>>>> = {
  reconciliation: {
    unknown_elsewhere: CHILD,
    not_in_census: [...CHILD, ...columns('text', 'last_in_census_on')],
    gone: [...CHILD, ...columns('text', 'gone_on', 'deadline', 'deadline_on', 'other_township')],
    empty_places: [...PLACE, ...columns('texts', 'reasons')],
  },
  care: { higher: CARE, lower: CARE, unreported: CARE, agreed: CARE },
  pairings: {
    load: [...UNIT, ...CARER, ...columns('integer', 'child_count', 'own_child_count'), ...columns('texts', 'reasons')],
    outside_kinds: [...CHILD, ...CARER, ...columns('text', 'started_on')],
    no_contact: [...CHILD, ...CARER, ...columns('text', 'started_on')],
    turnover: [
      ...UNIT,
      ...columns('integer', 'pair_count', 'begun_count', 'ended_count'),
      ...columns('number', 'turnover'),
    ],
  },
}
