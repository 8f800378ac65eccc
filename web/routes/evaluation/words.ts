import { formatInstant } from '../../lib/format/instant.ts'
import { formatNumber } from '../../lib/format/number.ts'
import { formatTarget } from '../../lib/format/percent.ts'
import { m } from '../../lib/i18n/compiled/messages.js'
import { shownMissing, shownScore } from '../../lib/statistics/shown-score.ts'
import type { CountyItem, Difference, Listed, Stage, Standing, Way, YearEvaluation } from './answers.ts'

/** Codes of duties to their names. */
type Names = Readonly<Record<string, string>>

const MINUS = '−'
/** Fewer points than these are shown as none. */
const SHOWN_POINTS = 0.05

/** Points with one decimal: `87.1`. */
export const points = (value: number): string => value.toFixed(1)

/** What says where grades begin. */
export interface Graded {
  grades: readonly { from: number }[]
}

/** A score with one decimal, and with more where one would say a grade that is not reached: `87.1`, `89.96`. */
export const scoreText = (value: number, { grades }: Graded): string =>
  shownScore(
    value,
    grades.map(({ from }) => from),
  )

/** The ends of a score's interval: `83.0–90.2`. */
export const intervalText = ({ low, high }: Pick<Standing, 'low' | 'high'>, scheme: Graded): string =>
  `${scoreText(low, scheme)}–${scoreText(high, scheme)}`

/** How many points are missing, in words. */
export function shortWords(missing: number): string {
  const shown = shownMissing(missing)
  return shown === null ? m.yearend_short_less() : m.yearend_short({ missing: shown })
}

/** The same with its sign: `+1.8`, `−0.4`, `0.0`. */
export function change(value: number): string {
  const shown = Math.abs(value).toFixed(1)
  if (shown === '0.0') return shown
  return `${value > 0 ? '+' : MINUS}${shown}`
}

const nameOf = (names: Names, duty: string): string => names[duty] ?? duty

const STAGES: Record<Stage, () => string> = {
  draft: m.yearend_stage_draft,
  proposed: m.yearend_stage_proposed,
  frozen: m.yearend_stage_frozen,
}
export const stageName = (stage: Stage): string => STAGES[stage]()

/** The first line of a year: how many bands its townships are in, never who is first. */
export function headline({ year, standings }: Pick<YearEvaluation, 'year' | 'standings'>, stage: Stage): string {
  const bands = new Set(standings.map(({ band }) => band)).size
  const facts = { year, count: standings.length, bands }
  if (bands === 1 && standings.length > 1) return m.yearend_headline_one(facts)
  if (stage === 'draft') return m.yearend_headline_draft(facts)
  return stage === 'proposed' ? m.yearend_headline_proposed(facts) : m.yearend_headline_frozen(facts)
}

/** What each band is called, with how many it holds. */
export function bandNames(standings: readonly Pick<Standing, 'band'>[]): Map<number, string> {
  const sizes = new Map<number, number>()
  for (const { band } of standings) sizes.set(band, (sizes.get(band) ?? 0) + 1)
  return new Map(
    [...sizes].map(([band, count]) => [
      band,
      count === 1 ? m.yearend_band_alone({ band }) : m.yearend_band_several({ band, count }),
    ]),
  )
}

export const ranksOf = ({ rank_low: low, rank_high: high }: Pick<Standing, 'rank_low' | 'rank_high'>): string =>
  low === high ? m.yearend_rank_single({ low }) : m.yearend_ranks({ low, high })

/** From how many others a township is not told apart. */
export function apartWords(
  { band, is_vetoed }: Pick<Standing, 'band' | 'is_vetoed'>,
  standings: readonly Pick<Standing, 'band'>[],
): string {
  if (is_vetoed === true) return m.yearend_apart_vetoed()
  const others = standings.filter((each) => each.band === band).length - 1
  return others === 0 ? m.yearend_apart_none() : m.yearend_apart_others({ count: others })
}

