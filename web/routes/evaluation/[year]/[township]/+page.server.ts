import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { AnswerError, fetchAnswer, withQuery } from '../../../../server/fetch-answer.ts'
import { townshipAnswer } from '../../answers.ts'
import { dutyNames, soon } from '../../evaluation.server.ts'
import { yearOf } from '../../year.server.ts'
import type { PageServerLoad } from './$types'

const REFUSED = 400

export const load: PageServerLoad = async ({ fetch, locals, params, parent, url }) => {
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const year = yearOf(params.year)
  const asked = url.searchParams.get('earlier')
  const earlier = asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : null
  const path = `/api/evaluation/${year}/townships/${encodeURIComponent(params.township)}`
  const ask = (than: string | null) =>
    fetchAnswer(fetch, withQuery(path, { as_of: asOf, earlier: than }), townshipAnswer)
  const load = async () => {
    try {
      let isEarlierWrong = (asked ?? '') !== '' && earlier === null
      // A day that is not earlier is refused: the rest of the page is there without it.
      const without = (cause: unknown) => {
        if (earlier === null || !(cause instanceof AnswerError) || cause.status !== REFUSED) throw cause
        isEarlierWrong = true
        return ask(null)
      }
      const [told, names] = await Promise.all([ask(earlier).catch(without), dutyNames(fetch, locals.language)])
      return { loaded: { told, names, isEarlierWrong }, problem: null }
    } catch (cause) {
      if (!(cause instanceof AnswerError)) throw cause
      return { loaded: null, problem: { detail: cause.detail, status: cause.status } }
    }
  }
  return { year, township: params.township, earlier, ...(await soon(load())) }
}
