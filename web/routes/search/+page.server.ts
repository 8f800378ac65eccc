import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { presentInstant } from '../present.server.ts'
import { loadSearch } from './search.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, url }) => {
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const q = (url.searchParams.get('q') ?? '').trim()
  return { q, instant: asOf ?? presentInstant(locals), ...(await loadSearch(fetch, q, asOf)) }
}
