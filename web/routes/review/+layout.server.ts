import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { mayAsk } from '../../server/scope.ts'
import type { LayoutServerLoad } from './$types'

/** All of the review is about children, one by one: it is for those who may see rows. */
export const load: LayoutServerLoad = ({ locals }) => {
  const isTheirs = locals.viewer !== null && mayAsk(locals.viewer, 'rows')
  if (!isTheirs) error(403, { message: m.not_yours(), advice: m.not_yours_advice() })
}
