import type { Column } from '$lib/components/table.ts'
import type { Language } from '$lib/format/language.ts'
import { formatRatio } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { periodLabel } from '$lib/i18n/period-words.ts'
import type { Trend, TrendRow } from '../../duties/[code]/trend-answer.ts'
import { signalWords } from '../../duties/[code]/trend-words.ts'
import { rateColumns } from '../../rate-columns.ts'

/** The columns of the table under the chart; `behind` says where a period leads. */
export function trendColumns(
  trend: Trend,
  { behind, language }: { behind: (period: string) => string | undefined; language: Language },
): Column<TrendRow>[] {
  const signal: Column<TrendRow> = {
    key: 'signal',
    label: m.duty_signal(),
    text: ({ period }) => signalWords(trend, period) ?? '',
  }
  return [
    {
      key: 'period',
      label: m.township_column_period(),
      text: ({ period }) => periodLabel(period, language),
      sortBy: ({ period }) => period,
      href: ({ period }) => behind(period),
    },
    {
      key: 'count',
      label: m.column_count(),
      isNumber: true,
      text: ({ met, closed }) => formatRatio(met, closed),
      sortBy: ({ met }) => met,
    },
    ...rateColumns<TrendRow>(),
    ...(trend.limits === null ? [] : [signal]),
  ]
}
