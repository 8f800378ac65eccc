import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { readAsOf } from '../../../server/as-of.ts'
import { loadDuty } from './duty.server.ts'
import type { PageServerLoad } from './$types'

const NOT_FOUND = 404

export const load: PageServerLoad = async ({ fetch, locals, params, parent, depends, url, isDataRequest }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong, timezone } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const query = {
    unit: asked('unit'),
    level: asked('level'),
    status: asked('status'),
    period: asked('period'),
    cursor: asked('cursor'),
    knownAt: knownAfter(readAsOf(asked('known_at'), timezone).asOf, asOf),
  }
  const facts = { ...query, asOf, language: locals.language, countyCode: locals.county?.code ?? '', isDataRequest }
  const answer = await loadDuty(fetch, params.code, facts)
  if (answer.problem?.status === NOT_FOUND)
    error(NOT_FOUND, { message: m.error_not_found(), advice: answer.problem.detail })
  return { ...answer, query, instant: answer.duty?.asOf ?? null }
}

/** When what is told of a past instant was known, where that is said and is not before it. */
const knownAfter = (known: string | null, asOf: string | null): string | null =>
  known !== null && asOf !== null && Date.parse(known) >= Date.parse(asOf) ? known : null
