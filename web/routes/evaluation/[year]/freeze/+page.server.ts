import { AnswerError, fetchAnswer } from '../../../../server/fetch-answer.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { dutyNames } from '../../evaluation.server.ts'
import { yearOf } from '../../year.server.ts'
import { freezeActions } from './actions.server.ts'
import { freezeState, laterCorrections } from './answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, params, setHeaders }) => {
  const year = yearOf(params.year)
  setHeaders({ 'cache-control': 'no-store' })
  try {
    const found = await fetchAnswer(fetch, `/api/evaluation/${year}/freeze`, freezeState)
    const [names, later] = await Promise.all([
      dutyNames(fetch, locals.language),
      found.state === 'frozen' ? fetchAnswer(fetch, `/api/evaluation/${year}/later`, laterCorrections) : null,
    ])
    return { year, found, names, later, problem: null }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    return { year, found: null, names: {}, later: null, problem: cause.detail }
  }
}

export const actions: Actions = freezeActions
