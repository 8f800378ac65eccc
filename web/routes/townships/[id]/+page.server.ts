import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { askedOf } from './address.ts'
import { loadTownship } from './township.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, params, url, isDataRequest }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = askedOf(url.searchParams)
  const answer = await loadTownship(fetch, {
    id: params.id,
    asked,
    asOf,
    language: locals.language,
    viewer: locals.viewer,
    query: url.searchParams,
    isDataRequest,
  })
  if (answer.township === null && answer.problem === null)
    error(404, { message: m.township_unknown({ id: params.id }), advice: m.township_unknown_advice() })
  return { ...answer, id: params.id, asked, instant: answer.township?.asOf ?? null }
}
