import { ShouwangError, isShouwangError } from '../../../errors.ts'
import { differenceOf } from '../../../evaluation/difference.ts'
import type { Standing } from '../../../evaluation/evaluate.ts'
import type { Results } from '../../../pipeline/evaluation/results.ts'
import { registersOf, townshipExports } from '../../../queries/evaluation.ts'
import type { Desk } from '../desk.ts'
import { headOf, standingAnswer } from './answer.ts'
import { evaluatedYear, yearBefore, type EvaluatedYear } from './evaluated-year.ts'

export interface ExplanationAsked {
  township: string
  /** The county's local time. */
  earlier: string | undefined
  /** Whether the rows behind are the viewer's to see: then where they came from is, too, and what was written of them. */
  isOwn: boolean
}

/** From a township's score to its counts, the exports they came from, and what changed. Throws `not_found` without a standing. */
export async function explanation(
  desk: Desk,
  evaluated: EvaluatedYear,
  { township, earlier, isOwn }: ExplanationAsked,
) {
  const { results } = evaluated
  const { year, known_at } = results
  const standing = standingOf(results, township)
  if (standing === undefined) {
    const message = `${year} 年这个乡镇还没有到期的职责，没有得分。`
    throw new ShouwangError('not_found', message, { year, township })
  }
  const names = await desk.units.names()
  const before = await yearBefore(desk, results, { draws: 0 })
  const then = earlier === undefined ? null : await earlierDraft(desk, year, earlier)
  return {
    ...headOf(desk, evaluated),
    townships: results.standings
      .map((each) => ({
        township: each.township,
        name: names.get(each.township) ?? each.township,
        band: each.band,
      }))
      .sort((a, b) => (a.township < b.township ? -1 : 1)),
    standing: standingAnswer(results, standing, { names, isOwn: () => isOwn }),
    behind: await behindOf(desk, results, standing),
    exports: isOwn ? await exportsOf(desk, { township, known_at, year }) : null,
    year_before: before && differenceTo(desk, before, results, standing),
    earlier: then && differenceTo(desk, then, results, standing),
  }
}

const standingOf = ({ standings }: Results, township: string): Standing | undefined =>
  standings.find((each) => each.township === township)

/** A draft of an earlier instant; null where nothing of the year was due yet. */
async function earlierDraft(desk: Desk, year: string, asked: string): Promise<Results | null> {
  try {
    return (await evaluatedYear(desk, { year, asked, draws: 0 })).results
  } catch (error) {
    if (isShouwangError(error) && error.code === 'not_found') return null
    throw error
  }
}

function differenceTo({ time }: Desk, then: Results, now: Results, standing: Standing) {
  const before = standingOf(then, standing.township)
  if (before === undefined) return null
  const difference = differenceOf({ standing: before, items: then.items }, { standing, items: now.items })
  return {
    year: then.year,
    as_of: time.instant(then.as_of),
    known_at: time.instant(then.known_at),
    ...difference,
  }
}

/** Of each item what the missed rows are, what is still open, and which registers it is judged by. */
async function behindOf({ summaries }: Desk, { year, as_of, known_at }: Results, { township, items }: Standing) {
  const asked = { as_of, known_at, period: year, levels: ['township'] as const, unit: township, is_within: false }
  const rows = await summaries.rows(asked)
  return items.map(({ duty, missed: unmet }) => {
    const row = rows.find((each) => each.duty === duty)
    // Of a frozen year, the registers of then may hold less by now: of a person who is forgotten, nothing.
    const isSame = row !== undefined && row.late + row.missed === unmet
    return {
      duty,
      late: isSame ? row.late : null,
      missed: isSame ? row.missed : null,
      open: (row?.ahead ?? 0) + (row?.pending ?? 0),
      registers: registersOf(duty),
    }
  })
}

async function exportsOf({ services, time }: Desk, asked: { township: string; known_at: string; year: string }) {
  const rows = await townshipExports(services.warehouse, asked)
  return rows.map((row) => ({
    ...row,
    read_at: time.instant(row.read_at),
    confirmed_at: time.instant(row.confirmed_at),
  }))
}
