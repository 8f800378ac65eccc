import type { TrendData } from '$lib/charts/trend.ts'
import type { Language } from '$lib/format/language.ts'
import { formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { periodLabel } from '$lib/i18n/period-words.ts'
import type { Trend } from './trend-answer.ts'
import { signalWords } from './trend-words.ts'

/** The trend as the chart takes it, with the names of its lines. */
export function trendDataOf(trend: Trend, target: number | null, language: Language): TrendData {
  const { limits, rows } = trend
  const year = rows.at(-1)?.period.slice(0, 4) ?? ''
  const isOfLastYear = (period: string): boolean => period.startsWith(year)
  const bound = limits?.is_trial === true ? m.duty_trial_limit() : m.duty_limit()
  return {
    points: rows.map((row) => ({
      ...row,
      label: isOfLastYear(row.period) ? periodLabel(row.period, language) : row.period.slice(2),
      signal: signalWords(trend, row.period),
    })),
    target: target === null ? null : { at: target, name: m.target_short({ target: formatTarget(target) }) },
    limits: limits && {
      mean: { at: limits.mean, name: m.duty_mean() },
      bounds: [limits.high, limits.low].map((at) => ({ at, name: bound })),
    },
  }
}
