import type { ResultRow } from '../../queries/rows.ts'
import { todoCounts, TODO_LISTS, TODO_NAMES, type TodoQuery } from '../../queries/todo.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { Present } from './county-time.ts'
import type { RecentQuestions } from './recent-questions.ts'
import { SharedCache } from './shared-cache.ts'

const ROW_BYTES = 200

/** How many rows the lists of what is to do have: those of a day's pace once a day, the incidents' every minute. */
export class TodoCounts {
  readonly #warehouse: Warehouse
  readonly #present: Present
  readonly #recent: RecentQuestions
  readonly #kept = new SharedCache<ResultRow[]>({
    max_bytes: 16 * 1024 * 1024,
    size: (rows) => rows.length * ROW_BYTES,
  })

  constructor(warehouse: Warehouse, present: Present, recent: RecentQuestions) {
    this.#warehouse = warehouse
    this.#present = present
    this.#recent = recent
  }

  counts(query: TodoQuery): Promise<ResultRow[]> {
    const { talk_period, semester, units } = query
    const about = [talk_period, semester ?? null, units]
    return this.#recent.ask(query.as_of, ['todo', ...about], async (as_of) => {
      const found: ResultRow[] = []
      // One after another: over twenty lists at once the engine needs three times as long as for each alone.
      for (const list of TODO_NAMES) {
        const at = this.#present.keyOf(as_of, TODO_LISTS[list] ?? [])
        const key = JSON.stringify([this.#warehouse.version, at, ...about, list])
        found.push(...(await this.#kept.get(key, () => todoCounts(this.#warehouse, { ...query, as_of }, [list]))))
      }
      return found
    })
  }
}
