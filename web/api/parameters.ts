import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { distance } from 'fastest-levenshtein'
import { isShouwangError, ShouwangError } from '../../errors.ts'
import { parseInstant, toLocal } from '../../queries/instants.ts'
import { CHANGE_REGISTERS, CHANGES } from '../../queries/changes.ts'
import { INCIDENT_KINDS } from '../../queries/live-incidents.ts'
import { LEVELS, parseCalendarPeriod, parseDuties, parsePeriod, STATUSES } from '../../queries/ledger.ts'
import { parseSignal, signalCatalogue } from '../../queries/credibility.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { ORDER_STATES } from './inspections/order-states.ts'
import { readCursor } from './cursor.ts'
import { FORMATS } from './negotiate.ts'

export const MAX_LIMIT = 1000
export const DEFAULT_LIMIT = 100
const MAX_SEARCH = 50

/** Every query parameter of interfaces.md, HTTP, once: how it is read, what is wrong with it, how it is described. */
export function parametersOf(timezone: string) {
  return {
    as_of: one('as_of', (text) => readAsOf(text, timezone)).openapi({
      type: 'string',
      description:
        'The instant to answer for: ISO 8601 with an offset (a `+` that arrived as a space is understood), a local time of the county, or a day (its last second). Default: now, to the minute.',
      example: '2026-10-31T12:00:00+08:00',
    }),
    period: one('period', parsePeriod).openapi({
      type: 'string',
      description:
        'A year, quarter, month or semester (`2026-autumn`); duties of the state at `as_of` have the period `state` whatever is asked. Default: the year of `as_of`.',
      example: '2026-Q3',
    }),
    calendar_period: one('period', (text) => parseCalendarPeriod(text)).openapi({
      type: 'string',
      description: 'A year, quarter or month.',
      example: '2026-09',
    }),
    levels: many('level', (texts) => choices('level', LEVELS, texts)).openapi({
      ...listOf(LEVELS),
      description: 'Levels of units; repeat it or separate with commas. Default: all.',
    }),
    level: one('level', (text) => choice('level', LEVELS, text)).openapi({
      type: 'string',
      enum: [...LEVELS],
      description:
        'Only rows that count at this level, and the level of `unit`: a child without a school counts in no school.',
    }),
    duties: many('duty', (texts) => inOrder(parseDuties(texts))).openapi({
      ...listOf(dutyCodes()),
      description: 'Codes of duties; repeat it or separate with commas. Default: all.',
    }),
    duty: one('duty', (text) => parseDuties([text])[0] ?? text, '缺少 duty：请给出一项职责的代码。').openapi({
      type: 'string',
      enum: dutyCodes(),
      description: 'The code of one duty.',
    }),
    statuses: many('status', (texts) => choices('status', STATUSES, texts)).openapi({
      ...listOf(STATUSES),
      description: 'Statuses of the ledger; repeat it or separate with commas. Default: all.',
    }),
    incident_status: one('status', (text) => choice('status', INCIDENT_STATUSES, text)).openapi({
      type: 'string',
      enum: [...INCIDENT_STATUSES],
      description: 'Only incidents that are open, or closed, at `as_of`.',
    }),
    incident_kind: one('kind', (text) => choice('kind', INCIDENT_KINDS, text)).openapi({
      type: 'string',
      enum: [...INCIDENT_KINDS],
      description: 'Only incidents of this kind.',
    }),
    unit: one('unit', readUnit).openapi({
      type: 'string',
      description:
        'A unit: the county’s code, a township’s id, `01/石桥村` for a village, `01/青石中心小学` for a school.',
      example: '01',
    }),
    inspection: one('inspection', (text) => text.slice(0, 40)).openapi({
      type: 'string',
      description: 'Only of the inspection of this number.',
    }),
    lead_level: one('level', (text) => choice('level', LEAD_LEVELS, text)).openapi({
      type: 'string',
      enum: [...LEAD_LEVELS],
      description: 'Only rows of townships, or of schools.',
    }),
    flagged: one('flagged', (text) => choice('flagged', ['true'], text)).openapi({
      type: 'string',
      enum: ['true'],
      description: 'Only rows that are leads.',
    }),
    order_state: one('state', (text) => choice('state', ORDER_STATES, text)).openapi({
      type: 'string',
      enum: [...ORDER_STATES],
      description: 'Only orders that stand so today.',
    }),
    scheme_version: one('version', (text) => readVersion('version', text)).openapi({
      type: 'integer',
      minimum: 0,
      description: 'A version of the year’s scheme; 0 is the config’s. Default: the newest.',
    }),
    against: one('against', (text) => readVersion('against', text)).openapi({
      type: 'integer',
      minimum: 0,
      description: 'The version that it is compared with. Default: the one before it.',
    }),
    report_format: one('format', (text) => choice('format', REPORT_FORMATS, text)).openapi({
      type: 'string',
      enum: [...REPORT_FORMATS],
      description: 'The report as data (default), or as a document to edit and sign.',
    }),
    q: one('q', readSearch, '缺少 q：请给出要找的文字。').openapi({
      type: 'string',
      minLength: 1,
      maxLength: MAX_SEARCH,
      description: 'A part of the name of a township, village or school, or of the number of an incident.',
      example: '青石',
    }),
    limit: one('limit', readLimit).openapi({
      type: 'integer',
      minimum: 1,
      maximum: MAX_LIMIT,
      description: `Rows of a page. Default: ${DEFAULT_LIMIT}; as CSV or Arrow everything, unless it or \`cursor\` is given.`,
    }),
    cursor: one('cursor', readCursor).openapi({
      type: 'string',
      description: 'Where to read on: `next_cursor` of the page before, unchanged, with the same other parameters.',
    }),
    known_at: one('known_at', (text) => readAsOf(text, timezone, 'known_at')).openapi({
      type: 'string',
      description:
        'With `as_of`, and not before it: the rows as a year’s evaluation counts them, of what came in until then (`known_at` of its answer). Default: of what had come in at `as_of`.',
      example: '2027-01-20T09:00:00+08:00',
    }),
    earlier: one('earlier', (text) => readAsOf(text, timezone, 'earlier')).openapi({
      type: 'string',
      description: 'An earlier instant to compare with, as `as_of` is written.',
      example: '2026-09-30',
    }),
    evaluation_table: one('table', (text) => choice('table', EVALUATION_TABLES, text)).openapi({
      type: 'string',
      enum: [...EVALUATION_TABLES],
      description: 'Which table CSV and Arrow are of; a workbook has all of them. Default: standings.',
    }),
    from: one('from', (text) => readAsOf(text, timezone, 'from'), '缺少 from：请给出较早的时点。').openapi({
      type: 'string',
      description: 'The earlier of two instants, as `as_of` is written.',
      example: '2026-09-30',
    }),
    to: one('to', (text) => readAsOf(text, timezone, 'to')).openapi({
      type: 'string',
      description: 'The later one. Default: now.',
    }),
    register: one(
      'register',
      (text) => choice('register', CHANGE_REGISTERS, text),
      '缺少 register：请给出一册台账的代码。',
    ).openapi({
      type: 'string',
      enum: [...CHANGE_REGISTERS],
      description: 'The code of one register.',
    }),
    change: one('change', (text) => choice('change', CHANGES, text)).openapi({
      type: 'string',
      enum: [...CHANGES],
      description: 'Only rows that were added, changed or removed. Default: all.',
    }),
    signal: one('signal', parseSignal, '缺少 signal：请给出一个信号的代码。').openapi({
      type: 'string',
      enum: signalCatalogue().map(({ code }) => code),
      description: 'The code of one credibility signal.',
    }),
    kind: one('kind', (text) => choice('kind', FAULT_KINDS, text)).openapi({
      type: 'string',
      enum: [...FAULT_KINDS],
      description: 'Only rejected rows, or only warnings. Default: both.',
    }),
    code: one('code', (text) => text.slice(0, 60)).openapi({
      type: 'string',
      description: 'Only faults of this code.',
    }),
    file: one('file', (text) => text.slice(0, 500)).openapi({
      type: 'string',
      description: 'The name of a file in the township’s export; may be left out where only one has faults.',
    }),
    format: one('format', (text) => choice('format', FORMATS, text)).openapi({
      type: 'string',
      enum: [...FORMATS],
      description: 'For links, which cannot say `Accept`: stands above it.',
    }),
  }
}

