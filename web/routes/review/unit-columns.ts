import type { Column } from '$lib/components/table.ts'
import { formatNumber } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { listAddress } from './address.ts'
import type { Facet } from './answer.ts'

/** The tables of where the rows of a list are. */
export const UNIT_TABLES = ['townships', 'villages', 'schools'] as const
export type UnitTable = (typeof UNIT_TABLES)[number]

const LABELS: Record<UnitTable, () => string> = {
  townships: m.review_column_township,
  villages: m.review_column_village,
  schools: m.review_column_school,
}

/** A unit, which leads to its rows of the list in sight, and how many these are. */
export const unitColumns = (table: UnitTable, present: URL): Column<Facet>[] => [
  {
    key: 'name',
    label: LABELS[table](),
    text: ({ name }) => name,
    href: ({ value }) => listAddress(present, { unit: value }),
  },
  {
    key: 'count',
    label: m.review_units_count(),
    isNumber: true,
    text: ({ count }) => formatNumber(count),
    sortBy: ({ count }) => count,
  },
]
