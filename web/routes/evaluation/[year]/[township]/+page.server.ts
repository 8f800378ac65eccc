import { error } from '@sveltejs/kit'
import { formatDay } from '$lib/format/instant.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { AnswerError, fetchAnswer, withQuery } from '../../../../server/fetch-answer.ts'
import { townshipAnswer } from '../../answers.ts'
import { dutyNames, soon } from '../../evaluation.server.ts'
import { yearOf } from '../../year.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, params, parent, url }) => {
  const { asOf, isAsOfWrong, timezone } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const year = yearOf(params.year)
  const asked = url.searchParams.get('earlier')
  const earlier = asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : null
  const load = async () => {
    const path = `/api/evaluation/${year}/townships/${encodeURIComponent(params.township)}`
    try {
      const [told, names] = await Promise.all([
        fetchAnswer(fetch, withQuery(path, { as_of: asOf, earlier: earlierThan(earlier, asOf) }), townshipAnswer),
        dutyNames(fetch, locals.language),
      ])
      return { loaded: { told, names }, problem: null }
    } catch (cause) {
      if (!(cause instanceof AnswerError)) throw cause
      return { loaded: null, problem: { detail: cause.detail, status: cause.status } }
    }
  }
  const today = formatDay(asOf ?? locals.services?.now?.().toISOString() ?? `${year}-12-31T00:00:00Z`, timezone)
  const last = today < `${year}-12-31` ? today : `${year}-12-31`
  const isEarlierWrong = asked !== null && asked !== '' && earlierThan(earlier, last) === null
  return { year, township: params.township, earlier, isEarlierWrong, last, ...(await soon(load())) }
}

/** An earlier day where it is one: before the day of the figures. */
function earlierThan(earlier: string | null, day: string | null): string | null {
  return earlier !== null && (day === null || earlier < day.slice(0, 10)) ? earlier : null
}
