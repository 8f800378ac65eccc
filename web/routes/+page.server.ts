import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { loadOverview } from './overview.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, isDataRequest }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const answer = await loadOverview(fetch, { asOf, language: locals.language, isDataRequest })
  return { ...answer, instant: answer.overview?.asOf ?? null }
}
