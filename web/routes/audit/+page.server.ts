import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'
import { mayAsk } from '../../server/scope.ts'
import { presentInstant } from '../present.server.ts'
import { auditAnswer } from './audit.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, url, locals }) => {
  const asked = Object.fromEntries(
    ['unit', 'action', 'actor', 'before', 'verify'].map((name) => [name, url.searchParams.get(name) || null]),
  )
  if (locals.viewer === null || !mayAsk(locals.viewer, 'audit'))
    return { audit: null, asked, problem: null, isTheirs: false, instant: null }
  try {
    return {
      audit: await fetchAnswer(fetch, withQuery('/api/audit', asked), auditAnswer),
      asked,
      problem: null,
      isTheirs: true,
      instant: presentInstant(locals),
    }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    return { audit: null, asked, problem: cause.detail, isTheirs: true, instant: null }
  }
}
