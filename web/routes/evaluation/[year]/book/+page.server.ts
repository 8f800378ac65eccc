import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { yearOf } from '../../year.server.ts'
import { paginate } from './blocks.ts'
import { bookTitle, loadBook } from './book.server.ts'
import { chaptersOf } from './chapters.ts'
import type { PageServerLoad } from './$types'

/** Lines of the contents on one sheet. */
const CONTENTS_LINES = 34
const COVER = 1

export const load: PageServerLoad = async ({ fetch, locals, params, parent }) => {
  const { asOf, isAsOfWrong, timezone } = await parent()
  if (isAsOfWrong) error(400, { message: m.error_as_of(), advice: m.error_as_of_advice() })
  const year = yearOf(params.year)
  const county = locals.county?.name ?? ''
  const { facts, problem } = await loadBook(fetch, { year, asOf, language: locals.language, timezone, county })
  if (facts === null) error(problem.status, { message: m.yearend_failed(), advice: problem.detail })
  const { evaluation, stage } = facts
  const chapters = chaptersOf(facts)
  // The contents know their own length before the first chapter has its page.
  const contentsSheets = Math.ceil(chapters.length / CONTENTS_LINES)
  const sheets = paginate(chapters, {
    first: COVER + contentsSheets + 1,
    continued: (title) => m.yearend_book_continued({ title }),
  })
  const entries = sheets
    .filter(({ isFirst }) => isFirst)
    .map(({ chapter: { id, title, isTownship = false }, page }) => ({ id, title, isTownship, page }))
  const contents = Array.from({ length: contentsSheets }, (_, index) =>
    entries.slice(index * CONTENTS_LINES, (index + 1) * CONTENTS_LINES),
  )
  return {
    year,
    title: bookTitle(year),
    stage,
    about: { as_of: evaluation.as_of, known_at: evaluation.known_at, seed: evaluation.seed, draws: evaluation.draws },
    contents,
    sheets: sheets.map(({ chapter: { id, title }, ...sheet }) => ({ ...sheet, id, title })),
    pages: COVER + contentsSheets + sheets.length,
  }
}
