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
  return text.replace(
    /\{\{(\w+)(?::([^|}]*)(?:\|([^}]*))?)?\}\}/g,
    (_, name: string, pattern?: string, separator?: string) => {
      const given = identifiers[name]
      if (given === undefined) throw new ShouwangError('internal', `statement wants {{${name}}}`)
      const list = typeof given === 'string' ? [given] : given
      for (const identifier of list) {
        if (!IDENTIFIER.test(identifier)) throw new ShouwangError('internal', `not an identifier: ${identifier}`)
      }
      return list.map((identifier) => (pattern ?? '*').replaceAll('*', identifier)).join(separator ?? ', ')
    },
  )
}
