import { LEVELS, summary, type Level, type SummaryRow } from '../../queries/ledger.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { SharedCache } from './shared-cache.ts'

const UPPER: readonly Level[] = ['county', 'township']
const ROW_BYTES = 400

export interface SummaryAsked {
  as_of: string
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
  readonly #kept = new SharedCache<SummaryRow[]>({
    max_bytes: 32 * 1024 * 1024,
    size: (rows) => rows.length * ROW_BYTES,
  })

  constructor(warehouse: Warehouse, county: string) {
    this.#warehouse = warehouse
    this.#county = county
  }

  async rows({ as_of, period, levels, duties, unit, is_within }: SummaryAsked): Promise<SummaryRow[]> {
    // Villages and schools are many: they are computed only for those who ask for them.
    const computed = levels.every((level) => UPPER.includes(level)) ? UPPER : LEVELS
    const key = JSON.stringify([this.#warehouse.version, as_of, period, duties ?? null, computed.length])
    const all = await this.#kept.get(key, () => summary(this.#warehouse, { as_of, period, duties, levels: computed }))
    return all.filter((row) => {
      if (!levels.includes(row.level)) return false
      if (unit === undefined || row.unit_id === unit) return true
      return is_within && (unit === this.#county || row.unit_id.startsWith(`${unit}/`))
    })
  }
}
