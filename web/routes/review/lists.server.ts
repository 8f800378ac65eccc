import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { z } from 'zod'
import { filesOf, type TableFiles } from '../../lib/components/table.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'
import { unitChoices, type UnitChoice } from '../../server/unit-choices.ts'
import type { Language } from '../../lib/format/language.ts'
import type { Viewer } from '../../server/viewer.ts'
import { refuseOthers } from '../not-yours.server.ts'
import { firstRows, type FirstRows } from '../first-rows.server.ts'
import { reviewAnswer, type Facet, type Review } from './answer.ts'
import { unitColumns, type UnitTable } from './unit-columns.ts'

const health = z.object({ as_of: z.string(), townships: z.array(z.object({ id: z.string(), name: z.string() })) })

/** What a part of the review is asked for; each is a parameter of its address. */
export interface ListQuery {
  list: string | null
  reason: string | null
  unit: string | null
  cursor: string | null
}

/** The review with as many units as are sent at a time. */
export type ListedReview = Omit<Review, UnitTable> & { counts: Record<UnitTable, FirstRows<Facet>> }

export interface ListAnswer {
  query: ListQuery
  review: ListedReview | null
  problem: { detail: string; status: number } | null
  /** Of what the reader may choose rows. */
  units: UnitChoice[]
  /** All that the filter asks for, not only a page of it, as files. */
  files: TableFiles
  /** The instant of the rows. */
  instant: string | null
  /** The instant of the answer. */
  now: string | null
}

const PAGE = '100'

interface ListEvent {
  fetch: typeof globalThis.fetch
  url: URL
  locals: { viewer: Viewer | null; language: Language }
  parent: () => Promise<{ asOf: string | null; isAsOfWrong: boolean }>
  depends: (dependency: `shouwang:${string}`) => void
}

/** A page of a list of a part of the review (`/api/review/…`), as its address asks. */
export async function loadList(path: string, { fetch, url, locals, parent, depends }: ListEvent): Promise<ListAnswer> {
  depends('shouwang:state')
  const { asOf, isAsOfWrong } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const asked = (name: string): string | null => url.searchParams.get(name) || null
  const query = { list: asked('list'), reason: asked('reason'), unit: asked('unit'), cursor: asked('cursor') }
  const { cursor, ...filter } = query
  const about = { ...filter, as_of: asOf }
  const files = filesOf(withQuery(path, about))
  try {
    const [found, { as_of: now, townships }] = await Promise.all([
      fetchAnswer(fetch, withQuery(path, { ...about, cursor, limit: PAGE }), reviewAnswer),
      fetchAnswer(fetch, '/api/health', health),
    ])
    const language = locals.language
    const unitsOf = (name: UnitTable) =>
      firstRows(found[name], { name, columns: unitColumns(name, url), query: url.searchParams, language })
    const { as_of, list, lists, reasons, rows, next_cursor } = found
    const counts = { townships: unitsOf('townships'), villages: unitsOf('villages'), schools: unitsOf('schools') }
    const review = { as_of, list, lists, reasons, rows, next_cursor, counts }
    const units = unitChoices(locals.viewer, townships)
    return { query, review, problem: null, units, files, instant: review.as_of, now }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    const problem = { detail: cause.detail, status: cause.status }
    refuseOthers(problem)
    return { query, review: null, problem, units: [], files, instant: null, now: null }
  }
}
