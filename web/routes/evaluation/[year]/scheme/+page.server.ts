import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import { dutiesAnswer, healthAnswer } from '../../../../server/answers.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../../../server/fetch-answer.ts'
import { formOf, textOf } from '../../../form.server.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { postFor } from '../../../post.server.ts'
import { yearOf } from '../../year.server.ts'
import { outrunData, schemeAnswer, trialAnswer, type Outrun, type Trial } from './answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, params, url, setHeaders }) => {
  const year = yearOf(params.year)
  setHeaders({ 'cache-control': 'no-store' })
  const query = { version: url.searchParams.get('version') || null, against: url.searchParams.get('against') || null }
  try {
    const [shown, { duties }, { townships }] = await Promise.all([
      fetchAnswer(fetch, withQuery(`/api/evaluation/${year}/scheme`, query), schemeAnswer),
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
    ])
    return { year, shown, duties, townships: townships.map(({ id, name }) => ({ id, name })), problem: null }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    return { year, shown: null, duties: [], townships: [], problem: cause.detail }
  }
}

/** What became of what was sent. */
export interface SchemeSaid {
  trial: Trial | null
  /** The version that was saved. */
  saved: number | null
  problem: string | null
  /** What somebody else saved in between. */
  outrun: Outrun | null
}
const NOTHING: SchemeSaid = { trial: null, saved: null, problem: null, outrun: null }

const savedAnswer = z.object({ version: z.number() })

/** The scheme as the form wrote it; what is no JSON goes on as it is, and the API says that it is no scheme. */
function schemeIn(form: FormData): unknown {
  const text = textOf(form, 'scheme')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const actions: Actions = {
  trial: async ({ request, fetch, params }) => {
    const body = { scheme: schemeIn(await formOf(request)) }
    const path = `/api/evaluation/${params.year}/scheme/trial`
    const { answer, refusal } = await postFor(fetch, path, { body, schema: trialAnswer })
    if (refusal !== null) return fail(refusal.status, { ...NOTHING, problem: refusal.detail })
    return { ...NOTHING, trial: answer }
  },
  save: async ({ request, fetch, params }) => {
    const form = await formOf(request)
    const base_version = Number(textOf(form, 'base_version'))
    const body = { base_version, reason: textOf(form, 'reason'), scheme: schemeIn(form) }
    const path = `/api/evaluation/${params.year}/scheme`
    const { answer, refusal } = await postFor(fetch, path, { body, schema: savedAnswer })
    if (refusal === null) return { ...NOTHING, saved: answer.version }
    const outrun = outrunData.safeParse(refusal.data).data ?? null
    return fail(refusal.status, { ...NOTHING, problem: refusal.detail, outrun })
  },
}
