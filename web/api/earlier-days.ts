import { DateTime } from 'luxon'
import { dutyCatalogue } from '../../queries/statements.ts'
import type { Level } from '../../queries/ledger.ts'
import { compare } from './comparison.ts'
import type { Desk } from './desk.ts'

/** How far people look back: so many days, and ends of so many months. */
const REACH = { days: 31, months: 13 }
/** So many times as long as a question took nothing is asked, so that readers have the machine. */
const REST = 3
const LEAST_REST_MS = 100

const UPPER: readonly Level[] = ['county', 'township']

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

/** The days before one, the latest first. */
export function recentDays(day: string, { days } = REACH): string[] {
  const start = DateTime.fromISO(day, { zone: 'utc' })
  return Array.from({ length: days }, (_, index) => start.minus({ days: index + 1 }).toISODate() ?? day)
}

/**
 * The days that people look back to, computed while nobody waits: the ends of months and the last days. Of each the figures of county
 * and townships and the counts of every list, and the figures of the days that it is compared with, as far as there is room for
 * them; of the ends of months each duty's comparison. What came in later changes nothing of them, so that a day is computed
 * once, and a batch costs none of it again.
 */
export class EarlierDays {
  readonly #desk: Desk
  readonly #pause: (ms: number) => Promise<void>
  readonly #reach: typeof REACH

  constructor(desk: Desk, { pause = paused, reach = REACH } = {}) {
    this.#desk = desk
    this.#pause = pause
    this.#reach = reach
  }

  /** Computes what is not kept of the days before the present one, the likeliest first; answers whether it was not stopped. */
  async compute(isStopped: () => boolean): Promise<boolean> {
    const { ticks = () => 0 } = this.#desk.services
    for (const question of await this.#questions()) {
      if (isStopped()) return false
      const from = ticks()
      // Whoever asks the same is told why it failed; nobody has asked yet.
      await question().catch(() => undefined)
      const took = ticks() - from
      if (took >= 1) await this.#pause(Math.max(LEAST_REST_MS, took * REST))
    }
    return true
  }

  async #questions(): Promise<(() => Promise<unknown>)[]> {
    const { present, summaries, units } = this.#desk
    const today = present.local.slice(0, 10)
    const [closed, recent] = [closedMonths(today, this.#reach), recentDays(today, this.#reach)]
    const days = new Set([...closed, ...recent].flatMap((day) => [day, ...comparedDays(day)]))
    const room = summaries.roomForDays((await units.townships()).length)
    return [
      ...[...days].slice(0, room).map((day) => () => this.#figures(day)),
      ...[...closed, ...recent].map((day) => () => this.#lists(day)),
      ...closed.flatMap((day) =>
        dutyCatalogue().map(
          ({ code }) =>
            () =>
              this.#comparison(day, code),
        ),
      ),
    ]
  }

  #figures(day: string): Promise<unknown> {
    const period = day.slice(0, 4)
    return this.#desk.summaries.rows({ as_of: endOf(day), period, levels: UPPER, is_within: false })
  }

  #lists(day: string): Promise<unknown> {
    return this.#desk.todoCounts.lists({ as_of: endOf(day), talk_period: day.slice(0, 7), units: [] })
  }

  #comparison(day: string, duty: string): Promise<unknown> {
    return compare(this.#desk, { as_of: endOf(day), period: day.slice(0, 4), duty, level: 'township' })
  }
}

/** The last moment of a day, for which a day alone asks (instants.ts). */
const endOf = (day: string): string => `${day}T23:59:59.000`

const paused = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref())
