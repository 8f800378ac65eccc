import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { DateTime } from 'luxon'
import { loadChanges } from './changes.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, url }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong, timezone } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const to = asked('to') ?? asOf
  const now = locals.services?.now?.().toISOString()
  const query = {
    from: asked('from') ?? quarterBefore(to ?? now, timezone),
    to,
    unit: asked('unit'),
    register: asked('register'),
    change: asked('change'),
    cursor: asked('cursor'),
  }
  const answer = await loadChanges(fetch, query)
  return { ...answer, query, instant: answer.changes?.asOf ?? null }
}

/** The last day of the quarter before an instant: what came since is what most look for. */
function quarterBefore(instant: string | undefined, timezone: string): string {
  const at = instant === undefined ? DateTime.now().setZone(timezone) : DateTime.fromISO(instant, { zone: timezone })
  return (at.isValid ? at : DateTime.now().setZone(timezone)).startOf('quarter').minus({ days: 1 }).toISODate() ?? ''
}
