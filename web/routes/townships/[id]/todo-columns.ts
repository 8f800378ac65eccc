import type { Column } from '$lib/components/table.ts'
import { formatInstant } from '$lib/format/instant.ts'
import type { Language } from '$lib/format/language.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { Duty } from '../../../server/answers.ts'
import { periodLabel } from '$lib/i18n/period-words.ts'
import type { TodoRow } from './answers.ts'
import { dutyNames, missingWords } from './todo-words.ts'

/** A row and its place in the list, which is all that tells two masked children apart. */
export type NumberedRow = TodoRow & { key: string }

const text = (key: 'village' | 'school' | 'teacher' | 'last_four', label: string): Column<NumberedRow> => ({
  key,
  label,
  text: (row) => row[key] ?? '',
  sortBy: (row) => row[key],
})

interface TodoWords {
  timezone: string
  language: Language
  duties: readonly Duty[]
}

/** The columns of a to-do list: who, where, what is missing, until when. Lists about no child have none for it. */
export function todoColumns(list: string, { timezone, language, duties }: TodoWords): Column<NumberedRow>[] {
  const period: Column<NumberedRow> = {
    key: 'period',
    label: m.township_column_period(),
    text: (row) => (row.period === 'state' ? '' : periodLabel(row.period, language)),
    sortBy: (row) => row.period,
  }
  const last: Column<NumberedRow>[] = [
    {
      key: 'due',
      label: m.township_column_due(),
      text: (row) => (row.due_at === null ? '' : formatInstant(row.due_at, timezone)),
      sortBy: (row) => row.due_at,
    },
    {
      key: 'days',
      label: m.township_column_days(),
      isNumber: true,
      text: ({ days_left: days }) => (days === null ? '' : `${days}`.replace('-', '−')),
      sortBy: (row) => row.days_left,
    },
  ]
  const missing: Column<NumberedRow> = {
    key: 'missing',
    label: m.township_column_missing(),
    text: (row) => missingWords(row.missing, dutyNames(duties, language)),
  }
  // the duty whose list it is; the incidents’ is of several
  const duty = duties.find(({ code }) => code === list)
  if (list === 'quarter_update') return [period, missing, ...last]
  const subject: Column<NumberedRow> = {
    key: 'subject',
    label: m.township_column_subject(),
    text: (row) => row.subject ?? '—',
  }
  const places = [text('village', m.township_column_village()), text('school', m.township_column_school())]
  if (duty !== undefined && duty.subject !== 'child') return [subject, ...places, period, missing, ...last]
  const name: Column<NumberedRow> = {
    key: 'name',
    label: m.township_column_name(),
    text: (row) => row.name ?? '—',
    href: ({ child_key: child }) => (child === null ? undefined : `/children/${child}`),
  }
  const incident: Column<NumberedRow> = {
    key: 'incident',
    label: m.township_column_incident(),
    text: (row) => row.incident_id ?? '—',
  }
  return [
    ...(list === 'incident' ? [incident] : []),
    name,
    text('last_four', m.township_column_last_four()),
    ...places,
    ...(list === 'incident' ? [] : [text('teacher', m.township_column_teacher())]),
    ...(duty === undefined || duty.period === 'state' ? [] : [period]),
    missing,
    ...last,
  ]
}
