import type { ResultRow } from '../../queries/rows.ts'
import { todoCounts, TODO_LISTS, TODO_NAMES, type TodoQuery } from '../../queries/todo.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { runsByTheMinute, type Present } from './county-time.ts'
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

  async counts(query: TodoQuery): Promise<ResultRow[]> {
    const { talk_period, semester, units } = query
    const [slow, quick] = [false, true].map((isQuick) =>
      TODO_NAMES.filter((list) => (TODO_LISTS[list] ?? []).some(runsByTheMinute) === isQuick),
    )
    const parts = [slow ?? [], quick ?? []].map((lists) => {
      const about = [talk_period, semester ?? null, units, lists]
      return this.#recent.ask(query.as_of, ['todo', ...about], (as_of) => {
        const at = this.#present.keyOf(
          as_of,
          lists.flatMap((list) => TODO_LISTS[list] ?? []),
        )
        const key = JSON.stringify([this.#warehouse.version, at, ...about])
        return this.#kept.get(key, () => todoCounts(this.#warehouse, { as_of, talk_period, semester, units }, lists))
      })
    })
    return (await Promise.all(parts)).flat()
  }
}
