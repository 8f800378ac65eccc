import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { DateTime } from 'luxon'
import { refuseOthers } from '../not-yours.server.ts'
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
    from: asked('from') ?? quarterBefore([to ?? undefined, now], timezone),
    to,
    unit: asked('unit'),
    register: asked('register'),
    change: asked('change'),
    cursor: asked('cursor'),
  }
  const answer = await loadChanges(fetch, query, locals.viewer)
  refuseOthers(answer.problem)
  return { ...answer, query, instant: answer.changes?.asOf ?? null }
}

/** The last day of the quarter before the first instant that is one: what came since is what most look for. */
function quarterBefore(instants: readonly (string | undefined)[], timezone: string): string {
  const known = instants.flatMap((instant) =>
    instant === undefined ? [] : DateTime.fromISO(instant, { zone: timezone }),
  )
  const at = known.find((instant) => instant.isValid)
  return at?.startOf('quarter').minus({ days: 1 }).toISODate() ?? ''
}
