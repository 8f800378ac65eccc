import { dutiesAnswer, healthAnswer } from '../../../../server/answers.ts'
import { AnswerError, fetchAnswer } from '../../../../server/fetch-answer.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { yearOf } from '../../year.server.ts'
import { decideObjection, makeObjection, withdrawObjection } from './actions.server.ts'
import { objectionsAnswer } from './answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, params, url, setHeaders }) => {
  const year = yearOf(params.year)
  setHeaders({ 'cache-control': 'no-store' })
  const asked = { township: url.searchParams.get('township') || null, item: url.searchParams.get('item') || null }
  // Begins the numbers of what is sent from this page, so that what is sent twice is kept once.
  const token = crypto.randomUUID().slice(0, 18)
  try {
    const [found, { duties }, { townships }] = await Promise.all([
      fetchAnswer(fetch, `/api/evaluation/${year}/objections`, objectionsAnswer),
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
    ])
    const names = townships.map(({ id, name }) => ({ id, name }))
    return { year, asked, token, found, duties, townships: names, problem: null }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    return { year, asked, token, found: null, duties: [], townships: [], problem: cause.detail }
  }
}

export const actions: Actions = { object: makeObjection, decide: decideObjection, withdraw: withdrawObjection }
