import type { ResultRow } from '../../queries/rows.ts'
import {
  todoCounts,
  todoFacets,
  TODO_LISTS,
  TODO_NAMES,
  type ListCount,
  type TodoList,
  type TodoQuery,
} from '../../queries/todo.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { runsByTheMinute } from './county-time.ts'
import { Figures, type FiguresAsked } from './figures.ts'
import type { RecentQuestions } from './recent-questions.ts'
import type { Shelf } from './shelf.ts'

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
  readonly #counts: Figures<ListCount[]>
  readonly #facets: Figures<ResultRow[]>

  constructor(warehouse: Warehouse, { recent, shelf }: { recent: RecentQuestions; shelf: Shelf }) {
    this.#warehouse = warehouse
    this.#recent = recent
    const bounds = (row_bytes: number) => ({
      max_bytes: MAX_BYTES,
      size: (rows: readonly unknown[]) => rows.length * row_bytes,
    })
    this.#counts = new Figures<ListCount[]>(warehouse, shelf, bounds(COUNT_BYTES))
    this.#facets = new Figures<ResultRow[]>(warehouse, shelf, bounds(FACET_BYTES))
  }

  /** Of `list` the facets, and of every list the count. */
  counts(query: TodoQuery, list: TodoList): Promise<Counted> {
    return this.#recent.ask(query.as_of, [...aboutOf(query), list], async (as_of) => {
      const asked = { ...query, as_of }
      const [lists, facets] = await Promise.all([
        this.lists(asked),
        this.#facets.get(askedOf(asked, [list]), () => todoFacets(this.#warehouse, asked, list)),
      ])
      return { lists, facets }
    })
  }

  /** The count of every list that has rows. */
  async lists(query: TodoQuery): Promise<Map<TodoList, number>> {
    const lists = new Map<TodoList, number>()
    for (const part of BY_PACE) {
      for (const { list, n } of await this.#part(query, part)) lists.set(list, (lists.get(list) ?? 0) + n)
    }
    return lists
  }

  /** Counted in one for the whole county, a township's are known too. */
  async #part(query: TodoQuery, lists: readonly TodoList[]): Promise<readonly ListCount[]> {
    const { units } = query
    const ofCounty = await this.#counts.find({
      ...askedOf({ ...query, units: [] }, lists),
      isKept: isStanding(query),
    })
    if (ofCounty !== undefined && units.every(isTownship))
      return units.length === 0 ? ofCounty : ofCounty.filter(({ township_id }) => units.includes(township_id))
    const asked = { ...askedOf(query, lists), isKept: units.length === 0 && isStanding(query) }
    return this.#counts.get(asked, () => todoCounts(this.#warehouse, query, lists))
  }
}

const askedOf = (query: TodoQuery, lists: readonly TodoList[]): FiguresAsked => ({
  as_of: query.as_of,
  duties: lists.flatMap((name) => TODO_LISTS[name] ?? []),
  about: [aboutOf(query), lists],
})

/** Whether it is what a page asks for that names no period. */
const isStanding = ({ as_of, talk_period, semester }: TodoQuery): boolean =>
  talk_period === as_of.slice(0, 7) && semester === undefined

const aboutOf = ({ talk_period, semester, units }: TodoQuery): readonly unknown[] => [
  'todo',
  talk_period,
  semester ?? null,
  units,
]

/** Villages and schools have their township's id before a slash. */
const isTownship = (unit: string): boolean => !unit.includes('/')

const isOfTheMinute = (list: TodoList): boolean => (TODO_LISTS[list] ?? []).some(runsByTheMinute)

/** The lists that change by the day, and those that change by the minute: each part is counted in one. */
const BY_PACE: readonly (readonly TodoList[])[] = [
  TODO_NAMES.filter((list) => !isOfTheMinute(list)),
  TODO_NAMES.filter(isOfTheMinute),
]