/** Where a township stands, in a sentence. */
export const placeWords = (
  standing: Pick<Standing, 'low' | 'high' | 'rank_low' | 'rank_high' | 'band' | 'is_vetoed'>,
  { townships, average, scheme }: { townships: readonly Pick<Standing, 'band'>[]; average: number; scheme: Graded },
): string =>
  m.yearend_township_place({
    low: scoreText(standing.low, scheme),
    high: scoreText(standing.high, scheme),
    ranks: ranksOf(standing),
    apart: apartWords(standing, townships),
    average: scoreText(average, scheme),
  })

/** A township with its score and grade, as its page, its slide and its chapter begin. */
export const townshipHeadline = (
  standing: Pick<Standing, 'name' | 'score' | 'grade' | 'is_vetoed'>,
  scheme: Graded,
): string =>
  m.yearend_township_headline({
    name: standing.name,
    score: scoreText(standing.score, scheme),
    grade: gradeWords(standing),
  })

export const gradeWords = ({ grade, is_vetoed }: Pick<Standing, 'grade' | 'is_vetoed'>): string =>
  is_vetoed === true ? m.yearend_vetoed({ grade }) : grade

export const standingTitle = (
  standing: Pick<Standing, 'name' | 'score' | 'low' | 'high' | 'rank_low' | 'rank_high' | 'grade' | 'is_vetoed'>,
  scheme: Graded,
): string =>
  m.yearend_standing_title({
    name: standing.name,
    score: scoreText(standing.score, scheme),
    low: scoreText(standing.low, scheme),
    high: scoreText(standing.high, scheme),
    ranks: ranksOf(standing),
    grade: gradeWords(standing),
  })

export function nextWords({ next, is_vetoed, grade }: Standing, best: string | undefined): string {
  if (next !== null) return m.yearend_next_missing({ grade: next.name, short: shortWords(next.missing) })
  return is_vetoed === true || grade !== best ? m.yearend_next_vetoed() : m.yearend_next_best()
}

/** The way to the next grade with the fewest rows, in a few words. */
export function cheapestWords({ next }: Standing, names: Names): string {
  if (next === null) return ''
  const [way] = next.ways
  if (way === undefined)
    return next.together.length === 0
      ? m.yearend_way_none()
      : m.yearend_way_short_together({ count: next.together.length })
  const duty = nameOf(names, way.duty)
  const count = formatNumber(Math.min(way.mended ?? Infinity, way.coming ?? Infinity))
  return way.is_state ? m.yearend_way_short_state({ duty, count }) : m.yearend_way_short_rows({ duty, count })
}

/** A way to the next grade in full: what can still be made good, and what only could have been done. */
export function wayWords({ duty: code, mended, missed, coming, is_state }: Way, names: Names): string {
  const duty = nameOf(names, code)
  const facts = { duty, missed: formatNumber(missed) }
  if (mended !== null && coming !== null)
    return m.yearend_next_rows_coming({ ...facts, mended: formatNumber(mended), coming: formatNumber(coming) })
  if (mended !== null) {
    const all = { ...facts, mended: formatNumber(mended) }
    return is_state ? m.yearend_next_state(all) : m.yearend_next_rows(all)
  }
  return m.yearend_next_coming({ duty, coming: formatNumber(coming ?? 0) })
}

/** How a rate becomes points, in words. */
export function scoringWords({ scoring, target }: CountyItem): string {
  switch (scoring.kind) {
    case 'linear': {
      const to = scoring.to ?? target
      return m.yearend_scoring_linear({
        from: formatTarget(scoring.from),
        to: to === null ? m.yearend_scoring_target() : formatTarget(to),
      })
    }
    case 'steps': {
      const steps = scoring.steps.map(({ from, part }) =>
        m.yearend_scoring_step({ from: formatTarget(from), part: formatTarget(part) }),
      )
      return m.yearend_scoring_steps({ steps: steps.join(m.yearend_comma()) })
    }
    case 'penalty':
      return m.yearend_scoring_penalty({ per_case: scoring.per_case })
  }
}

