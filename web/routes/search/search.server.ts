import { z } from 'zod'
import { FOUND_KINDS, type Found } from '$lib/found.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'

const answer = z.object({
  rows: z.array(
    z.object({
      kind: z.enum(FOUND_KINDS),
      id: z.string(),
      name: z.string(),
      township: z.string(),
      month: z.string().nullable(),
    }),
  ),
})

export interface FoundGroup {
  kind: Found['kind']
  rows: Found[]
}

/** How many results the API gives at most (web/api/routes/search.ts). */
const MOST = 10

/** What was found at `asOf` or now, in groups of one kind; null where nothing was asked for. */
export async function loadSearch(fetch: typeof globalThis.fetch, q: string, asOf: string | null) {
  if (q === '') return { groups: null, most: null, problem: null }
  try {
    const { rows } = await fetchAnswer(fetch, withQuery('/api/search', { q, as_of: asOf }), answer)
    const groups: FoundGroup[] = FOUND_KINDS.map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) }))
    return {
      groups: groups.filter((group) => group.rows.length > 0),
      most: rows.length < MOST ? null : MOST,
      problem: null,
    }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    return { groups: null, most: null, problem: cause.detail }
  }
}
