import { DateTime } from 'luxon'
import { DISTRIBUTED } from '../../queries/distribution.ts'
import { LEVELS, UPPER, type Level } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { keepingDesk, type Desk } from './desk.ts'
import { distributionAt } from './distribution.ts'
import { isMonthEnd, seriesOf } from './series.ts'

/**
 * Of how many days all figures are kept: so many before the present one, as far as anything is known of them, and the ends of so many
 * months, with those of years that a series reaches back to, whatever is known.
 */
const REACH = { days: 731, months: 13, years: 2 }
/** These are looked back to first. */
const FIRST_DAYS = 31
/** So many times as long as a question took nothing is asked, so that readers have the machine. */
const REST = 3
const LEAST_REST_MS = 20
/** It may have been waiting for a load of minutes. */
const MOST_REST_MS = 5_000

/** The days that the overview and a township's page compare a day with: a week, a month, a quarter and a year before. */
export function comparedDays(day: string): string[] {
  const start = DateTime.fromISO(day, { zone: 'utc' })
  return [{ days: 7 }, { months: 1 }, { months: 3 }, { years: 1 }].map((span) => start.minus(span).toISODate() ?? day)
}

/** The last days of the months before a day's, the latest first: a quarter, semester or year ends on one of them. */
export function closedMonths(day: string, { months } = REACH): string[] {
  const month = DateTime.fromISO(day, { zone: 'utc' }).startOf('month')
  return Array.from({ length: months }, (_, index) => month.minus({ months: index, days: 1 }).toISODate() ?? day)
}

/** The last days of the years before a day's, to which a series reaches back (series.ts). */
export const closedYears = (day: string, { years } = REACH): string[] =>
  Array.from({ length: years }, (_, index) => `${Number(day.slice(0, 4)) - index - 1}-12-31`)

/** The days before one, the latest first, down to a first. */
export function recentDays(day: string, first: string, { days } = REACH): string[] {
  const start = DateTime.fromISO(day, { zone: 'utc' })
  const all = Array.from({ length: days }, (_, index) => start.minus({ days: index + 1 }).toISODate() ?? day)
  return all.filter((each) => each >= first)
}

/**
 * The days that are over, computed while nobody waits and kept for good (shelf.ts): of each the figures of county and townships, the
 * counts of every list, what each duty's comparison and series are made of, and the distributions. What came in later changes
 * nothing of them, so that a day is computed once, and neither a batch nor a restart costs any of it again.
 */
export class EarlierDays {
  readonly #desk: Desk
  readonly #pause: (ms: number) => Promise<void>
  readonly #reach: typeof REACH

  constructor(desk: Desk, { pause = paused, reach = REACH } = {}) {
    this.#desk = keepingDesk(desk)
    this.#pause = pause
    this.#reach = reach
  }

  /** The days of which not all is kept, the likeliest first. */
  async missing(): Promise<string[]> {
    const { kept, present } = this.#desk
    const today = present.local.slice(0, 10)
    const recent = recentDays(today, (await kept.firstDay()) ?? today, this.#reach)
    const days = new Set([
      ...closedMonths(today, this.#reach),
      ...closedYears(today, this.#reach),
      ...recent.slice(0, FIRST_DAYS),
      ...recent,
    ])
    const whole = await kept.whole([...days].map(endOf))
    return [...days].filter((day) => !whole.has(endOf(day)))
  }

  /** Computes what is not kept of some days before the present one; answers whether it was not stopped. */
  async compute(days: readonly string[], isStopped: () => boolean): Promise<boolean> {
    const known = (await this.#desk.kept.firstDay()) ?? ''
    for (const day of days) {
      const before = comparedDays(day).filter((each) => each < known)
      const questions = [...this.#questions(day), ...before.map((each) => () => this.#figures(each, UPPER))]
      let isWhole = true
      for (const question of questions) {
        if (isStopped()) return false
        // Whoever asks the same is told why it failed; nobody has asked yet.
        isWhole = (await this.#restedAfter(question)) && isWhole
      }
      if (isWhole) await this.#desk.kept.markWhole(endOf(day))
    }
    return true
  }

  async #restedAfter(question: () => Promise<unknown>): Promise<boolean> {
    const { ticks = () => 0 } = this.#desk.services
    const from = ticks()
    const isAnswered = await question().then(
      () => true,
      () => false,
    )
    const took = ticks() - from
    if (took >= 1) await this.#pause(Math.min(Math.max(LEAST_REST_MS, took * REST), MOST_REST_MS))
    return isAnswered
  }

  #questions(day: string): (() => Promise<unknown>)[] {
    const { comparisons, services, todoCounts } = this.#desk
    const as_of = endOf(day)
    const period = day.slice(0, 4)
    const county = { unit: services.county.code, level: 'county' as const }
    return [
      () => this.#figures(day, UPPER),
      () => todoCounts.lists({ as_of, talk_period: day.slice(0, 7), units: [] }),
      ...dutyCatalogue().flatMap(({ code: duty, period: owed }) => [
        () => comparisons.clusters({ as_of, period, duty, level: 'township' }),
        () => seriesOf(this.#desk, { as_of, duty, level: 'township' }, owed === 'state'),
      ]),
      ...(isMonthEnd(as_of) ? stateDuties().map((duty) => () => this.#figures(day, LEVELS, [duty])) : []),
      ...DISTRIBUTED.map((duty) => () => distributionAt(this.#desk, { as_of, duty, period, ...county })),
    ]
  }

  #figures(day: string, levels: readonly Level[], duties?: readonly string[]): Promise<unknown> {
    const period = day.slice(0, 4)
    return this.#desk.summaries.rows({ as_of: endOf(day), period, levels, duties, is_within: false })
  }
}

/** The duties whose series is of ends of months. */
const stateDuties = (): string[] =>
  dutyCatalogue()
    .filter(({ period }) => period === 'state')
    .map(({ code }) => code)

/** The last moment of a day, for which a day alone asks (instants.ts). */
const endOf = (day: string): string => `${day}T23:59:59.000`

const paused = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref())
