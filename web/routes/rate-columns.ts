import type { Column } from '$lib/components/table.ts'
import { formatInterval, formatPercent, formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'

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

/** The target that a rate is held against. */
export const targetColumn = <Row extends { target: number | null }>(): Column<Row> => ({
  key: 'target',
  label: m.column_target(),
  isNumber: true,
  text: ({ target }) => (target === null ? '' : bare(formatTarget(target))),
  sortBy: ({ target }) => target,
})
