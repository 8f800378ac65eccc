import { error } from '@sveltejs/kit'
import { formatDay } from '$lib/format/instant.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { loadReturn } from './returns.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, url }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong, timezone } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const period = url.searchParams.get('period') || null
  const answer = await loadReturn(fetch, { period, asOf }, { language: locals.language, timezone })
  const instant = answer.returned?.asOf ?? null
  // What can be chosen depends on today, and not on the instant that the figures are of.
  const now = locals.services?.now?.().toISOString() ?? instant
  return { ...answer, period, instant, today: now === null ? null : formatDay(now, timezone) }
}
