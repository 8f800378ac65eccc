import { runsByTheMinute } from './county-time.ts'
import { Figures, type FiguresAsked } from './figures.ts'
import { LEVELS, summary, UPPER, type Level, type SummaryRow } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { RecentQuestions } from './recent-questions.ts'
import { isMonthEnd } from './series.ts'
import type { Shelf } from './shelf.ts'

const ROW_BYTES = 400
const MAX_BYTES = 64 * 1024 * 1024

export interface SummaryAsked {
  as_of: string
  /** The rows as a year's evaluation counts them, of what came in until then (queries/ledger.ts). */
  known_at?: string
  period: string
  levels: readonly Level[]
  duties?: readonly string[]
  unit?: string
  /** Whether `unit` asks for the units within it, at the levels named, and not for itself alone. */
  is_within: boolean
}

/**
 * The summary's rows. Nearly all of the cost is the ledger, and little the levels: so one computation serves every
 * level, unit and format that is asked of the same state, instant and period; a page asks for several at once.
 */
export class SummaryRows {
  readonly #warehouse: Warehouse
  readonly #county: string
  readonly #recent: RecentQuestions
  readonly #shelf: Shelf
  readonly #figures: Figures<SummaryRow[]>

  constructor(warehouse: Warehouse, county: string, { recent, shelf }: { recent: RecentQuestions; shelf: Shelf }) {
    this.#warehouse = warehouse
    this.#county = county
    this.#recent = recent
    this.#shelf = shelf
    this.#figures = new Figures(warehouse, shelf, { max_bytes: MAX_BYTES, size: (rows) => rows.length * ROW_BYTES })
  }

  async rows(asked: SummaryAsked): Promise<SummaryRow[]> {
    const { as_of, known_at, period, levels, duties } = asked
    // Villages and schools are many: they are computed only for those who ask for them.
    const computed = levels.every((level) => UPPER.includes(level)) ? UPPER : LEVELS
    const parts = byPace(duties ?? CODES())
    const within = computed === LEVELS && known_at === undefined ? this.#townshipOf(asked) : undefined
    const found = await Promise.all(
      parts.map((part) => this.#part(part, { as_of, known_at, period, levels: computed, within })),
    )
    const all = found.length === 1 ? found.flat() : inOrder(found.flat())
    return all.filter((row) => this.isAsked(row, asked))
  }

  /** Whether a row is of a level and a unit that are asked for. */
  isAsked(
    { level, unit_id }: Pick<SummaryRow, 'level' | 'unit_id'>,
    { levels, unit, is_within }: SummaryAsked,
  ): boolean {
    if (!levels.includes(level)) return false
    if (unit === undefined || unit_id === unit) return true
    return is_within && (unit === this.#county || unit_id.startsWith(`${unit}/`))
  }

  /**
   * The township in which everything lies that is asked for of a day that is over: its villages and schools alone cost a share of
   * the county's. Of now every township is asked for, and the county's are computed once for all.
   */
  #townshipOf({ as_of, unit }: SummaryAsked): string | undefined {
    return unit === undefined || unit === this.#county || !this.#shelf.isOver(as_of) ? undefined : unit.split('/')[0]
  }

  /** Rows of duties that change at the same pace: what changes by the day is not computed anew for every minute. */
  #part(
    duties: readonly string[],
    asked: {
      as_of: string
      known_at: string | undefined
      period: string
      levels: readonly Level[]
      within: string | undefined
    },
  ): Promise<SummaryRow[]> {
    const { as_of, period, levels, known_at, within } = asked
    if (known_at !== undefined) {
      // What is known by then decides, of a day that never changes.
      const counted = { as_of: known_at, duties, about: ['counted', as_of, period, duties, levels.length] }
      return this.#figures.get(counted, () => summary(this.#warehouse, { ...asked, known_at, duties }))
    }
    return this.#recent.ask(as_of, ['summary', period, duties, levels.length, within], async (as_of) => {
      const pace = CODES().filter((code) => runsByTheMinute(code) === duties.some(runsByTheMinute))
      const of = (codes: readonly string[], wanted: readonly Level[], place?: string): FiguresAsked => ({
        as_of,
        duties: codes,
        about: ['summary', period, codes, wanted.length, place ?? null],
        isKept:
          place === undefined &&
          period === as_of.slice(0, 4) &&
          (wanted === UPPER ? codes.length === pace.length : isEnd(codes, as_of)),
      })
      const own = of(duties, levels, within)
      const wider = [of(duties, levels), of(duties, LEVELS), of(pace, levels), of(pace, LEVELS)]
      const kept = await this.#widerOf(own, within === undefined ? wider : [of(pace, levels, within), ...wider])
      if (kept !== undefined) return kept.filter((row) => levels.includes(row.level) && duties.includes(row.duty))
      return this.#figures.get(own, () => summary(this.#warehouse, { as_of, period, duties, levels, within }))
    })
  }

  /** Rows among which those that are asked for are, where there are any. */
  async #widerOf(asked: FiguresAsked, wider: readonly FiguresAsked[]): Promise<SummaryRow[] | undefined> {
    const inMemory = [asked, ...wider].map((each) => this.#figures.peek(each)).find((rows) => rows !== undefined)
    if (inMemory !== undefined) return inMemory
    for (const each of wider) {
      const rows = await this.#figures.find(each)
      if (rows !== undefined) return rows
    }
    return undefined
  }
}

/** Whether it is one duty of the state as a month ended: its series is made of these, at every level (series.ts). */
const isEnd = ([code, ...others]: readonly string[], as_of: string): boolean =>
  others.length === 0 &&
  isMonthEnd(as_of) &&
  dutyCatalogue().some((duty) => duty.code === code && duty.period === 'state')

const CODES = (): string[] => dutyCatalogue().map(({ code }) => code)

/** Duties that change by the day, and those that change by the minute, where there are both. */
const byPace = (codes: readonly string[]): string[][] =>
  [codes.filter((code) => !runsByTheMinute(code)), codes.filter(runsByTheMinute)].filter(({ length }) => length > 0)

/** Rows of several computations in the order of one: by level, by duty as the catalogue has them, by unit. */
export function inOrder<Row extends Pick<SummaryRow, 'level' | 'duty' | 'unit_id'>>(rows: readonly Row[]): Row[] {
  const duties = CODES()
  const placeOf = ({ level, duty }: Row): number => LEVELS.indexOf(level) * duties.length + duties.indexOf(duty)
  // As the engine sorts text: by code point.
  return [...rows].sort(
    (a, b) => placeOf(a) - placeOf(b) || Buffer.compare(Buffer.from(a.unit_id), Buffer.from(b.unit_id)),
  )
}
