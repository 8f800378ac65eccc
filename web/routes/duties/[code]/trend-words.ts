import { formatRatio } from '$lib/format/number.ts'
import { formatPercent } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { periodName } from '$lib/i18n/period-words.ts'
import type { Signal, Trend } from './trend-answer.ts'

const SIGNALS: Record<Signal['kind'], () => string> = {
  outside: m.duty_signal_outside,
  run: m.duty_signal_run,
  trend: m.duty_signal_trend,
  two_of_three: m.duty_signal_two_of_three,
}

/** What lies beyond the usual variation in one period, in words; null where nothing does. */
export function signalWords({ limits }: Trend, period: string): string | null {
  const kinds = (limits?.signals ?? []).filter((each) => each.period === period).map(({ kind }) => SIGNALS[kind]())
  return kinds.length === 0 ? null : [...new Set(kinds)].join(m.list_separator())
}

/** What is to be seen in a trend, in one sentence: what is unusual before what is last. */
export function trendTitle(trend: Trend, unit: string): string {
  const unusual = [...new Set(trend.limits?.signals.map(({ period }) => period) ?? [])]
  if (unusual.length > 0)
    return m.duty_trend_signals({ unit, periods: unusual.map(periodName).join(m.list_separator()) })
  const last = trend.rows.findLast(({ rate }) => rate !== null)
  if (last === undefined) return m.duty_trend_none({ unit })
  const facts = {
    unit,
    period: periodName(last.period),
    ratio: formatRatio(last.met, last.closed),
    rate: formatPercent(last.rate ?? 0),
  }
  return trend.limits === null ? m.duty_trend_last(facts) : m.duty_trend_usual(facts)
}
