import type { Column } from '$lib/components/table.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { SummaryRow } from '../../../server/answers.ts'
import { summaryColumns } from '../../summary-columns.ts'

/** The columns of a township's villages or schools: the duty is their heading, and its target is in the chart above. */
export const partColumns = (name: string, asOf: string | null): Column<SummaryRow>[] => {
  const label = name === 'villages' ? m.township_column_village() : m.township_column_school()
  return summaryColumns(new Map(), asOf)
    .filter(({ key }) => key !== 'duty' && key !== 'target')
    .map((column) => (column.key === 'unit' ? { ...column, label } : column))
}