export type Parameters = ReturnType<typeof parametersOf>

export const EVALUATION_TABLES = ['standings', 'items', 'county', 'sensitivity', 'commended', 'warned'] as const

const REPORT_FORMATS = ['json', 'docx'] as const

const FAULT_KINDS = ['reject', 'warning'] as const

const LEAD_LEVELS = ['township', 'school'] as const
export const INCIDENT_STATUSES = ['open', 'closed'] as const

/** The schema of a route's whole query: what it does not name is refused. */
export function queryOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknown(issue.keys, known) : undefined),
  })
}

/** Refuses a `known_at` that stands without an `as_of`, or before it. */
export function checkKnown({ as_of, known_at }: { as_of?: string; known_at?: string }): void {
  if (known_at === undefined || (as_of !== undefined && as_of <= known_at)) return
  const message = 'known_at 要与 as_of 同用，并且不早于它：按 as_of 那一刻判断，算到 known_at 之前报来的。'
  throw new ShouwangError('bad_parameter', message, { parameter: 'known_at', value: known_at })
}

/** What is wrong with a query, all of it, as one `bad_parameter`. */
export function parameterError(error: z.ZodError, c: Context): ShouwangError {
  const faults = error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')]
    return names.map((name) => ({
      parameter: name,
      // Without a name: of all of a body, and no parameter's.
      found: name === '' ? null : (c.req.queries(name)?.join(',').slice(0, 200) ?? null),
      message: issue.message,
    }))
  })
  const messages = [...new Set(faults.map(({ message }) => message))]
  return new ShouwangError('bad_parameter', messages.join(' '), {
    parameter: faults[0]?.parameter,
    value: faults[0]?.found,
    faults,
  })
}

