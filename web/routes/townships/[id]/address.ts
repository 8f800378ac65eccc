/** What the page is asked for beside its township; each is a parameter of its address. */
export interface Asked {
  /** Of the reader's own units in the township the one whose lists they are. */
  unit: string | null
  list: string
  village: string | null
  school: string | null
  teacher: string | null
  /** The months of the talks. */
  period: string | null
  cursor: string | null
  /** The duty of the chart and of the tables by village and school. */
  duty: string
}

const DEFAULT_LIST = 'talk'
const DEFAULT_DUTY = 'talk'

/** The state of the page out of its address; a select left empty counts as not chosen. */
export function askedOf(query: URLSearchParams): Asked {
  const given = (name: string): string | null => query.get(name) || null
  return {
    unit: given('unit'),
    list: given('list') ?? DEFAULT_LIST,
    village: given('village'),
    school: given('school'),
    teacher: given('teacher'),
    period: given('period'),
    cursor: given('cursor'),
    duty: given('duty') ?? DEFAULT_DUTY,
  }
}

/** The page's address with some of its state changed; another list or filter begins at its first row. */
export function addressOf(asked: Asked, asOf: string | null, change: Partial<Asked> = {}): string {
  return queryOf({ ...asked, cursor: null, ...change, as_of: asOf })
}

/** Where the workbook of a list is, or that of every list where `list` is null. */
export function exportOf(asked: Asked, { id, asOf, list }: { id: string; asOf: string | null; list: string | null }) {
  const { village, school, teacher, period } = asked
  const whole = { unit: id, period, as_of: asOf, format: 'xlsx' }
  return `/api/todo${queryOf(list === null ? whole : { ...whole, list, village, school, teacher })}`
}

const queryOf = (entries: Record<string, string | null>): string =>
  `?${new URLSearchParams(Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== null))}`
