import { dutyCatalogue } from '../../queries/statements.ts'
import { LEVELS, UPPER, type Level } from '../../queries/ledger.ts'
import { compare } from './comparison.ts'
import type { Desk } from './desk.ts'
import { comparedDays, EarlierDays } from './earlier-days.ts'
import type { ApiServices } from './services.ts'

/** Townships come one after another: what they all change is computed once, after the last. */
const QUIET_MS = 2_000
const DAY_MS = 24 * 3_600_000
/** So long after midnight, so that the new day has surely begun. */
const PAST_MIDNIGHT_MS = 1_000

type Told = NonNullable<ApiServices['ahead']>

/**
 * What everybody opens in the morning, computed before anybody asks: when the process starts, after a batch and when a day
 * begins, the summaries, the counts of every township's lists and each duty's comparison of the present. One after another,
 * so that readers have the other connections; a batch that comes meanwhile begins it anew. Then, at leisure, the days that people
 * look back to.
 */
export class StandingQuestions {
  readonly #desk: Desk
  #timer: NodeJS.Timeout | undefined
  #round = 0
  #told: Told = () => undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Computes them now and whenever they change, as long as the process serves; `told` each time that all of a kind are. */
  start(told: Told): void {
    this.#told = told
    this.#desk.services.events.on('batch', () => this.#wait(QUIET_MS))
    this.#wait(QUIET_MS)
  }

  /** Computes them once; answers whether nothing came in between. */
  async answer(): Promise<boolean> {
    const round = ++this.#round
    for (const question of await this.#questions()) {
      if (round !== this.#round) return false
      // Whoever asks the same is told why it failed; nobody has asked yet.
      await question().catch(() => undefined)
    }
    return round === this.#round
  }

  #wait(ms: number): void {
    this.#round++
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      // Where not even the questions could be had, as when the warehouse is being closed, the next day has its own.
      const answered = this.answer().catch(() => true)
      void answered.then((isDone) => {
        if (!isDone) return
        this.#told('present', 1)
        this.#wait(this.#untilTomorrow())
        this.#lookBack()
      })
    }, ms).unref()
  }

  #lookBack(): void {
    const round = this.#round
    const earlier = new EarlierDays(this.#desk)
    const computed = async (): Promise<void> => {
      const days = await earlier.missing()
      if (await earlier.compute(days, () => round !== this.#round)) this.#told('earlier days', days.length)
    }
    // Where not even the questions could be had, as when the warehouse is being closed, the next day has its own.
    void computed().catch(() => undefined)
  }

  #untilTomorrow(): number {
    const local = this.#desk.local()
    const [hours = 0, minutes = 0, seconds = 0] = local.slice(11, 19).split(':').map(Number)
    return DAY_MS - ((hours * 60 + minutes) * 60 + seconds) * 1000 + PAST_MIDNIGHT_MS
  }

  async #questions(): Promise<(() => Promise<unknown>)[]> {
    const { present, summaries, todoCounts, units } = this.#desk
    const townships = await units.townships()
    const as_of = present.local
    const period = as_of.slice(0, 4)
    const talk_period = as_of.slice(0, 7)
    const summariesOf = (levels: readonly Level[]) => () =>
      summaries.rows({ as_of: present.local, period, levels, is_within: false })
    const earlierOf = (day: string) => () =>
      summaries.rows({ as_of: `${day}T23:59:59.000`, period: day.slice(0, 4), levels: UPPER, is_within: false })
    const listsOf = (units: readonly string[]) => () =>
      todoCounts.counts({ as_of: present.local, talk_period, units }, 'talk')
    const comparisonOf = (duty: string) => () =>
      compare(this.#desk, { as_of: present.local, period, duty, level: 'township' })
    return [
      summariesOf(UPPER),
      // before each township's, of which the counts are parts of these
      listsOf([]),
      ...townships.map((id) => listsOf([id])),
      summariesOf(LEVELS),
      ...comparedDays(as_of.slice(0, 10)).map(earlierOf),
      ...dutyCatalogue().map(({ code }) => comparisonOf(code)),
    ]
  }
}
