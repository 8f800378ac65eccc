import type { Warehouse } from '../../queries/warehouse.ts'
import { runsByTheMinute, stateKey } from './county-time.ts'
import { SharedCache } from './shared-cache.ts'
import type { Shelf } from './shelf.ts'

/** What figures depend on: an instant, the duties whose rows they count, and everything else that is asked for. */
export interface FiguresAsked {
  as_of: string
  duties: readonly string[]
  about: readonly unknown[]
  /** Whether they are among those that are kept for good of every day that is over (earlier-days.ts). */
  isKept?: boolean
}

/**
 * Figures of one kind, each in memory as long as what they depend on stands and there is room; of days that are over some are found
 * on the shelf, where they were put before anybody asked.
 */
export class Figures<V extends object> {
  readonly #warehouse: Pick<Warehouse, 'stateAt'>
  readonly #shelf: Shelf
  readonly #memory: SharedCache<V>

  constructor(
    warehouse: Pick<Warehouse, 'stateAt'>,
    shelf: Shelf,
    bounds: { max_bytes: number; size: (value: V) => number },
  ) {
    this.#warehouse = warehouse
    this.#shelf = shelf
    this.#memory = new SharedCache({ ...bounds, max_bytes: bounds.max_bytes * shelf.share })
  }

  /** What is in memory, at once. */
  peek(asked: FiguresAsked): V | undefined {
    return this.#memory.peek(this.#keyOf(asked))
  }

  /** What is in memory, being computed or on the shelf; computes nothing. */
  find(asked: FiguresAsked): Promise<V | undefined> {
    return this.#memory.find(this.#keyOf(asked), async () =>
      this.#shelf.has(asked) ? this.#shelf.find<V>(placeOf(asked)) : undefined,
    )
  }

  /** What is in memory, being computed, on the shelf, or now computed; `compute` must depend on nothing but what is asked. */
  get(asked: FiguresAsked, compute: () => Promise<V>): Promise<V> {
    return this.#memory.get(this.#keyOf(asked), async () => {
      if (!this.#shelf.has(asked)) return compute()
      const place = placeOf(asked)
      const found = await this.#shelf.find<V>(place)
      if (found !== undefined) return found
      const computed = await compute()
      await this.#shelf.keep(place, computed)
      return computed
    })
  }

  #keyOf({ as_of, duties, about }: FiguresAsked): string {
    return JSON.stringify([stateKey(this.#warehouse, as_of, duties), about])
  }
}

/** On the shelf a day has its place; what changes by the minute is of an instant in it. */
const placeOf = ({ as_of, duties, about }: FiguresAsked): { as_of: string; about: readonly unknown[] } => ({
  as_of,
  about: [...about, duties.some(runsByTheMinute) ? as_of : null],
})
