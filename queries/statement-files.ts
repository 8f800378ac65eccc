import { createHash } from 'node:crypto'
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

let digest: string | undefined

/** The first 16 digits of the SHA-256 of all files of this room: figures of another digest may have been computed otherwise. */
export function roomDigest(): string {
  if (digest !== undefined) return digest
  const hash = createHash('sha256')
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(sql|ts)$/.test(file))
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(FOLDER, file)))
  return (digest = hash.digest('hex').slice(0, 16))
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

/** The fields of a statement's header, `-- KEY: VALUE` a line. */
export function headerOf(name: string): ReadonlyMap<string, string> {
  const header = new Map<string, string>()
  for (const line of statement(name).split('\n')) {
    const match = /^-- (\w+): (.*)$/.exec(line)
    if (match) header.set(match[1] ?? '', (match[2] ?? '').trim())
    else if (!line.startsWith('--')) break
  }
  return header
}

/** One field of a statement's header; a header that lacks it is a fault of the file. */
export function headerField(name: string, key: string): string {
  const value = headerOf(name).get(key)
  if (!value) throw new ShouwangError('internal', `queries/${name}.sql: its header lacks "${key}"`)
  return value
}

/** The statements of a folder in the order that their headers say. */
export const inHeaderOrder = (folder: string): string[] =>
  statementsIn(folder)
    .map((name) => ({ name, order: Number(headerField(name, 'order')) }))
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name)
