import type { Column } from '$lib/components/table.ts'
import { formatNumber, formatRatio } from '$lib/format/number.ts'
import { formatPercent } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { periodName } from '$lib/i18n/period-words.ts'
import { rateColumns, targetColumn, verificationColumn } from '../rate-columns.ts'
import { closedOf, rowsBehind } from '../rows.ts'
import { markStale } from '../summary-columns.ts'
import { bandWords } from './bands.ts'
import type { Comparison, ComparedRow } from './compare.server.ts'
import { levelName } from './words.ts'

const CHANCE = { below: m.compare_below, above: m.compare_above }

/** A township leads to its page; a village or school to the rows behind, as it has none. */
const unitAddress = (row: ComparedRow, asOf: string | null): string =>
  row.level !== 'township'
    ? rowsBehind(row, asOf)
    : `/townships/${encodeURIComponent(row.unit_id)}${asOf === null ? '' : `?${new URLSearchParams({ as_of: asOf })}`}`

/** The first and the last period that has something judged, in words. */
function seriesWords({ series }: ComparedRow): string {
  const known = series.filter(({ closed }) => closed > 0)
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return ''
  const rate = ({ met, closed }: { met: number; closed: number }) =>
    `${formatRatio(met, closed)} · ${formatPercent(met / closed)}`
  return first === last
    ? `${periodName(first.period)} ${rate(first)}`
    : m.compare_series({
        from: periodName(first.period),
        first: rate(first),
        to: periodName(last.period),
        last: rate(last),
      })
}

const previousWords = ({ previous_period: period, previous_met: met, previous_closed: closed }: ComparedRow): string =>
  period === null || met === null || closed === null || closed === 0
    ? ''
    : m.compare_previous({ period: periodName(period), ratio: formatRatio(met, closed) })

/** The columns of the comparison's table; the count leads to the rows behind. */
export function compareColumns(
  { bands, sparks, level, verified, stale }: Pick<Comparison, 'bands' | 'sparks' | 'level' | 'verified' | 'stale'>,
  asOf: string | null,
): Column<ComparedRow>[] {
  const count = (key: 'late' | 'missed', label: string): Column<ComparedRow> => ({
    key,
    label,
    isNumber: true,
    text: (row) => formatNumber(row[key]),
    sortBy: (row) => row[key],
  })
  const old = new Set(stale.map(({ id }) => id))
  return [
    { key: 'unit', label: levelName(level), text: (row) => markStale(row, old), href: (row) => unitAddress(row, asOf) },
    {
      key: 'count',
      label: m.column_count(),
      isNumber: true,
      text: (row) => formatRatio(row.met, closedOf(row)),
      sortBy: (row) => row.met,
      href: (row) => rowsBehind(row, asOf),
    },
    count('late', m.status_late()),
    count('missed', m.status_missed()),
    ...rateColumns<ComparedRow>(),
    ...verificationColumn<ComparedRow>(verified),
    targetColumn<ComparedRow>(),
    {
      key: 'chance',
      label: m.compare_column_chance(),
      text: ({ beyond, rate }) => (rate === null ? '' : beyond === null ? m.compare_inside() : CHANCE[beyond]()),
    },
    {
      key: 'band',
      label: m.compare_column_band(),
      text: (row) => bandWords(row, bands),
      sortBy: ({ rank_low: low }) => low,
    },
    {
      key: 'previous',
      label: m.compare_column_previous(),
      isNumber: true,
      text: previousWords,
      sortBy: ({ previous_met: met, previous_closed: closed }) => (met === null || !closed ? null : met / closed),
    },
    {
      key: 'series',
      label: m.compare_column_series(),
      text: seriesWords,
      picture: (row) => sparks[row.unit_id],
      sortBy: ({ rate }) => rate,
    },
  ]
}
