import type { Column } from '$lib/components/table.ts'
import { formatNumber } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { valueWords } from '../changes/words.ts'
import type { ReviewRow } from './answer.ts'
import { listWords, reasonWords } from './words.ts'

/** A row and its place in the list, which is all that tells two masked children apart. */
export type NumberedRow = ReviewRow & { key: string }
type Cell = Column<NumberedRow>

type TextKey = {
  [Key in keyof ReviewRow]-?: ReviewRow[Key] extends string | null | undefined ? Key : never
}[keyof ReviewRow]
type NumberKey = {
  [Key in keyof ReviewRow]-?: ReviewRow[Key] extends number | null | undefined ? Key : never
}[keyof ReviewRow]

const text = (key: TextKey, label: string): Cell => ({
  key,
  label,
  text: (row) => row[key] ?? '',
  sortBy: (row) => row[key] ?? null,
})
const number = (key: NumberKey, label: string): Cell => ({
  key,
  label,
  isNumber: true,
  text: (row) => formatNumber(row[key] ?? 0),
  sortBy: (row) => row[key] ?? 0,
})

/** The columns of a list of the review: who, where, why, and what the list is about. */
export function reviewColumns(list: string): Cell[] {
  const township = text('township', m.review_column_township())
  const place = [township, text('village', m.review_column_village()), text('school', m.review_column_school())]
  const child: Cell[] = [
    {
      key: 'name',
      label: m.review_column_name(),
      text: (row) => row.name ?? '—',
      // The record of a child is its census row's: without one there is no page.
      href: ({ child_key: key, name }) => (key === null || name === null ? undefined : `/children/${key}`),
    },
    text('last_four', m.review_column_last_four()),
    ...place,
  ]
  const reasons: Cell = { key: 'reasons', label: listWords(list).reasons(), text: reasonsOf }
  const carer = text('carer', m.review_column_carer())
  const kind: Cell = {
    key: 'carer_kind',
    label: m.review_column_carer_kind(),
    text: (row) => (row.carer_kind ? valueWords('kind', row.carer_kind) : ''),
  }
  const unit = text('carer_unit', m.review_column_carer_unit())
  const started = text('started_on', m.review_column_started())
  const care: Cell[] = [
    ...child.slice(0, 3),
    {
      ...number('reported_level', m.review_column_reported()),
      text: ({ reported_level: level }) => level?.toString() ?? '—',
    },
    number('computed_level', m.review_column_computed()),
    { key: 'reasons', label: m.review_column_why(), text: reasonsOf },
    { key: 'responsible', label: m.review_column_responsible(), text: responsibleOf },
  ]
  const OF_LIST: Record<string, Cell[]> = {
    not_in_census: [
      ...child,
      reasons,
      {
        ...text('last_in_census_on', m.review_column_last_in_census()),
        text: (row) => row.last_in_census_on ?? m.review_never(),
      },
    ],
    gone: [
      ...child,
      reasons,
      text('gone_on', m.review_column_gone()),
      { ...text('deadline_on', m.review_column_deadline()), text: deadlineOf },
    ],
    empty_places: [township, text('village', m.review_column_village()), text('school', m.review_column_school())],
    higher: care,
    lower: care,
    unreported: care,
    agreed: care,
    load: [
      carer,
      kind,
      unit,
      township,
      number('child_count', m.review_column_children()),
      number('own_child_count', m.review_column_own_children()),
      reasons,
    ],
    outside_kinds: [...child, carer, kind, unit, started],
    no_contact: [...child, carer, kind, unit, started],
    turnover: [
      township,
      number('pair_count', m.review_column_pairs()),
      number('begun_count', m.review_column_begun()),
      number('ended_count', m.review_column_ended()),
      number('turnover', m.review_column_turnover()),
    ],
  }
  return OF_LIST[list] ?? [...child, reasons]
}

function reasonsOf({ reasons, other_township: township }: ReviewRow): string {
  if (township) return m.review_reason_elsewhere_in({ township })
  return reasons.map(reasonWords).join(m.list_separator())
}

/** Who looks after a child: of level 4, computed or reported, a cadre and a teacher, else its village and school. */
function responsibleOf(row: ReviewRow): string {
  const isHighest = Math.max(row.computed_level ?? 1, row.reported_level ?? 1) >= 4
  if (!isHighest) return [row.village, row.school].filter(Boolean).join(m.list_separator())
  return m.review_responsible({ cadre: row.carer ?? m.review_nobody(), teacher: row.other_carer ?? m.review_nobody() })
}

function deadlineOf({ deadline, deadline_on: day }: ReviewRow): string {
  const words = deadline === 'year_end' ? m.review_deadline_year_end : m.review_deadline_quarter_update
  return day ? words({ day }) : ''
}
