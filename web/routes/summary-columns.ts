import type { Column } from '$lib/components/table.ts'
import { formatNumber, formatRatio } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { SummaryRow } from '../server/answers.ts'
import { rateColumns, targetColumn, verificationColumn } from './rate-columns.ts'
import { closedOf, rowsBehind } from './rows.ts'

const countColumn = (key: 'met' | 'late' | 'missed' | 'ahead' | 'pending', label: string): Column<SummaryRow> => ({
  key,
  label,
  isNumber: true,
  text: (row) => formatNumber(row[key]),
  sortBy: (row) => row[key],
})

/** A row's unit by its name, marked where its township's data are old: `stale` are the townships'. */
export const markStale = ({ unit_id: id, unit_name: name }: SummaryRow, stale: ReadonlySet<string>): string =>
  stale.has(id.split('/')[0] ?? '') ? `${name} ◐ ${m.stale()}` : name

/**
 * The columns of a table of summary rows; the unit leads to the rows behind. `names` are the duties' names by code, `stale`
 * the townships with old data.
 */
export const summaryColumns = (
  names: ReadonlyMap<string, string>,
  asOf: string | null,
  verified: Parameters<typeof verificationColumn>[0] = [],
  stale: ReadonlySet<string> = new Set(),
): Column<SummaryRow>[] => [
  { key: 'unit', label: m.column_unit(), text: (row) => markStale(row, stale), href: (row) => rowsBehind(row, asOf) },
  { key: 'duty', label: m.column_duty(), text: ({ duty }) => names.get(duty) ?? duty },
  {
    key: 'count',
    label: m.column_count(),
    isNumber: true,
    text: (row) => (row.rate === null ? '' : formatRatio(row.met, closedOf(row))),
    sortBy: (row) => (row.rate === null ? null : closedOf(row)),
  },
  countColumn('met', m.status_met()),
  countColumn('late', m.status_late()),
  countColumn('missed', m.status_missed()),
  countColumn('ahead', m.status_ahead()),
  countColumn('pending', m.status_pending()),
  ...rateColumns<SummaryRow>(),
  ...verificationColumn<SummaryRow>(verified),
  targetColumn<SummaryRow>(),
]
