import { languageTag, type Language } from '$lib/format/language.ts'
import { formatRatio } from '$lib/format/number.ts'
import { formatPercent } from '$lib/format/percent.ts'
import { spaceHan } from '$lib/format/spacing.ts'
import { m } from '$lib/i18n/compiled/messages.js'
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

/** A period as the axis writes it, the year left to the foot line: `2026-09` is `9 月`, `2026-Q3` is `Q3`. */
export function periodLabel(period: string, language: Language): string {
  const month = /^(\d{4})-(\d{2})$/.exec(period)
  if (month === null) return period.replace(/^\d{4}-/, '')
  const day = new Date(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1))
  return spaceHan(new Intl.DateTimeFormat(languageTag(language), { month: 'short', timeZone: 'UTC' }).format(day))
}

/** What is to be seen in a trend, in one sentence: what is unusual before what is last. */
export function trendTitle(trend: Trend, unit: string): string {
  const unusual = [...new Set(trend.limits?.signals.map(({ period }) => period) ?? [])]
  if (unusual.length > 0) return m.duty_trend_signals({ unit, periods: unusual.join(m.list_separator()) })
  const last = trend.rows.findLast(({ rate }) => rate !== null)
  if (last === undefined) return m.duty_trend_none({ unit })
  const facts = {
    unit,
    period: last.period,
    ratio: formatRatio(last.met, last.closed),
    rate: formatPercent(last.rate ?? 0),
  }
  return trend.limits === null ? m.duty_trend_last(facts) : m.duty_trend_usual(facts)
}
