import { error, fail } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { z } from 'zod'
import { mayAsk, type AccessKind } from '../../server/scope.ts'
import { formOf } from '../form.server.ts'
import { refuseOthers } from '../not-yours.server.ts'
import { postTo } from '../post.server.ts'
import { loadData } from './data.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, depends, url }) => {
  depends('shouwang:state')
  const { isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const query = {
    unit: asked('unit'),
    register: asked('register'),
    code: asked('code'),
    kind: asked('kind'),
    cursor: asked('cursor'),
    runs: asked('runs'),
  }
  const may = (kind: AccessKind): boolean => locals.viewer !== null && mayAsk(locals.viewer, kind)
  const hasNotices = may('outbox') && locals.services?.notices !== undefined
  const answer = await loadData(fetch, query, { hasNotices })
  refuseOthers(answer.problem)
  return { ...answer, query, may: { pull: may('pull'), decide: may('decide'), rejects: may('township_rows') }, instant: answer.state?.asOf ?? null }
}

const rows = z.coerce.number().int().min(0)
const decision = z.object({
  township: z.string().max(200),
  register: z.string().max(60),
  decision: z.enum(['accept', 'refuse']),
  before: rows,
  after: rows,
})
const pull = z.object({ township: z.string().max(200) })

export const actions: Actions = {
  decide: async ({ request, fetch }) => {
    const asked = decision.safeParse(Object.fromEntries(await formOf(request)))
    if (!asked.success) return fail(400, { problem: asked.error.issues[0]?.message ?? '' })
    const { township, register, before, after } = asked.data
    const path = `/api/holds/${encodeURIComponent(township)}/${encodeURIComponent(register)}`
    const refusal = await postTo(fetch, path, { decision: asked.data.decision, rows: after })
    if (refusal !== null) return fail(refusal.status, { problem: refusal.detail })
    return { decided: { decision: asked.data.decision, township, register, before, after } }
  },
  pull: async ({ request, fetch }) => {
    const asked = pull.safeParse(Object.fromEntries(await formOf(request)))
    if (!asked.success) return fail(400, { problem: asked.error.issues[0]?.message ?? '' })
    const refusal = await postTo(fetch, '/api/pulls', asked.data)
    if (refusal !== null) return fail(refusal.status, { problem: refusal.detail })
    return { pulled: asked.data.township }
  },
}
