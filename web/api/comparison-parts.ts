import { setImmediate } from 'node:timers/promises'
import { clusters, periods, type ClusterRow, type ComparisonQuery, type PeriodRow } from '../../queries/comparison.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { rankBandsInTurns, type ClusterCell, type RankRange } from '../lib/statistics/rank-bands.ts'
import { Figures, type FiguresAsked } from './figures.ts'
import type { RecentQuestions } from './recent-questions.ts'
import { SharedCache } from './shared-cache.ts'
import type { Shelf } from './shelf.ts'

/** The seed of the draws: printed with the answer, so that anyone has the same bands. */
export const SEED = 20_260_101

const ROW_BYTES = 120
const PART_BYTES = 16 * 1024 * 1024

/** What a comparison is made of, kept as long as it is true: the ledger's part by state and day, the draws by what they draw from. */
export class ComparisonParts {
  readonly #warehouse: Warehouse
  readonly #county: string
  readonly #recent: RecentQuestions
  readonly #clusters: Figures<ClusterRow[]>
  readonly #periods: Figures<PeriodRow[]>
  readonly #ranges = new SharedCache<RankRange[]>({ max_bytes: 4 * 1024 * 1024, size: sizeOf })

  constructor(warehouse: Warehouse, county: string, { recent, shelf }: { recent: RecentQuestions; shelf: Shelf }) {
    this.#warehouse = warehouse
    this.#county = county
    this.#recent = recent
    this.#clusters = new Figures<ClusterRow[]>(warehouse, shelf, { max_bytes: PART_BYTES, size: sizeOf })
    this.#periods = new Figures<PeriodRow[]>(warehouse, shelf, { max_bytes: PART_BYTES, size: sizeOf })
  }

  clusters(query: ComparisonQuery & { period: string }): Promise<ClusterRow[]> {
    return this.#recent.ask(query.as_of, ['clusters', { ...query, as_of: null }], (as_of) => {
      const asked = { ...query, as_of }
      return this.#clusters.get(partOf('clusters', asked, asked.period), () => clusters(this.#warehouse, asked))
    })
  }

  /** The county's are the sums of its townships', whose series everybody asks for. */
  async periods(query: ComparisonQuery): Promise<PeriodRow[]> {
    if (query.level === 'county' && query.within === undefined)
      return summedUp(await this.periods({ ...query, level: 'township' }), this.#county)
    return this.#recent.ask(query.as_of, ['periods', { ...query, as_of: null }], (as_of) => {
      const asked = { ...query, as_of }
      return this.#periods.get(partOf('periods', asked, as_of.slice(0, 4)), () => periods(this.#warehouse, asked))
    })
  }

  /** Ranges of ranks: with the same seed the same cells have the same ones, whenever they are asked for. */
  ranges(cells: readonly (readonly ClusterCell[])[]): Promise<RankRange[]> {
    const key = JSON.stringify(cells.map((unit) => unit.map(({ met, total, count }) => [met, total, count])))
    return this.#ranges.get(key, () => inTurns(cells))
  }
}

/** A unit a turn: others are served in between. */
async function inTurns(cells: readonly (readonly ClusterCell[])[]): Promise<RankRange[]> {
  const turns = rankBandsInTurns(cells, { seed: SEED })
  for (;;) {
    const turn = turns.next()
    if (turn.done) return turn.value
    await setImmediate()
  }
}

/** Of whole townships in the year of the day, the parts are kept of days that are over. */
const partOf = (
  part: 'clusters' | 'periods',
  { as_of, duty, level, within }: ComparisonQuery,
  period: string,
): FiguresAsked => ({
  as_of,
  duties: [duty],
  about: [part, duty, level, within ?? null, period],
  isKept: level === 'township' && within === undefined && period === as_of.slice(0, 4),
})

/** One row a period, in the order of queries/compare/periods.sql: spring comes before autumn, and after it in the alphabet. */
function summedUp(rows: readonly PeriodRow[], unit_id: string): PeriodRow[] {
  const sums = new Map<string, PeriodRow>()
  for (const { period, met, closed } of rows) {
    const sum = sums.get(period)
    sums.set(period, { unit_id, period, met: met + (sum?.met ?? 0), closed: closed + (sum?.closed ?? 0) })
  }
  const placeOf = (period: string) => `${period.slice(0, 4)} ${period.endsWith('autumn') ? 1 : 0} ${period}`
  return [...sums.values()].sort((a, b) => (placeOf(a.period) < placeOf(b.period) ? -1 : 1))
}

function sizeOf(rows: readonly unknown[]): number {
  return rows.length * ROW_BYTES
}
