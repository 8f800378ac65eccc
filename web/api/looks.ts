import type { ResultRow } from '../../queries/rows.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { stateKey } from './county-time.ts'
import { SharedCache } from './shared-cache.ts'

const ROW_BYTES = 600
const MAX_BYTES = 32 * 1024 * 1024

/** What a look rests on: an instant, the duties whose rows it reads, and everything else that it asks for. */
interface Look {
  as_of: string
  duties: readonly string[]
  about: readonly unknown[]
}

/**
 * Looks into the warehouse, each kept as long as what it rests on stands (stateKey): the present moves on every minute, and what
 * changes by the day is not looked up again for it.
 */
export class Looks {
  readonly #warehouse: Pick<Warehouse, 'stateAt'>
  readonly #kept = new SharedCache<object>({ max_bytes: MAX_BYTES, size: bytesOf })

  constructor(warehouse: Pick<Warehouse, 'stateAt'>) {
    this.#warehouse = warehouse
  }

  /** What was found for the same question, or now is. `find` must ask at `as_of` and for nothing that `about` does not name. */
  at<Found extends object>({ as_of, duties, about }: Look, find: () => Promise<Found>): Promise<Found> {
    return this.#of([stateKey(this.#warehouse, as_of, duties), about], find)
  }

  /** The same of what came in between two local times, which depends on nothing but what had come in by each. */
  between<Found extends object>(
    { from_at, to_at }: { from_at: string; to_at: string },
    about: readonly unknown[],
    find: () => Promise<Found>,
  ): Promise<Found> {
    return this.#of([this.#warehouse.stateAt(from_at), this.#warehouse.stateAt(to_at), about], find)
  }

  #of<Found extends object>(key: readonly unknown[], find: () => Promise<Found>): Promise<Found> {
    return this.#kept.get(JSON.stringify(key), find) as Promise<Found>
  }
}

/** Roughly; an answer that is no list has one with its rows. */
function bytesOf(found: object): number {
  const rows = Array.isArray(found) ? found : ((found as { rows?: ResultRow[] }).rows ?? [])
  return (rows.length + 1) * ROW_BYTES
}
