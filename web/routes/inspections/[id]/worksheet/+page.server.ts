import { randomUUID } from 'node:crypto'
import { error, fail } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutiesAnswer, healthAnswer } from '../../../../server/answers.ts'
import { AnswerError, fetchAnswer } from '../../../../server/fetch-answer.ts'
import { formOf, textOf } from '../../../form.server.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { postFor } from '../../../post.server.ts'
import { worksheetAnswer } from '../../answers.ts'
import { askedSamples, samplePage, townshipCounts } from '../sample-pages.ts'
import { takenAnswer, toldIn } from './findings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, params, parent, setHeaders, url }) => {
  const { isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  setHeaders({ 'cache-control': 'no-store' })
  const asked = askedSamples(url)
  try {
    const [{ samples, ...inspection }, { duties }, { as_of }] = await Promise.all([
      fetchAnswer(fetch, `/api/inspections/${params.id}/worksheet`, worksheetAnswer),
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
    ])
    const shown = samplePage(samples, asked)
    return {
      inspection,
      ...shown,
      counts: townshipCounts(samples),
      asked,
      duties,
      instant: as_of,
      // Numbers of findings that are not told yet: a form that is sent twice is kept once.
      ids: Object.fromEntries(
        shown.samples.flatMap(({ claims }) => claims.map(({ claim_id }) => [claim_id, randomUUID()])),
      ),
    }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    const message = cause.status === 409 ? m.worksheet_not_drawn() : cause.detail
    error(cause.status, { message, advice: cause.status === 409 ? cause.detail : m.error_unknown_advice() })
  }
}

export const actions: Actions = {
  tell: async ({ request, fetch, locals, params }) => {
    const now = locals.services?.now?.()
    if (now === undefined) error(500, { message: m.error_no_services(), advice: m.error_no_services_advice() })
    const form = await formOf(request)
    const sample = Number(textOf(form, 'sample'))
    const told = toldIn(form, now)
    if (told.length === 0) return { sample, told, conflicts: 0, problem: null }
    const path = `/api/inspections/${encodeURIComponent(params.id)}/findings`
    const { answer, refusal } = await postFor(fetch, path, { body: { findings: told }, schema: takenAnswer })
    if (refusal !== null) return fail(refusal.status, { sample, told: [], conflicts: 0, problem: refusal.detail })
    const conflicts = answer.results.filter(({ state }) => state === 'conflict')
    const isApart = new Set(conflicts.map(({ claim_id }) => claim_id))
    return {
      sample,
      told: told.map((finding) => ({ ...finding, isConflict: isApart.has(finding.claim_id) })),
      conflicts: conflicts.length,
      problem: null,
    }
  },
}
