import type { ResultRow } from './rows.ts'
import { overCurrent, statement } from './statements.ts'
import type { Parameters, Warehouse } from './warehouse.ts'

/**
 * The parts of the review, each with its lists; a list is a file that says for itself which rows of the asked units
 * (`$units`) it has. Every file has the columns `list`, `township_id`, `village`, `school`, `child_id`, `carer_name`,
 * `other_carer_name`, `reasons`, `weight` (the heaviest row comes first) and `tie`, then its own.
 */
export const REVIEW_LISTS = {
  reconciliation: {
    unknown_elsewhere: 'reconciliation/unknown_elsewhere',
    not_in_census: 'reconciliation/not_in_census',
    gone: 'reconciliation/gone',
    empty_places: 'reconciliation/empty_places',
  },
  pairings: {
    load: 'pairing_quality/load',
    outside_kinds: 'pairing_quality/outside_kinds',
    no_contact: 'pairing_quality/no_contact',
    turnover: 'pairing_quality/turnover',
  },
  care: { higher: 'care/levels', lower: 'care/levels', unreported: 'care/levels', agreed: 'care/levels' },
} as const satisfies Record<string, Record<string, string>>

export type ReviewPart = keyof typeof REVIEW_LISTS

export interface ReviewQuery {
  part: ReviewPart
  /** The county's local time. */
  as_of: string
  /** None: the whole county. */
  units: readonly string[]
}

/** The names of a part's lists, in their order. */
export const listsOf = (part: ReviewPart): string[] => Object.keys(REVIEW_LISTS[part])

/** Rows of one list of a part. `sealed_…` are sealed values, bound to the key beside them. */
export function reviewRows(
  warehouse: Warehouse,
  query: ReviewQuery & { list: string; reason?: string; limit: number; offset: number },
): Promise<ResultRow[]> {
  const { part, list, reason, limit, offset } = query
  const file = (REVIEW_LISTS[part] as Readonly<Record<string, string>>)[list] ?? ''
  const parameters = { ...parametersOf(query), list, reason: reason ?? '', limit, offset }
  return warehouse.queryText(over(statement(file), 'review/rows'), parameters)
}

/** How many rows each list of a part has, and each by reason, township, village and school. */
export function reviewCounts(warehouse: Warehouse, query: ReviewQuery): Promise<ResultRow[]> {
  const files = [...new Set(Object.values(REVIEW_LISTS[query.part]))]
  const items = files.map((file) => `select list, township_id, village, school, reasons from (\n${statement(file)})`)
  return warehouse.queryText(over(items.join('\nunion all\n'), 'review/counts'), parametersOf(query))
}

/** A named query over `items`. */
const over = (items: string, name: string): string =>
  overCurrent(statement(name).replace(/^((?:--[^\n]*\n)*)with\s/, `with items as materialized (\n${items}\n),\n`))

const parametersOf = ({ as_of, units }: ReviewQuery): Parameters => ({ as_of, units })
