import { error } from '@sveltejs/kit'
import { formatDay } from '$lib/format/instant.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { COMPARED_LEVELS, loadComparison } from './compare.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, url, isDataRequest }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong, timezone } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  // An empty choice of the form is none.
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const query = {
    duty: asked('duty'),
    period: asked('period'),
    level: COMPARED_LEVELS.find((level) => level === asked('level')) ?? 'township',
    unit: asked('unit'),
    from: Math.max(0, Math.trunc(Number(asked('from') ?? 0)) || 0),
  }
  const asking = { ...query, asOf, sorts: url.searchParams }
  const answer = await loadComparison(fetch, asking, { language: locals.language, isDataRequest })
  const instant = answer.comparison?.asOf ?? null
  return { ...answer, query, instant, day: instant === null ? null : formatDay(instant, timezone) }
}
