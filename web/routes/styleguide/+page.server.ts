import { error } from '@sveltejs/kit'
import { dev } from '$app/environment'
import { heatMap } from '$lib/charts/heat-map.ts'
import { createSvgDocument, toMarkup } from '$lib/charts/svg-document.ts'
import { trendChart } from '$lib/charts/trend.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { HEAT, TREND } from './samples.ts'
import type { PageServerLoad } from './$types'

// Shown in development, and where the serving process asks for it.
export const load: PageServerLoad = ({ locals }) => {
  if (!dev && locals.services?.isStyleguideShown !== true) error(404, { message: m.error_not_found() })
  const draw = (width: number) => toMarkup(heatMap(HEAT, { width, document: createSvgDocument() }))
  const drawTrend = (width: number) => toMarkup(trendChart(TREND, { width, document: createSvgDocument() }))
  return {
    heat: { wide: draw(900), narrow: draw(420) },
    trend: { wide: drawTrend(1000), middle: drawTrend(660), narrow: drawTrend(340) },
  }
}
