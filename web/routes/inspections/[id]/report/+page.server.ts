import { error, fail } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { AnswerError, fetchAnswer } from '../../../../server/fetch-answer.ts'
import { formOf, textOf } from '../../../form.server.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { postTo } from '../../../post.server.ts'
import { reportAnswer } from './report.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  try {
    const report = await fetchAnswer(fetch, `/api/inspections/${encodeURIComponent(params.id)}/report`, reportAnswer)
    return { report, id: params.id, instant: report.draw.as_of }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    // One that is not revealed has no report yet; one that is hidden and one that is not there are the same.
    if (cause.status === 409) error(409, { message: m.report_not_yet(), advice: cause.detail })
    error(404, { message: m.error_not_found(), advice: m.error_not_found_advice() })
  }
}

export const actions: Actions = {
  reply: async ({ request, fetch, params }) => {
    const form = await formOf(request)
    const reply = textOf(form, 'reply')
    const path = `/api/inspections/${encodeURIComponent(params.id)}/replies`
    const refusal = await postTo(fetch, path, { unit: textOf(form, 'unit'), reply })
    return refusal === null
      ? { isKept: true, problem: null, reply: '' }
      : fail(refusal.status, { isKept: false, problem: refusal.detail, reply })
  },
}
