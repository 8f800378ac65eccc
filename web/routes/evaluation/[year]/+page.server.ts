import { error } from '@sveltejs/kit'
import { filesOf } from '$lib/components/table.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { withQuery } from '../../../server/fetch-answer.ts'
import { loadYear, soon } from '../evaluation.server.ts'
import { yearOf } from '../year.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, params, parent }) => {
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const year = yearOf(params.year)
  const files = filesOf(withQuery(`/api/evaluation/${year}`, { as_of: asOf }))
  return { year, files, ...(await soon(loadYear(fetch, { year, asOf, language: locals.language }))) }
}
