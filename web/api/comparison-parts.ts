import { clusters, periods, type ClusterRow, type ComparisonQuery, type PeriodRow } from '../../queries/comparison.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { rankBands, type ClusterCell, type RankRange } from '../lib/statistics/rank-bands.ts'
import type { Present } from './county-time.ts'
import { SharedCache } from './shared-cache.ts'

/** The seed of the draws: printed with the answer, so that anyone has the same bands. */
export const SEED = 20_260_101

const ROW_BYTES = 120

/** What a comparison is made of, kept as long as it is true: the ledger's part by state and day, the draws by what they draw from. */
export class ComparisonParts {
  readonly #warehouse: Warehouse
  readonly #present: Present
  readonly #clusters = new SharedCache<ClusterRow[]>({ max_bytes: 16 * 1024 * 1024, size: sizeOf })
  readonly #periods = new SharedCache<PeriodRow[]>({ max_bytes: 16 * 1024 * 1024, size: sizeOf })
  readonly #ranges = new SharedCache<RankRange[]>({ max_bytes: 4 * 1024 * 1024, size: sizeOf })

  constructor(warehouse: Warehouse, present: Present) {
    this.#warehouse = warehouse
    this.#present = present
  }

  clusters(query: ComparisonQuery & { period: string }): Promise<ClusterRow[]> {
    return this.#clusters.get(this.#keyOf(query, query.period), () => clusters(this.#warehouse, query))
  }

  periods(query: ComparisonQuery): Promise<PeriodRow[]> {
    return this.#periods.get(this.#keyOf(query, ''), () => periods(this.#warehouse, query))
  }

  /** Ranges of ranks: with the same seed the same cells have the same ones, whenever they are asked for. */
  ranges(cells: readonly (readonly ClusterCell[])[]): Promise<RankRange[]> {
    const key = JSON.stringify(cells.map((unit) => unit.map(({ met, total, count }) => [met, total, count])))
    return this.#ranges.get(key, () => Promise.resolve(rankBands(cells, { seed: SEED })))
  }

  #keyOf({ as_of, duty, level, within }: ComparisonQuery, period: string): string {
    const at = this.#present.keyOf(as_of, [duty])
    return JSON.stringify([this.#warehouse.version, at, duty, level, within ?? null, period])
  }
}

function sizeOf(rows: readonly unknown[]): number {
  return rows.length * ROW_BYTES
}
