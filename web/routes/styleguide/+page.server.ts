import { error } from '@sveltejs/kit'
import { dev } from '$app/environment'
import { heatMap } from '$lib/charts/heat-map.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { drawingsOf } from '../drawings.server.ts'
import { trendDrawings } from '../duties/[code]/trend-data.server.ts'
import { HEAT, TREND } from './samples.ts'
import type { PageServerLoad } from './$types'

// Shown in development, and where the serving process asks for it.
export const load: PageServerLoad = ({ locals, isDataRequest }) => {
  if (!dev && locals.services?.isStyleguideShown !== true) error(404, { message: m.error_not_found() })
  const draw = (width: number) => (document: Document) => heatMap(HEAT, { width, document })
  const draws = () => ({ wide: draw(900), narrow: draw(420) })
  return {
    heat: drawingsOf('heat', { names: ['wide', 'narrow'], shown: [900, 420, HEAT], draws }, { isDataRequest }),
    trend: trendDrawings(TREND, { wide: 1000, middle: 660, narrow: 340 }, { isDataRequest }),
  }
}