function one<T>(name: string, parse: (text: string) => T, missing = `缺少 ${name}。`) {
  return z
    .string({
      error: ({ input }) => (Array.isArray(input) ? `${name} 只能给一次，收到 ${input.length} 个。` : missing),
    })
    .transform((text, context) => attempt(() => parse(filled(name, text)), context))
}

function many<T>(name: string, parse: (texts: string[]) => T[]) {
  return z.union([z.string(), z.array(z.string())]).transform((value, context) =>
    attempt(() => {
      const texts = [value].flat().flatMap((text) => text.split(','))
      return parse(texts.map((text) => filled(name, text)))
    }, context),
  )
}

function attempt<T>(parse: () => T, context: z.RefinementCtx): T {
  try {
    return parse()
  } catch (error) {
    if (!isShouwangError(error)) throw error
    context.addIssue({ code: 'custom', message: error.message })
    return z.NEVER
  }
}

const wrong = (parameter: string, value: string, message: string): ShouwangError =>
  new ShouwangError('bad_parameter', message, { parameter, value })

function filled(name: string, text: string): string {
  if (text.trim() === '') throw wrong(name, text, `${name} 不能为空；不用时请去掉这个参数。`)
  return text.trim()
}

function choice<T extends string>(name: string, known: readonly T[], text: string): T {
  const found = known.find((value) => value === text)
  if (found === undefined) throw wrong(name, text, `${name} 应为 ${known.join('、')} 之一，收到的是“${text}”。`)
  return found
}

/** Chosen values in their own order, each once: equal questions are equal. */
function choices<T extends string>(name: string, known: readonly T[], texts: string[]): T[] {
  const chosen = new Set(texts.map((text) => choice(name, known, text)))
  return known.filter((value) => chosen.has(value))
}

const dutyCodes = (): string[] => dutyCatalogue().map(({ code }) => code)

const inOrder = (codes: string[]): string[] => dutyCodes().filter((code) => codes.includes(code))

/** In an address `+` means a space, and many forget it: `…T12:00:00 08:00` is read as it was meant. */
const readAsOf = (text: string, timezone: string, name = 'as_of'): string =>
  toLocal(parseInstant(text.replace(/(T.*) (\d{2}:?\d{2})$/, '$1+$2'), timezone, name), timezone)

function readUnit(text: string): string {
  if (text.length > 200) throw wrong('unit', text.slice(0, 200), 'unit 过长：单位编号不超过 200 个字符。')
  return text.normalize('NFC')
}

function readSearch(text: string): string {
  if (text.length > MAX_SEARCH) throw wrong('q', text.slice(0, 200), `q 过长：不超过 ${MAX_SEARCH} 个字符。`)
  return text.normalize('NFC')
}

function readLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > MAX_LIMIT)
    throw wrong('limit', text, `limit 应为 1 至 ${MAX_LIMIT} 的整数，收到的是“${text}”。`)
  return limit
}

function readVersion(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw wrong(name, text, `${name} 应为方案的版号，如 1，收到的是“${text.slice(0, 40)}”。`)
  return Number(text)
}

function unknown(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map((key) => {
      const near = known.find((name) => distance(name, key) <= 2)
      const hint = near === undefined ? '' : `是否指 ${near}？`
      return `没有“${key.slice(0, 60)}”这个参数；${hint}可用：${known.join('、') || '（无）'}。`
    })
    .join(' ')
}

const listOf = (values: readonly string[]) => ({
  type: 'array' as const,
  items: { type: 'string' as const, enum: [...values] },
  param: { style: 'form' as const, explode: true },
})
