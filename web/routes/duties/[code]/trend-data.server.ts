import { trendChart, type TrendData } from '$lib/charts/trend.ts'
import type { Drawings } from '$lib/components/drawings.ts'
import type { Language } from '$lib/format/language.ts'
import { formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { periodLabel } from '$lib/i18n/period-words.ts'
import { drawingsOf, type DrawnFor } from '../../drawings.server.ts'
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

/** A trend drawn at three widths, in pixels; empty where no period is judged. */
export function trendDrawings(
  data: TrendData,
  widths: Readonly<Record<'wide' | 'middle' | 'narrow', number>>,
  drawnFor: DrawnFor,
): Drawings {
  const draw = (width: number) => (document: Document) => trendChart(data, { width, document })
  const isEmpty = data.points.every(({ rate }) => rate === null)
  const draws = () =>
    isEmpty ? null : { wide: draw(widths.wide), middle: draw(widths.middle), narrow: draw(widths.narrow) }
  return drawingsOf('trend', { names: ['wide', 'middle', 'narrow'], shown: [widths, data], draws }, drawnFor)
}
