import { ecdf, histogram, type DistributionData } from '$lib/charts/distribution.ts'
import type { Drawings } from '$lib/components/drawings.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { drawingsOf, type DrawnFor } from '../../drawings.server.ts'
import type { Distribution } from './distribution-answer.ts'

/** The distribution drawn at three widths, in pixels; empty where nothing is measured. */
export function distributionDrawings(
  distribution: Distribution,
  widths: Readonly<Record<'wide' | 'middle' | 'narrow', number>>,
  drawnFor: DrawnFor,
): Drawings {
  const data = distributionData(distribution)
  const chart = distribution.kind === 'gap' ? histogram : ecdf
  const draw = (width: number, shown: DistributionData) => (document: Document) => chart(shown, { width, document })
  const draws = () =>
    data && { wide: draw(widths.wide, data), middle: draw(widths.middle, data), narrow: draw(widths.narrow, data) }
  const shown = [distribution.kind, widths, data]
  return drawingsOf('distribution', { names: ['wide', 'middle', 'narrow'], shown, draws }, drawnFor)
}

function distributionData({ kind, rows, quantiles, deadline }: Distribution): DistributionData | null {
  if (quantiles === null) return null
  const isGap = kind === 'gap'
  return {
    bins: rows,
    line: isGap
      ? { at: quantiles.p50, name: m.duty_gaps_half({ days: `${quantiles.p50}` }) }
      : { at: deadline ?? 0, name: m.duty_notice_deadline({ minutes: `${deadline ?? 0}` }) },
    counted: isGap ? m.duty_gaps_counted() : m.duty_notice_counted(),
    measured: isGap ? m.duty_gaps_measured() : m.duty_notice_measured(),
  }
}
