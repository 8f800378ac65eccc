import type { ResultRow } from '../../queries/rows.ts'
import { todoCounts, todoFacets, TODO_LISTS, TODO_NAMES, type TodoList, type TodoQuery } from '../../queries/todo.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { runsByTheMinute, stateKey } from './county-time.ts'
import type { RecentQuestions } from './recent-questions.ts'
import { SharedCache } from './shared-cache.ts'

const COUNT_BYTES = 60
const FACET_BYTES = 200
const MAX_BYTES = 8 * 1024 * 1024

/** How many rows the lists have, and one of them by village, school and teacher. */
export interface Counted {
  lists: ReadonlyMap<TodoList, number>
  facets: readonly ResultRow[]
}

/** How many rows the lists of what is to do have: those of a day's pace once a day, the incidents' every minute. */
export class TodoCounts {
  readonly #warehouse: Warehouse
  readonly #recent: RecentQuestions
  readonly #counts = new SharedCache<ReadonlyMap<TodoList, number>>({
    max_bytes: MAX_BYTES,
    size: (counts) => counts.size * COUNT_BYTES,
  })
  readonly #facets = new SharedCache<ResultRow[]>({
    max_bytes: MAX_BYTES,
    size: (rows) => rows.length * FACET_BYTES,
  })

  constructor(warehouse: Warehouse, recent: RecentQuestions) {
    this.#warehouse = warehouse
    this.#recent = recent
  }

  /** Of `list` the facets, and of every list the count. */
  counts(query: TodoQuery, list: TodoList): Promise<Counted> {
    const { talk_period, semester, units } = query
    const about = ['todo', talk_period, semester ?? null, units]
    return this.#recent.ask(query.as_of, [...about, list], async (as_of) => {
      const keyOf = (lists: readonly TodoList[]): string => {
        const duties = lists.flatMap((name) => TODO_LISTS[name] ?? [])
        return JSON.stringify([stateKey(this.#warehouse, as_of, duties), about, lists])
      }
      const asked = { ...query, as_of }
      const facets = await this.#facets.get(keyOf([list]), () => todoFacets(this.#warehouse, asked, list))
      const lists = new Map<TodoList, number>()
      for (const part of BY_PACE) {
        const counts = await this.#counts.get(keyOf(part), () => todoCounts(this.#warehouse, asked, part))
        for (const [name, count] of counts) lists.set(name, count)
      }
      return { lists, facets }
    })
  }
}

const isOfTheMinute = (list: TodoList): boolean => (TODO_LISTS[list] ?? []).some(runsByTheMinute)

/** The lists that change by the day, and those that change by the minute: each part is counted in one. */
const BY_PACE: readonly (readonly TodoList[])[] = [
  TODO_NAMES.filter((list) => !isOfTheMinute(list)),
  TODO_NAMES.filter(isOfTheMinute),
]
