import { clusters, periods, type ClusterRow, type ComparisonQuery, type PeriodRow } from '../../queries/comparison.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { rankBands, type ClusterCell, type RankRange } from '../lib/statistics/rank-bands.ts'
import { stateKey } from './county-time.ts'
import type { RecentQuestions } from './recent-questions.ts'
import { SharedCache } from './shared-cache.ts'

/** The seed of the draws: printed with the answer, so that anyone has the same bands. */
export const SEED = 20_260_101

const ROW_BYTES = 120

/** What a comparison is made of, kept as long as it is true: the ledger's part by state and day, the draws by what they draw from. */
export class ComparisonParts {
  readonly #warehouse: Warehouse
  readonly #recent: RecentQuestions
  readonly #clusters = new SharedCache<ClusterRow[]>({ max_bytes: 16 * 1024 * 1024, size: sizeOf })
  readonly #periods = new SharedCache<PeriodRow[]>({ max_bytes: 16 * 1024 * 1024, size: sizeOf })
  readonly #ranges = new SharedCache<RankRange[]>({ max_bytes: 4 * 1024 * 1024, size: sizeOf })

  constructor(warehouse: Warehouse, recent: RecentQuestions) {
    this.#warehouse = warehouse
    this.#recent = recent
  }

  clusters(query: ComparisonQuery & { period: string }): Promise<ClusterRow[]> {
    return this.#recent.ask(query.as_of, ['clusters', { ...query, as_of: null }], (as_of) => {
      const asked = { ...query, as_of }
      return this.#clusters.get(this.#keyOf(asked, asked.period), () => clusters(this.#warehouse, asked))
    })
  }

  periods(query: ComparisonQuery): Promise<PeriodRow[]> {
    return this.#recent.ask(query.as_of, ['periods', { ...query, as_of: null }], (as_of) => {
      const asked = { ...query, as_of }
      return this.#periods.get(this.#keyOf(asked, ''), () => periods(this.#warehouse, asked))
    })
  }

  /** Ranges of ranks: with the same seed the same cells have the same ones, whenever they are asked for. */
  ranges(cells: readonly (readonly ClusterCell[])[]): Promise<RankRange[]> {
    const key = JSON.stringify(cells.map((unit) => unit.map(({ met, total, count }) => [met, total, count])))
    return this.#ranges.get(key, () => Promise.resolve(rankBands(cells, { seed: SEED })))
  }

  #keyOf({ as_of, duty, level, within }: ComparisonQuery, period: string): string {
    return JSON.stringify([stateKey(this.#warehouse, as_of, [duty]), duty, level, within ?? null, period])
  }
}

function sizeOf(rows: readonly unknown[]): number {
  return rows.length * ROW_BYTES
}
