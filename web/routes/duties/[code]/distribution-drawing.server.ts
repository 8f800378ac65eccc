import { ecdf, histogram, type DistributionData } from '$lib/charts/distribution.ts'
import { createSvgDocument, toMarkup } from '$lib/charts/svg-document.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { Distribution } from './distribution-answer.ts'

/** The distribution drawn at one width; nothing where nothing is measured. */
export function drawDistribution({ kind, rows, quantiles, deadline }: Distribution, width: number): string {
  if (quantiles === null) return ''
  const isGap = kind === 'gap'
  const data: DistributionData = {
    bins: rows,
    line: isGap
      ? { at: quantiles.p50, name: m.duty_gaps_half({ days: `${quantiles.p50}` }) }
      : { at: deadline ?? 0, name: m.duty_notice_deadline({ minutes: `${deadline ?? 0}` }) },
    counted: isGap ? m.duty_gaps_counted() : m.duty_notice_counted(),
    measured: isGap ? m.duty_gaps_measured() : m.duty_notice_measured(),
  }
  const draw = isGap ? histogram : ecdf
  return toMarkup(draw(data, { width, document: createSvgDocument() }))
}
