import type { ResultRow } from './rows.ts'
import { dutyCatalogue, overLedger, statement, withIdentifiers } from './statements.ts'
import type { Parameters, Warehouse } from './warehouse.ts'

/** The lists of what is still to do that have a file of `queries/todo/`, and the duties whose ledger rows each is made of. */
const OWN_LISTS = {
  file: ['file'],
  pairing: ['pairing'],
  key_pairing: ['key_pairing'],
  talk: ['talk'],
  three_ones: ['three_ones'],
  incident: ['notify_guardian', 'notify_parents', 'report_authority', 'police_report'],
  quarter_update: ['quarter_update'],
} as const satisfies Record<string, readonly string[]>

const isListed = (code: string): boolean => Object.values(OWN_LISTS).some((codes) => codes.some((own) => own === code))

/** Every list, and the duties whose rows it is made of: a duty that is in none of those above has a list of its own. */
export const TODO_LISTS: Readonly<Record<string, readonly string[]>> = {
  ...OWN_LISTS,
  ...Object.fromEntries(
    dutyCatalogue()
      .filter(({ code }) => !isListed(code))
      .map(({ code }) => [code, [code]]),
  ),
}

export type TodoList = string
/** The lists whose rows do not say themselves what is missing: a file of `queries/lacking/` does, for those shown alone. */
const LOOKED_UP: readonly TodoList[] = ['file', 'key_pairing', 'three_ones']
export const TODO_NAMES: readonly TodoList[] = Object.keys(TODO_LISTS)

export interface TodoQuery {
  /** The county's local time. */
  as_of: string
  /** Of the talks: 2026 · 2026-Q3 · 2026-09; the other lists are of what stands, runs or has last begun. */
  talk_period: string
  /** Of the duties of a semester: 2026-autumn; by default the last that has begun. */
  semester?: string
  /** None: the whole county. */
  units: readonly string[]
  village?: string
  school?: string
  /** The key of the teacher's name. */
  teacher?: string
}

/** Rows of one list. `sealed_…` are sealed values, bound to the key beside them. */
export function todoRows(
  warehouse: Warehouse,
  list: TodoList,
  query: TodoQuery & { limit: number; offset: number },
): Promise<ResultRow[]> {
  const { limit, offset } = query
  const lacking = statement(`lacking/${LOOKED_UP.includes(list) ? list : 'nothing'}`)
  const text = over([list], statement('worklist/rows').replace('{{lacking}}', lacking), query)
  return warehouse.queryText(text, { ...parametersOf(query), limit, offset })
}

/** How many rows of a list lie in a township. */
export interface ListCount {
  list: TodoList
  township_id: string
  n: number
}

/** How many rows each of some lists has by township; where there is none there is no count. */
export async function todoCounts(
  warehouse: Warehouse,
  query: TodoQuery,
  lists: readonly TodoList[] = TODO_NAMES,
): Promise<ListCount[]> {
  const text = over(lists, statement('worklist/list_counts'), query)
  const rows = await warehouse.queryText(text, parametersOf(query))
  return rows.map(({ list, township_id, n }) => ({
    list: String(list),
    township_id: String(township_id),
    n: Number(n),
  }))
}

/** How many rows one list has by village, school and teacher. */
export const todoFacets = (warehouse: Warehouse, query: TodoQuery, list: TodoList): Promise<ResultRow[]> =>
  warehouse.queryText(over([list], statement('worklist/facets'), query), parametersOf(query))

/** `text` over the rows of some lists, which it reads from `items`. */
function over(lists: readonly TodoList[], text: string, { units }: TodoQuery): string {
  const own = lists.filter((list) => list in OWN_LISTS).map((list) => statement(`todo/${list}`))
  const duties = lists.filter((list) => !(list in OWN_LISTS))
  // all in one branch: the engine plans each branch by itself
  const others = duties.length === 0 ? [] : [withIdentifiers(statement('todo/by_duty'), { duties })]
  const items = [...own, ...others].map((branch) => `(${branch})`).join('\nunion all\n')
  // Several lists are made of one look at the ledger; of one alone a page is cut before it is whole.
  const kept = lists.length > 1 ? 'materialized' : 'not materialized'
  const made = `to_do as ${kept} (\n${statement('worklist/to_do')}),\nitems as (\n${items}\n)`
  return overLedger(
    text.replace(/^((?:--[^\n]*\n)*)with\s/, `with ${made},\n`),
    lists.flatMap((list) => TODO_LISTS[list] ?? []),
    { isOfUnits: units.length > 0 },
  )
}

const parametersOf = ({ as_of, talk_period, semester, units, village, school, teacher }: TodoQuery): Parameters => ({
  as_of,
  talk_period,
  semester: semester ?? '',
  units,
  village: village ?? '',
  school: school ?? '',
  teacher: teacher ?? '',
})
