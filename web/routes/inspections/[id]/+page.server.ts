import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { AnswerError } from '../../../server/fetch-answer.ts'
import { formOf, textOf } from '../../form.server.ts'
import { refuseOthers } from '../../not-yours.server.ts'
import { postTo } from '../../post.server.ts'
import { loadInspection } from './inspection.server.ts'
import { askedSamples } from './sample-pages.ts'
import type { Actions, PageServerLoad, RouteParams } from './$types'

export const load: PageServerLoad = async ({ fetch, params, parent, setHeaders, url }) => {
  const { isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  setHeaders({ 'cache-control': 'no-store' })
  const asked = askedSamples(url)
  try {
    return { ...(await loadInspection(fetch, params.id, asked)), asked }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    error(cause.status, { message: cause.detail, advice: m.error_unknown_advice() })
  }
}

/** One form of the page: what it asks of the API, which decides whether that can be done. */
const posting =
  (about: string, target: (form: FormData) => { path: string; body: object }) =>
  async ({ request, fetch, params }: RequestEvent<RouteParams>) => {
    const { path, body } = target(await formOf(request))
    const page = `/inspections/${encodeURIComponent(params.id)}`
    const refusal = await postTo(fetch, `/api${page}${path}`, body)
    if (refusal !== null) return fail(refusal.status, { about, problem: refusal.detail })
    redirect(303, `${page}#${about}`)
  }

export const actions: Actions = {
  step: posting('where', (form) => ({ path: '/step', body: { step: textOf(form, 'step') } })),
  settle: posting('conflicts', (form) => ({ path: '/settle', body: { finding_id: textOf(form, 'finding') } })),
  revoke: posting('devices', (form) => ({
    path: `/devices/${encodeURIComponent(textOf(form, 'device'))}/revoke`,
    body: {},
  })),
}
