import type { Column } from '$lib/components/table.ts'
import { formatNumber } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { SummaryRow } from '../server/answers.ts'
import { rateColumns, targetColumn, verificationColumn } from './rate-columns.ts'
import { rowsBehind } from './rows.ts'

const countColumn = (key: 'met' | 'late' | 'missed' | 'ahead' | 'pending', label: string): Column<SummaryRow> => ({
  key,
  label,
  isNumber: true,
  text: (row) => formatNumber(row[key]),
  sortBy: (row) => row[key],
})

/** The columns of a table of summary rows; the unit leads to the rows behind. `names` are the duties' names by code. */
export const summaryColumns = (
  names: ReadonlyMap<string, string>,
  asOf: string | null,
  verified: Parameters<typeof verificationColumn>[0] = [],
): Column<SummaryRow>[] => [
  { key: 'unit', label: m.column_unit(), text: (row) => row.unit_name, href: (row) => rowsBehind(row, asOf) },
  { key: 'duty', label: m.column_duty(), text: ({ duty }) => names.get(duty) ?? duty },
  countColumn('met', m.status_met()),
  countColumn('late', m.status_late()),
  countColumn('missed', m.status_missed()),
  countColumn('ahead', m.status_ahead()),
  countColumn('pending', m.status_pending()),
  ...rateColumns<SummaryRow>(),
  ...verificationColumn<SummaryRow>(verified),
  targetColumn<SummaryRow>(),
]
