import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { refuseOthers } from '../not-yours.server.ts'
import { openedOf } from './address.ts'
import { boardWith, loadBoard } from './board.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, url }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  // Whoever was sent to one line among all of a county finds it with its township's, unless the address says whose.
  const opened = openedOf(url.searchParams)
  const incident = opened[0] ?? null
  const isOneOfAll = incident !== null && !url.searchParams.has('unit') && locals.viewer?.units.length === 0
  const query = {
    status: asked('status'),
    unit: asked('unit') ?? (isOneOfAll ? (incident.split('/')[0] ?? null) : null),
    kind: asked('kind'),
    period: asked('period'),
    cursor: asked('cursor'),
  }
  const answer = await boardWith(incident, (cursor) =>
    loadBoard(fetch, { ...query, cursor: cursor ?? query.cursor, asOf, viewer: locals.viewer }),
  )
  refuseOthers(answer.problem)
  // Clocks tick from the server's own instant; an answer without `as_of` is for a whole minute.
  const now = asOf ?? locals.services?.now?.().toISOString() ?? answer.board?.asOf ?? null
  return { ...answer, query, opened, now, instant: answer.board?.asOf ?? null }
}