const CAUSE_WORDS = {
  own: m.yearend_cause_own,
  county: m.yearend_cause_county,
  verification: m.yearend_cause_verification,
  weight: m.yearend_cause_weight,
  scoring: m.yearend_cause_scoring,
  entries: m.yearend_cause_entries,
  bounds: m.yearend_cause_bounds,
} as const

/** What each cause did of a difference, over all items; the largest first. */
export function causesOf({
  items,
  entries,
  bounds,
}: Difference): { cause: keyof typeof CAUSE_WORDS; points: number }[] {
  const sum = (cause: 'own' | 'county' | 'verification' | 'weight' | 'scoring'): number =>
    items.reduce((total, { parts }) => total + parts[cause], 0)
  const causes = (['own', 'county', 'verification', 'weight', 'scoring'] as const).map((cause) => ({
    cause,
    points: sum(cause),
  }))
  const all = [...causes, { cause: 'entries' as const, points: entries }, { cause: 'bounds' as const, points: bounds }]
  return all.sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
}

/** Of when the earlier side of a difference is: after its year's end, also what was known then. */
export const thenWords = ({ as_of, known_at }: Pick<Difference, 'as_of' | 'known_at'>, timezone: string): string =>
  known_at > as_of
    ? m.yearend_difference_known({ instant: formatInstant(as_of, timezone), known: formatInstant(known_at, timezone) })
    : formatInstant(as_of, timezone)

/** The same in words; what is less than a twentieth of a point is left out. */
export function causesWords(difference: Difference): string {
  const shown = causesOf(difference).filter((each) => Math.abs(each.points) >= SHOWN_POINTS)
  if (shown.length === 0) return m.yearend_difference_same()
  const causes = shown.map((each) => CAUSE_WORDS[each.cause]({ change: change(each.points) }))
  return m.yearend_difference_causes({ causes: causes.join(m.yearend_comma()) })
}

const REASONS: Record<Listed['reasons'][number], (facts: { before: string; after: string }) => string> = {
  best_grade: m.yearend_reason_best_grade,
  improved: m.yearend_reason_improved,
  lowest_grade: m.yearend_reason_lowest_grade,
  vetoed: m.yearend_reason_vetoed,
  fallen: m.yearend_reason_fallen,
}

export const reasonsWords = ({ reasons, before, after }: Listed): string =>
  reasons
    .map((reason) => REASONS[reason]({ before: points(before ?? 0), after: points(after ?? 0) }))
    .join(m.yearend_comma())

export interface SensitivityRow {
  duty: string
  less: string
  more: string
}

/** Of each weight that changes something what it changes, in words, and how many change nothing. */
export function sensitivityRows({ sensitivity, standings }: YearEvaluation): {
  rows: SensitivityRow[]
  total: number
  stable: number
} {
  const townships = new Map(standings.map(({ township, name }) => [township, name]))
  const words = (duty: string, isMore: boolean): string => {
    const found = sensitivity.find((each) => each.duty === duty && each.factor > 1 === isMore)
    if (found === undefined || (found.moved === 0 && found.regraded.length === 0)) return m.yearend_sensitivity_none()
    const names = found.regraded.map((id) => townships.get(id) ?? id).join(m.yearend_and())
    return [
      ...(found.moved === 0 ? [] : [m.yearend_sensitivity_moved({ count: found.moved })]),
      ...(found.regraded.length === 0 ? [] : [m.yearend_sensitivity_regraded({ names })]),
    ].join(m.yearend_comma())
  }
  const duties = [...new Set(sensitivity.map(({ duty }) => duty))]
  const rows = duties
    .map((duty) => ({ duty, less: words(duty, false), more: words(duty, true) }))
    .filter(({ less, more }) => less !== m.yearend_sensitivity_none() || more !== m.yearend_sensitivity_none())
  return { rows, total: duties.length, stable: duties.length - rows.length }
}

/** The address of a township's evaluation. */
export const evaluationAddress = (year: string, township: string, asOf: string | null): string =>
  `/evaluation/${year}/${encodeURIComponent(township)}${asOf === null ? '' : `?${new URLSearchParams({ as_of: asOf })}`}`
