import { redirect } from '@sveltejs/kit'
import { formatDay } from '$lib/format/instant.ts'
import type { PageServerLoad } from './$types'

/** In these months a year's evaluation is that of the year that ended. */
const MEETING_MONTHS = ['01', '02']

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { timezone } = await parent()
  const day = formatDay(locals.services?.now?.().toISOString() ?? new Date(0).toISOString(), timezone)
  const year = Number(day.slice(0, 4)) - (MEETING_MONTHS.includes(day.slice(5, 7)) ? 1 : 0)
  redirect(307, `/evaluation/${year}${url.search}`)
}
