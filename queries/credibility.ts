import { ShouwangError } from '../errors.ts'
import type { ResultRow } from './rows.ts'
import { headerField, inHeaderOrder } from './statement-files.ts'
import { statement, withParts } from './statements.ts'
import type { Transaction, Warehouse } from './warehouse.ts'

/** A credibility signal, as its file's header gives it (docs/credibility.md). */
export interface Signal {
  code: string
  zh: string
  en: string
  /** The definition in one sentence, in Chinese and in English. */
  sentence: string
  sentence_en: string
  /** tail: odd where too many show it; all: odd where none is without it. */
  test: 'tail' | 'all'
  /** Fewer than these are no lead. */
  least: number
  /** Correlation within a unit that honest units have at least, as measured. */
  spread: number
  /** How many of how many honest units were flagged when it was measured. */
  false_alarms: { flagged: number; units: number }
}

let catalogue: readonly Signal[] | undefined

/** Every signal, in order, from the headers of `queries/credibility/*.sql`. */
export function signalCatalogue(): readonly Signal[] {
  catalogue ??= inHeaderOrder('credibility').map(readSignal)
  return catalogue
}

function readSignal(name: string): Signal {
  const field = (key: string): string => headerField(name, key)
  const code = field('code')
  if (`credibility/${code}` !== name) throw new ShouwangError('internal', `queries/${name}.sql: code is "${code}"`)
  const [flagged = 0, units = 0] = field('false_alarms').split('/').map(Number)
  return {
    code,
    zh: field('zh'),
    en: field('en'),
    sentence: field('sentence'),
    sentence_en: field('sentence_en'),
    test: field('test') === 'all' ? 'all' : 'tail',
    least: Number(field('least')),
    spread: Number(field('spread')),
    false_alarms: { flagged, units },
  }
}

/** Checks a signal's code as it comes from outside. */
export function parseSignal(text: string): string {
  const known = signalCatalogue().map(({ code }) => code)
  if (known.includes(text)) return text
  throw new ShouwangError('bad_parameter', `没有“${text.slice(0, 60)}”这个信号；可用：${known.join('、')}。`, {
    parameter: 'signal',
    value: text.slice(0, 60),
    known,
  })
}

/** Of how many things at risk in a unit how many show a signal. */
export interface SignalCount {
  signal: string
  level: 'township' | 'school'
  unit_id: string
  unit_name: string
  township: string
  n: number
  observed: number
}

/** A query over the given signals: `text` reads from `signals`, the union of their rows. */
function overSignals(text: string, codes: readonly string[]): string {
  const parts = codes.map((code): [string, string] => [`signal_${code}`, statement(`credibility/${code}`)])
  const signals = parts.map(([name]) => `select * from ${name}`).join('\nunion all\n')
  return withParts(text, new Map([...parts, ['duty_talk', statement('duties/talk')], ['signals', signals]]))
}

/** Counts of every signal for every township and school of the county, at an instant in its local time. */
export async function signalCounts(warehouse: Warehouse, as_of: string): Promise<SignalCount[]> {
  const codes = signalCatalogue().map(({ code }) => code)
  const rows = await warehouse.queryText(overSignals(statement('leads/units'), codes), { as_of })
  return rows as unknown as SignalCount[]
}

/** The rows behind a signal, of some units or (none) of all; names and numbers are sealed. */
export async function signalRows(
  warehouse: Warehouse,
  query: { as_of: string; signal: string; units: readonly string[]; limit: number; offset: number },
): Promise<ResultRow[]> {
  const { signal, ...parameters } = query
  return warehouse.queryText(overSignals(statement('leads/rows'), [signal]), parameters)
}

/** What a unit replied to a signal: kept beside it, never changed. */
export interface Reply {
  unit_id: string
  signal: string
  /** The county's local time, both. */
  as_of_at: string
  written_at: string
  written_by: string
  reply: string
}

/** Replies that were written by an instant, the earliest first; of some units and what lies in them, or (none) of all. */
export async function repliesOf(
  warehouse: Warehouse,
  query: { units: readonly string[]; until_at: string },
): Promise<(Reply & { reply_id: number })[]> {
  return (await warehouse.query('leads/replies', query)) as unknown as (Reply & { reply_id: number })[]
}

/** Adds a reply inside a transaction of `Warehouse.record`. */
export async function addReply(transaction: Transaction, reply: Reply): Promise<void> {
  await transaction.run('leads/add_reply', { ...reply })
}
