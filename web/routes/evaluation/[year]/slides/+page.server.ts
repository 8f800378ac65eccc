import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { loadYear, standingsMarkup } from '../../evaluation.server.ts'
import { funnelPicture, mostLost, trendPicture, verifiedOf, type Picture } from '../../pictures.server.ts'
import { behindInstants } from '../../instants.ts'
import { yearOf } from '../../year.server.ts'
import type { PageServerLoad } from './$types'

/** As drawn for a projector: the style sheet makes them fill the slide. */
const RANKING = { width: 1400, row: 32, font: 22 }
const TREND_WIDTH = 460
const TRENDS = 2

export const load: PageServerLoad = async ({ fetch, locals, params, parent }) => {
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const year = yearOf(params.year)
  const { language } = locals
  const { loaded, problem } = await loadYear(fetch, { year, asOf, language })
  if (loaded === null) error(problem.status, { message: m.yearend_failed(), advice: problem.detail })
  const { evaluation, stage, names } = loaded
  const { as_of, known_at } = behindInstants(evaluation, asOf)
  const about = { year, asOf: as_of, knownAt: known_at, names, language }
  const trends: Picture[] = []
  // One after the other: the warehouse's readers are for everybody.
  for (const item of mostLost(evaluation, TRENDS)) {
    const picture = await trendPicture(fetch, item, { ...about, width: TREND_WIDTH })
    if (picture !== null) trends.push(picture)
  }
  const [worst] = mostLost(evaluation, 1)
  return {
    year,
    evaluation,
    stage,
    names,
    ranking: standingsMarkup(evaluation, RANKING),
    funnel: worst === undefined ? null : await funnelPicture(fetch, worst.duty, about),
    trends,
    verified: await verifiedOf(fetch, about),
  }
}
