import { isShouwangError } from '../../../errors.ts'
import type { Results } from '../../../pipeline/evaluation/results.ts'
import type { Desk } from '../desk.ts'
import { evaluatedYear } from './evaluated-year.ts'
import type { About, OBJECTION_KINDS } from './objection-schema.ts'

/** Something in a township's score that it can object to. */
export interface ObjectionItem {
  township: string
  kind: (typeof OBJECTION_KINDS)[number]
  /** A duty; of an entry or a veto its place in the scheme, from 1 on. */
  item: string
  about: About
}

const NOTHING = { points: null, weight: null, met: null, total: null, counted: null, reason: null, evidence: null }

/** What a township can object to in a year's results: the whole, each duty, what was added or deducted, vetoes; what cost most first. */
export function itemsOf({ standings, scheme }: Results, township: string): ObjectionItem[] {
  const standing = standings.find((each) => each.township === township)
  if (standing === undefined) return []
  const { score, grade } = standing
  const item = (kind: ObjectionItem['kind'], of: string | number, told: Partial<About>): ObjectionItem => ({
    township,
    kind,
    item: String(of),
    about: { ...NOTHING, score, grade, lost: null, ...told },
  })
  const duties = standing.items.map(({ duty, weight, met, total, counted, points, lost }) =>
    item('duty', duty, { weight, met, total, counted, points, lost }),
  )
  const entries = scheme.entries.flatMap(({ township: of, points, reason, evidence }, index) =>
    of === township ? [item('entry', index + 1, { points, lost: -points, reason, evidence })] : [],
  )
  const vetoes = scheme.vetoes.flatMap(({ township: of, reason, evidence }, index) =>
    of === township ? [item('veto', index + 1, { reason, evidence })] : [],
  )
  const costly = [...duties, ...entries].sort((a, b) => (b.about.lost ?? 0) - (a.about.lost ?? 0))
  return [...vetoes, ...costly, item('whole', '', { points: score, lost: 100 - score })]
}

/** What townships can object to today; nothing where nothing of the year is due yet. */
export async function itemsToday(desk: Desk, year: string, townships: readonly string[]) {
  if (townships.length === 0) return []
  try {
    const { results } = await evaluatedYear(desk, { year, draws: 0 })
    return townships.flatMap((township) => itemsOf(results, township))
  } catch (error) {
    if (isShouwangError(error) && error.code === 'not_found') return []
    throw error
  }
}
