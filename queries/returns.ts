import { ShouwangError } from '../errors.ts'
import { INCIDENT_KINDS } from './live-incidents.ts'
import type { ResultRow } from './rows.ts'
import { overCurrent, overLedger, statement } from './statements.ts'
import type { Parameters, Warehouse } from './warehouse.ts'

/** What the children are told apart by, and the classes of each, which add up to all of them. */
export const RETURN_PARTS = {
  age: ['0_5', '6_13', '14_up'],
  sex: ['male', 'female'],
  situation: ['both_out', 'one_out_other_unable', 'one_out'],
  care: ['1', '2', '3', '4', 'unknown'],
  guardian: ['grandparent', 'relative', 'parent', 'other', 'unknown'],
  schooling: ['in_school', 'kindergarten', 'not_enrolled', 'dropped_out', 'unknown'],
} as const

const of = (part: string, classes: readonly string[]): string[] => classes.map((name) => `${part}_${name}`)

/** The counts of a row, in their order. */
export const RETURN_COUNTS: readonly string[] = [
  'children',
  ...Object.entries(RETURN_PARTS).flatMap(([part, classes]) => of(part, classes)),
  ...of('children', ['before', 'new', 'gone']),
  ...['file_done', 'pairing_done', 'key_pairing_owed', 'key_pairing_done', 'talk_owed', 'talk_done', 'talk_held'],
  'incidents',
  ...of('incidents', INCIDENT_KINDS),
]

/** The duties whose rows of the ledger are counted; what all children owe is their number. */
const DUTIES = ['file', 'pairing', 'key_pairing', 'talk']

/** A township, or the county: all of them together. A count is null where it is not for the reader (web/api). */
export interface ReturnRow extends Record<string, string | number | null> {
  level: 'county' | 'township'
  unit_id: string
  unit_name: string
}

/** A statistical return (季报、年报): every township, in the config's order, after the county. */
export interface StatisticalReturn extends ReturnTime {
  period: string
  /** Children under this age count; the last class of ages ends before it. */
  age_limit: number
  /** The situations that count. */
  situations: string[]
  rows: ReturnRow[]
}

/** Local times and days of a return. */
export interface ReturnTime {
  first_on: string
  /** D: the last day of the period, or the day of `known_at` where the period still runs then. */
  day: string
  /** The instant of D that the days are judged at. */
  as_of: string
  /** What came in by then is in it. */
  known_at: string
  is_running: boolean
}

/**
 * Whose children and which knowledge a return of a year, quarter or month is of: the population of its last day, as it was
 * known at the end of that day, or at `asked`; of a period that still runs that of the present. Throws `bad_parameter` for
 * one that has not begun.
 */
export function returnTime(period: string, asked: string | undefined, now: string): ReturnTime {
  const { first_on, last_on } = daysOf(period)
  const end = `${last_on}T23:59:59`
  const wanted = asked ?? end
  const known_at = (wanted < now ? wanted : now).replace(/\.0+$/, '')
  if (known_at.slice(0, 10) < first_on) {
    throw new ShouwangError('bad_parameter', `${period} 在 ${known_at.slice(0, 10)} 还没有开始，没有可报的数。`, {
      parameter: 'period',
      value: period,
    })
  }
  const as_of = known_at < end ? known_at : end
  return { first_on, day: as_of.slice(0, 10), as_of, known_at, is_running: as_of < end }
}

/** The first and last day of a year, quarter or month. */
function daysOf(period: string): { first_on: string; last_on: string } {
  const [year = '', part = ''] = period.split('-')
  const [first, count] =
    part === '' ? [1, 12] : part.startsWith('Q') ? [Number(part.slice(1)) * 3 - 2, 3] : [Number(part), 1]
  const last = first + count - 1
  const days = new Date(Date.UTC(Number(year), last, 0)).getUTCDate()
  const two = (month: number): string => String(month).padStart(2, '0')
  return { first_on: `${year}-${two(first)}-01`, last_on: `${year}-${two(last)}-${days}` }
}

/** The quarter that ended last before a local time: the one whose return is due. */
export function lastQuarter(local: string): string {
  const year = Number(local.slice(0, 4))
  const quarter = Math.ceil(Number(local.slice(5, 7)) / 3) - 1
  return quarter === 0 ? `${year - 1}-Q4` : `${year}-Q${quarter}`
}

/** The return of a period; `asked` and `now` are local times. */
export async function statisticalReturn(
  warehouse: Warehouse,
  { period, asked, now }: { period: string; asked?: string; now: string },
): Promise<StatisticalReturn> {
  const time = returnTime(period, asked, now)
  const parameters: Parameters = { as_of: time.as_of, known_at: time.known_at, first_on: time.first_on, period }
  const [units, policy, children, flows, work] = await Promise.all([
    warehouse.query('returns/units'),
    warehouse.query('returns/policy'),
    warehouse.queryText(overCurrent(statement('returns/children'), 'known_at'), parameters),
    warehouse.queryText(overCurrent(statement('returns/flows'), 'known_at'), parameters),
    warehouse.queryText(overLedger(statement('returns/work'), DUTIES, { known: 'known_at' }), parameters),
  ])
  const moved = flows.flatMap(({ township_id, ...counts }) =>
    Object.entries(counts).map(([name, n]): ResultRow => ({
      township_id: township_id ?? '',
      part: 'children',
      class: name,
      n,
    })),
  )
  const counts = [...children, ...moved, ...work]
  return {
    period,
    ...time,
    age_limit: Number(policy[0]?.age_limit),
    situations: (policy[0]?.situations as string[] | undefined) ?? [],
    rows: units.map((unit) => rowOf(unit, counts)),
  }
}

/** A unit's counts: of the county those of every township. */
function rowOf({ level, unit_id, unit_name }: ResultRow, counts: readonly ResultRow[]): ReturnRow {
  const row: Record<string, number> = Object.fromEntries(RETURN_COUNTS.map((name) => [name, 0]))
  const add = (name: string, n: number): void => {
    if (row[name] !== undefined) row[name] += n
  }
  for (const count of counts) {
    if (level === 'township' && count.township_id !== unit_id) continue
    const n = Number(count.n)
    add(`${String(count.part)}_${String(count.class)}`, n)
    if (count.part === 'age') add('children', n)
    if (count.part === 'incidents') add('incidents', n)
  }
  return { level: level as ReturnRow['level'], unit_id: unit_id as string, unit_name: unit_name as string, ...row }
}
