import { error, fail, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { healthAnswer } from '../../server/answers.ts'
import { AnswerError, fetchAnswer } from '../../server/fetch-answer.ts'
import { mayAsk } from '../../server/scope.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { formOf } from '../form.server.ts'
import { refuseOthers } from '../not-yours.server.ts'
import { postFor } from '../post.server.ts'
import { inspectionsAnswer } from './answers.ts'
import { planOf, typedIn } from './plan-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, parent, setHeaders }) => {
  const { isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  setHeaders({ 'cache-control': 'no-store' })
  try {
    const [{ rows, inspectors }, health] = await Promise.all([
      fetchAnswer(fetch, '/api/inspections', inspectionsAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
    ])
    const { viewer } = locals
    const own = viewer?.units ?? []
    const townships = health.townships.map(({ id, name }) => ({ id, name }))
    return {
      inspections: rows,
      townships,
      instant: health.as_of,
      problem: null,
      plan:
        viewer !== null && mayAsk(viewer, 'lead')
          ? { inspectors, scope: townships.filter(({ id }) => own.length === 0 || own.includes(id)) }
          : null,
    }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    return { inspections: null, townships: [], instant: null, problem: cause.detail, plan: null }
  }
}

const made = z.object({ inspection_id: z.string() })

export const actions: Actions = {
  plan: async ({ request, fetch }) => {
    const form = await formOf(request)
    const { answer, refusal } = await postFor(fetch, '/api/inspections', { body: planOf(form), schema: made })
    if (refusal !== null) return fail(refusal.status, { problem: refusal.detail, typed: typedIn(form) })
    redirect(303, `/inspections/${answer.inspection_id}`)
  },
}
