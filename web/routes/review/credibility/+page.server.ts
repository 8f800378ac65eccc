import { error, fail } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { mayAsk } from '../../../server/scope.ts'
import { formOf, textOf } from '../../form.server.ts'
import { refuseOthers } from '../../not-yours.server.ts'
import { postTo } from '../../post.server.ts'
import { loadLeads } from './leads.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, url }) => {
  depends('shouwang:state')
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const query = {
    as_of: asOf,
    unit: asked('unit'),
    signal: asked('signal'),
    of: asked('of'),
    cursor: asked('cursor'),
    leads: asked('leads'),
  }
  const answer = await loadLeads(fetch, query, {
    viewer: locals.viewer,
    language: locals.language,
    sorts: url.searchParams,
  })
  refuseOthers(answer.problem)
  const mayReply = locals.viewer !== null && mayAsk(locals.viewer, 'reply')
  return { ...answer, query, mayReply, instant: answer.leads?.asOf ?? null }
}

export const actions: Actions = {
  reply: async ({ request, fetch }) => {
    const form = await formOf(request)
    const [unit, signal, reply] = [textOf(form, 'of'), textOf(form, 'signal'), textOf(form, 'reply')]
    const refusal = await postTo(fetch, '/api/credibility/replies', { unit, signal, as_of: textOf(form, 'at'), reply })
    if (refusal !== null) return fail(refusal.status, { unit, signal, reply, problem: refusal.detail })
    return { unit, signal, reply: '', problem: null }
  },
}
