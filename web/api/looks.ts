import type { ResultRow } from '../../queries/rows.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { Figures, type FiguresAsked } from './figures.ts'
import { SharedCache } from './shared-cache.ts'
import type { Shelf } from './shelf.ts'

const ROW_BYTES = 600
const MAX_BYTES = { at: 24 * 1024 * 1024, between: 8 * 1024 * 1024 }

/**
 * Looks into the warehouse, each kept as long as what it rests on stands (stateKey): the present moves on every minute, and what
 * changes by the day is not looked up again for it.
 */
export class Looks {
  readonly #warehouse: Pick<Warehouse, 'stateAt'>
  readonly #at: Figures<object>
  readonly #between = new SharedCache<object>({ max_bytes: MAX_BYTES.between, size: bytesOf })

  constructor(warehouse: Pick<Warehouse, 'stateAt'>, shelf: Shelf) {
    this.#warehouse = warehouse
    this.#at = new Figures(warehouse, shelf, { max_bytes: MAX_BYTES.at, size: bytesOf })
  }

  /** What was found for the same question, or now is. `find` must ask at `as_of` and for nothing that `about` does not name. */
  at<Found extends object>(look: FiguresAsked, find: () => Promise<Found>): Promise<Found> {
    return this.#at.get(look, find) as Promise<Found>
  }

  /** The same of what came in between two local times, which depends on nothing but what had come in by each. */
  between<Found extends object>(
    { from_at, to_at }: { from_at: string; to_at: string },
    about: readonly unknown[],
    find: () => Promise<Found>,
  ): Promise<Found> {
    const key = [this.#warehouse.stateAt(from_at), this.#warehouse.stateAt(to_at), about]
    return this.#between.get(JSON.stringify(key), find) as Promise<Found>
  }
}

/** Roughly; an answer that is no list has one with its rows. */
function bytesOf(found: object): number {
  const rows = Array.isArray(found) ? found : ((found as { rows?: ResultRow[] }).rows ?? [])
  return (rows.length + 1) * ROW_BYTES
}
