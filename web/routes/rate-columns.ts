import type { Column } from '../lib/components/table.ts'
import type { Verification } from '../lib/components/verification.ts'
import { formatRatio } from '../lib/format/number.ts'
import { formatInterval, formatPercent, formatTarget } from '../lib/format/percent.ts'
import { m } from '../lib/i18n/compiled/messages.js'

/** A percentage without its sign, which stands in the header. */
const bare = (percent: string): string => percent.slice(0, -1)

interface Rated {
  rate: number | null
  low: number | null
  high: number | null
}

/** A rate and its interval, as every table of figures has them. */
export const rateColumns = <Row extends Rated>(): Column<Row>[] => [
  {
    key: 'rate',
    label: m.column_rate(),
    isNumber: true,
    text: ({ rate }) => (rate === null ? '' : bare(formatPercent(rate))),
    sortBy: ({ rate }) => rate,
  },
  {
    key: 'interval',
    label: m.column_interval(),
    isNumber: true,
    text: ({ low, high }) => (low === null || high === null ? '' : formatInterval(low, high)),
    sortBy: ({ low }) => low,
  },
]

/** What inspections confirmed of a row's rate, with its counts; empty where nothing was checked. */
export const verificationColumn = <Row extends { unit_id: string; duty: string }>(
  verified: readonly (Verification & { unit_id: string; duty: string })[],
): Column<Row>[] => {
  if (verified.length === 0) return []
  const own = new Map(verified.map((each) => [`${each.unit_id} ${each.duty}`, each]))
  const of = ({ unit_id, duty }: Row) => own.get(`${unit_id} ${duty}`)
  return [
    {
      key: 'verified',
      label: m.verification_rate(),
      isNumber: true,
      text: (row) => {
        const found = of(row)
        return found === undefined || found.rate === null
          ? ''
          : m.verification_cell({
              rate: formatPercent(found.rate),
              ratio: formatRatio(found.confirmed, found.checked),
            })
      },
      sortBy: (row) => of(row)?.rate ?? null,
    },
  ]
}

/** The target that a rate is held against. */
export const targetColumn = <Row extends { target: number | null }>(): Column<Row> => ({
  key: 'target',
  label: m.column_target(),
  isNumber: true,
  text: ({ target }) => (target === null ? '' : bare(formatTarget(target))),
  sortBy: ({ target }) => target,
})
