import { ShouwangError } from '../errors.ts'
import { registerRelations } from './registers.ts'
import { headerField, headerOf, inHeaderOrder, statement, statementsIn, withIdentifiers } from './statement-files.ts'

export { headerOf, statement, statementsIn, withIdentifiers }

/** A duty's metadata, as its file's header gives them. */
export interface Duty {
  code: string
  zh: string
  en: string
  family: string
  subject: string
  /** state · month · semester · quarter · year */
  period: string
  target: number | null
  source: string
  /** The definition in one sentence, in Chinese and in English. */
  sentence: string
  sentence_en: string
  /** The source in English. */
  source_en: string
  /** What some township's registers must hold for the duty to be in force; null: it always is. */
  since: string | null
}

let catalogue: readonly Duty[] | undefined

/** Every duty, in the order of duties.md, from the headers of `queries/duties/*.sql`. */
export function dutyCatalogue(): readonly Duty[] {
  catalogue ??= inHeaderOrder('duties').map(readDuty)
  return catalogue
}

function readDuty(name: string): Duty {
  const field = (key: string): string => headerField(name, key)
  const header = headerOf(name)
  const code = field('code')
  if (`duties/${code}` !== name) throw new ShouwangError('internal', `queries/${name}.sql: code is "${code}"`)
  const target = header.get('target')
  return {
    code,
    zh: field('zh'),
    en: field('en'),
    family: field('family'),
    subject: field('subject'),
    period: field('period'),
    target: target ? Number(target) : null,
    source: field('source'),
    sentence: field('sentence'),
    sentence_en: field('sentence_en'),
    source_en: field('source_en'),
    since: header.get('since') ?? null,
  }
}

/**
 * The instant at which the registers stand. Mostly that of the question; a return or an evaluation asks of a day that is past
 * with what came in about it until `known_at`, so that late additions show, and what a township's book of a later year no
 * longer holds does not count as taken back.
 */
export type Known = 'as_of' | 'known_at'

/**
 * A query over the ledger: `text` reads from `ledger`, the union of the given duties (default all), and from whatever of
 * `queries/current/` it names. Each of those is a common table expression over `$as_of`, put in only where it is used. A
 * duty whose register no township has sent (`-- since:` of its header) is not in force yet and has no rows: a county that
 * does not keep such a register has no figure, rather than one of zero. With `isOfUnits` the text keeps no row but those in
 * `$units`, and no other township's children are looked at: a township costs a share of the county. What `tables` names stands
 * as a table where the text is run, and `parts` in the place of what is in `queries/current/`. With `isJudged` what is open to a
 * year's last second is over with it (queries/evaluation/judged.sql).
 */
export function overLedger(
  text: string,
  codes?: readonly string[],
  {
    known = 'as_of',
    isOfUnits = false,
    isJudged = false,
    tables = [],
    parts: others = new Map(),
  }: {
    known?: Known
    isOfUnits?: boolean
    isJudged?: boolean
    tables?: readonly string[]
    parts?: ReadonlyMap<string, string>
  } = {},
): string {
  const duties = dutyCatalogue().filter((duty) => !codes || codes.includes(duty.code))
  if (duties.length === 0) throw new ShouwangError('bad_parameter', '没有这样的职责代码。', { duty: codes })
  const ledger = duties
    .map(
      ({ code, since }) =>
        `select * from duty_${code}${since === null ? '' : ` where exists (select 1 from ${since})`}`,
    )
    .join('\n    union all\n    ')
  const parts = new Map(duties.map((duty) => [`duty_${duty.code}`, statement(`duties/${duty.code}`)]))
  const whole: [string, string][] = isJudged
    ? [
        ['open_ledger', ledger],
        ['ledger', statement('evaluation/judged')],
      ]
    : [['ledger', ledger]]
  return withParts(text, new Map([...parts, ...others, ...whole]), known, { isOfUnits, tables })
}

/** A line `-- of units: …` of a statement holds only where the question is of units: nothing is read that they cannot need. */
const ofUnits = (text: string, isOfUnits: boolean): string =>
  text.replaceAll(/^( *)-- of units: (.*)\n/gm, isOfUnits ? '$1$2\n' : '')

/** A named statement with its identifiers, and with the relations over the registers (`each_…`) that it reads from. */
export function namedStatement(name: string, identifiers: Record<string, string | readonly string[]>): string {
  return withRelations(withIdentifiers(statement(name), identifiers), registerParts())
}

/** A query over what stands at `$as_of`: `text` reads from the relations of `queries/current/`. */
export const overCurrent = (text: string, known: Known = 'as_of'): string => withParts(text, new Map(), known)

/** The same, and from the relations given. */
export function withParts(
  text: string,
  extra: ReadonlyMap<string, string>,
  known: Known = 'as_of',
  { isOfUnits = false, tables = [] }: { isOfUnits?: boolean; tables?: readonly string[] } = {},
): string {
  const relations = currentRelations()
  const bodyOf = (name: string, body: string): string => {
    if (known === 'as_of' || !name.startsWith('current_')) return body
    return relations.get(name.replace('current_', 'current_years_')) ?? body.replaceAll('$as_of', `$${known}`)
  }
  const standing = [...relations]
    .filter(([name]) => !tables.includes(name))
    .map(([name, body]): [string, string] => [name, bodyOf(name, body)])
  const parts = [...standing, ...extra].map(([name, body]): [string, string] => [name, ofUnits(body, isOfUnits)])
  return withRelations(text, new Map(parts))
}

/** Puts in front of `text` every relation that it, or one of those, reads from, each after those that it reads from. */
function withRelations(text: string, known: ReadonlyMap<string, string>): string {
  const ordered = new Map<string, string>()
  const visit = (name: string, body: string): void => {
    for (const read of relationsIn(body)) {
      const part = known.get(read)
      if (part !== undefined && read !== name && !ordered.has(read)) visit(read, part)
    }
    if (name !== '') ordered.set(name, body)
  }
  visit('', text)
  const parts = [...ordered].map(
    ([name, body]) => `${name} as ${isMaterialized(body) ? 'materialized' : 'not materialized'} (\n${body})`,
  )
  if (parts.length === 0) return text
  const bare = text.replace(/^(?:\s*--[^\n]*\n)*\s*with\s/i, '')
  return bare === text ? `with ${parts.join(',\n')}\n${text}` : `with ${parts.join(',\n')},\n${bare}`
}

const relationsIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:from|join)\s+([a-z_]+)/g)].map((match) => match[1] ?? '')

const isMaterialized = (text: string): boolean => /^-- materialized: yes$/m.test(text)

let relations: ReadonlyMap<string, string> | undefined

function currentRelations(): ReadonlyMap<string, string> {
  relations ??= new Map([
    ...registerParts(),
    ...statementsIn('current').map((name): [string, string] => [name.slice('current/'.length), statement(name)]),
  ])
  return relations
}

let parts: ReadonlyMap<string, string> | undefined

const registerParts = (): ReadonlyMap<string, string> => (parts ??= registerRelations())
