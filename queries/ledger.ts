import { ShouwangError } from '../errors.ts'
import { parseInstant, toLocal } from './instants.ts'
import { dutyCatalogue, overLedger, statement, withIdentifiers, type Known } from './statements.ts'
import { plain, type ResultRow } from './rows.ts'
import type { Parameters, Warehouse } from './warehouse.ts'

export const LEVELS = ['county', 'township', 'village', 'school'] as const
export type Level = (typeof LEVELS)[number]
/** The levels of few units, whose figures everybody sees. */
export const UPPER: readonly Level[] = ['county', 'township']
export const STATUSES = ['met', 'late', 'missed', 'ahead', 'pending'] as const
export type Status = (typeof STATUSES)[number]

/** One row a unit and duty (interfaces.md, summary). Rates run from 0 to 1 and are null over nothing. */
export interface SummaryRow {
  level: Level
  unit_id: string
  unit_name: string
  duty: string
  period: string
  met: number
  late: number
  missed: number
  ahead: number
  pending: number
  rate: number | null
  low: number | null
  high: number | null
  target: number | null
}

export interface SummaryQuery {
  /** The county's local time. */
  as_of: string
  /** The rows as a year's evaluation counts them: what came in about them until then, and what is over with the year is. */
  known_at?: string
  levels?: readonly Level[]
  duties?: readonly string[]
  /** 2026 · 2026-Q3 · 2026-09 · 2026-autumn; default the year of as_of. */
  period?: string
  /** Rows of this unit alone, of whatever level. */
  unit?: string
  /** A township: it, its villages and its schools, and no other children are looked at. The county is none of these. */
  within?: string
}

/** The summary of the ledger, computed afresh. */
export async function summary(warehouse: Warehouse, query: SummaryQuery): Promise<SummaryRow[]> {
  const { within } = query
  const levels = (query.levels ?? LEVELS).filter((level) => within === undefined || level !== 'county')
  const places = {
    village: levels.includes('village') ? 'village' : 'null',
    school: levels.includes('school') ? 'school' : 'null',
  }
  const text = overLedger(withIdentifiers(statement('summary/summary'), places), query.duties, {
    ...countedBy(query),
    isOfUnits: within !== undefined,
  })
  const rows = await warehouse.queryText(text, {
    ...instantsOf(query),
    period: query.period ?? query.as_of.slice(0, 4),
    levels,
    unit: query.unit ?? '',
    units: within === undefined ? [] : [within],
  })
  return rows as unknown as SummaryRow[]
}

/** The ledger of a day, or as a year's evaluation counts it. */
const countedBy = ({ known_at }: { known_at?: string }): { known: Known; isJudged: boolean } =>
  known_at === undefined ? { known: 'as_of', isJudged: false } : { known: 'known_at', isJudged: true }

const instantsOf = ({ as_of, known_at }: { as_of: string; known_at?: string }): Parameters =>
  known_at === undefined ? { as_of } : { as_of, known_at }

export interface SubjectsQuery {
  as_of: string
  /** As in `SummaryQuery`. */
  known_at?: string
  duty: string
  statuses?: readonly Status[]
  period?: string
  /** None: the whole county. */
  units?: readonly string[]
  /** Only rows that count at this level (a child without a school counts in none). */
  level?: Level
  limit: number
  offset: number
}

/** Rows of the ledger behind a figure. `sealed` is the child's sealed id; `subject_id` its key. */
export async function subjects(warehouse: Warehouse, query: SubjectsQuery): Promise<ResultRow[]> {
  return warehouse.queryText(subjectsText(query), subjectsParameters(query))
}

/** All of them in blocks of some thousand rows, in the same order, on one state; never the whole list in memory. */
export async function* subjectBlocks(
  warehouse: Warehouse,
  query: Omit<SubjectsQuery, 'limit' | 'offset'>,
): AsyncGenerator<ResultRow[]> {
  const text = subjectsText(query)
  const parameters = subjectsParameters({ ...query, limit: Number.MAX_SAFE_INTEGER, offset: 0 })
  for await (const { names, columns } of warehouse.stream(text, parameters)) {
    const count = columns[0]?.length ?? 0
    yield Array.from({ length: count }, (_, r) =>
      Object.fromEntries(names.map((name, c) => [name, plain(columns[c]?.[r] ?? null)])),
    )
  }
}

const subjectsText = ({ duty, units = [], known_at }: Pick<SubjectsQuery, 'duty' | 'units' | 'known_at'>): string =>
  overLedger(statement('summary/subjects'), [duty], { isOfUnits: units.length > 0, ...countedBy({ known_at }) })

const subjectsParameters = (query: SubjectsQuery): Parameters => ({
  ...instantsOf(query),
  period: query.period ?? query.as_of.slice(0, 4),
  statuses: query.statuses ?? [],
  units: query.units ?? [],
  level: query.level ?? '',
  limit: query.limit,
  offset: query.offset,
})

const SEMESTER = /^\d{4}-(spring|autumn)$/

/** Whether a period is a semester, which only duties owed by the semester have (interfaces.md, Command line). */
export const isSemester = (period: string): boolean => SEMESTER.test(period)

/** Checks a period as it comes from outside. */
export function parsePeriod(text: string): string {
  if (isSemester(text)) return text
  return parseCalendarPeriod(text, '2026、2026-Q3、2026-09 或学期 2026-autumn')
}

/** Checks a year, quarter or month as it comes from outside: the periods in which something can happen. */
export function parseCalendarPeriod(text: string, known = '2026、2026-Q3 或 2026-09'): string {
  if (/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/.test(text)) return text
  throw new ShouwangError('bad_parameter', `period 应为 ${known}，收到的是“${text}”。`, {
    parameter: 'period',
    value: text,
  })
}

/** Checks duty codes as they come from outside. */
export function parseDuties(codes: readonly string[]): string[] {
  const known = dutyCatalogue().map((duty) => duty.code)
  for (const code of codes) {
    if (!known.includes(code)) {
      throw new ShouwangError('bad_parameter', `没有“${code}”这项职责；可用：${known.join('、')}。`, {
        parameter: 'duty',
        value: code,
        known,
      })
    }
  }
  return [...codes]
}

/** The local time of an `as_of` from outside, or of now. */
export function localAsOf(text: string | undefined, now: Date, timezone: string): string {
  return toLocal(text === undefined ? now : parseInstant(text, timezone), timezone)
}
