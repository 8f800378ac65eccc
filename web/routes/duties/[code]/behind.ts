import type { Status } from '$lib/components/status.ts'
import type { Column } from '$lib/components/table.ts'
import { formatInstant } from '$lib/format/instant.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { periodName } from '$lib/i18n/period-words.ts'

/** One row of the ledger behind a figure, as it may reach a page. */
export interface BehindRow {
  kind: 'child' | 'incident' | 'township' | 'case' | 'standard' | 'home' | 'school'
  /** Of a child, for the page that shows its record for a purpose. */
  childKey: string | null
  /** Of a child the last four digits of its number alone. */
  who: string
  township: string
  village: string | null
  school: string | null
  period: string
  dueAt: string | null
  metAt: string | null
  status: Status
}

export const STATUSES: readonly Status[] = ['missed', 'late', 'pending', 'ahead', 'met']

const whoOf = ({ kind, who }: BehindRow): string => (kind === 'child' ? m.duty_child({ last: who }) : who)

/** The columns of the rows behind; those that say nothing of this duty are left out. */
export function behindColumns(rows: readonly BehindRow[], timezone: string): Column<BehindRow>[] {
  const at = (instant: string | null) => (instant === null ? '' : formatInstant(instant, timezone))
  const columns: (Column<BehindRow> & { isSaid?: (row: BehindRow) => boolean })[] = [
    {
      key: 'who',
      label: m.duty_who(),
      text: whoOf,
      href: ({ childKey }) => (childKey === null ? undefined : `/children/${childKey}`),
    },
    {
      key: 'status',
      label: m.duty_status(),
      text: ({ status }) => status,
      sortBy: ({ status }) => STATUSES.indexOf(status),
      mark: ({ status }) => status,
    },
    {
      key: 'township',
      label: m.township(),
      text: ({ township }) => township,
      isSaid: ({ kind }) => kind !== 'township',
    },
    {
      key: 'village',
      label: m.duty_village(),
      text: ({ village }) => village ?? '',
      isSaid: ({ village }) => village !== null,
    },
    {
      key: 'school',
      label: m.duty_school(),
      text: ({ school }) => school ?? '',
      isSaid: ({ school }) => school !== null,
    },
    {
      key: 'period',
      label: m.duty_period(),
      text: ({ period }) => periodName(period),
      isSaid: ({ period }) => period !== 'state',
    },
    { key: 'due', label: m.duty_due(), text: ({ dueAt }) => at(dueAt), isSaid: ({ dueAt }) => dueAt !== null },
    { key: 'done', label: m.duty_done(), text: ({ metAt }) => at(metAt), isSaid: ({ metAt }) => metAt !== null },
  ]
  return columns.filter(({ isSaid }) => isSaid === undefined || rows.some(isSaid))
}
