import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ShouwangError } from '../errors.ts'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))

const texts = new Map<string, string>()

/** The text of `queries/NAME.sql`, read once. */
export function statement(name: string): string {
  let text = texts.get(name)
  if (text === undefined) {
    text = readFileSync(join(FOLDER, `${name}.sql`), 'utf8')
    texts.set(name, text)
  }
  return text
}

/** The names of the statements in one folder, in the order of their names, without `.sql`. */
export function statementsIn(folder: string): string[] {
  return readdirSync(join(FOLDER, folder))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => `${folder}/${file.slice(0, -4)}`)
}

const IDENTIFIER = /^[a-z][a-z0-9_]*$/

/**
 * Puts identifiers (never values) into a statement's `{{name}}` places. A list becomes a comma-separated one; with
 * `{{name:…*…}}` each identifier is put in the place of `*`, and `;` after the colon's text separates (default comma):
 * `{{columns: s.* is not distinct from r.* | and }}`.
 */
export function withIdentifiers(text: string, identifiers: Record<string, string | readonly string[]>): string {
  return text.replace(/\{\{(\w+)(?::([^|}]*)(?:\|([^}]*))?)?\}\}/g, (_, name: string, pattern?: string, separator?: string) => {
    const given = identifiers[name]
    if (given === undefined) throw new ShouwangError('internal', `statement wants {{${name}}}`)
    const list = typeof given === 'string' ? [given] : given
    for (const identifier of list) {
      if (!IDENTIFIER.test(identifier)) throw new ShouwangError('internal', `not an identifier: ${identifier}`)
    }
    return list.map((identifier) => (pattern ?? '*').replaceAll('*', identifier)).join(separator ?? ', ')
  })
}

export const FAMILIES = ['coverage', 'pairing', 'talk', 'escalation'] as const

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
  sentence: string
}

let catalogue: readonly Duty[] | undefined

/** Every duty, in the order of duties.md, from the headers of `queries/duties/*.sql`. */
export function dutyCatalogue(): readonly Duty[] {
  catalogue ??= statementsIn('duties')
    .map((name) => ({ name, header: readHeader(statement(name)) }))
    .sort((a, b) => Number(a.header.get('order')) - Number(b.header.get('order')))
    .map(({ name, header }) => readDuty(name, header))
  return catalogue
}

function readHeader(text: string): Map<string, string> {
  const header = new Map<string, string>()
  for (const line of text.split('\n')) {
    const match = /^-- (\w+): (.*)$/.exec(line)
    if (match) header.set(match[1] ?? '', (match[2] ?? '').trim())
    else if (!line.startsWith('--')) break
  }
  return header
}

function readDuty(name: string, header: Map<string, string>): Duty {
  const field = (key: string): string => {
    const value = header.get(key)
    if (!value) throw new ShouwangError('internal', `queries/${name}.sql: its header lacks "${key}"`)
    return value
  }
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
  }
}

/** The ledger of the given duties (default all) as a table expression over `$as_of`. */
export function ledgerOf(codes?: readonly string[]): string {
  const duties = dutyCatalogue().filter((duty) => !codes || codes.includes(duty.code))
  if (duties.length === 0) throw new ShouwangError('bad_parameter', '没有这样的职责代码。', { duty: codes })
  return duties.map((duty) => `select * from duty_${duty.code}(cast($as_of as timestamp))`).join('\n    union all ')
}
