import { ShouwangError } from '../errors.ts'
import { statement, statementsIn, withIdentifiers } from './statement-files.ts'

/** A register as the warehouse keeps it: what a statement over all registers needs to know of one. */
export interface RegisterTable {
  code: string
  /** The natural key (registers.md, The registers). */
  key: readonly string[]
  /** The column with the day that a row tells of. */
  event: string
  /** Whether townships begin a new book of it each year, in which the last year's rows no longer stand. */
  is_yearly: boolean
  /** Those it was made with; one that came later and is no identity need not stand here. */
  columns: readonly { name: string; is_identity: boolean }[]
}

let tables: readonly RegisterTable[] | undefined

/**
 * Every register, in the order in which they are read, from the files of `queries/schema/` that make a table of versions
 * (`NAME_rows`) and from their headers. A test holds them to the declarations in `pipeline/registers/`.
 */
export function registerTables(): readonly RegisterTable[] {
  tables ??= statementsIn('schema').flatMap((name) => {
    const text = statement(name)
    const table = /create table (\w+)_rows \(([^;]*?)\n\);/.exec(text)
    if (!table) return []
    const columns = [...(table[2] ?? '').matchAll(/^ {4}(\w+) (\w+)( not null)?,$/gm)]
      .filter(([, column]) => column !== 'township_id')
      .map(([, column = '', type]) => ({
        name: column,
        is_identity: type === 'hugeint' && !column.endsWith('_digest'),
      }))
    const code = table[1] ?? ''
    const is_yearly = /^-- begun anew: each year$/m.test(text)
    return [
      { code, key: header(name, text, 'key').split(', '), event: header(name, text, 'event'), is_yearly, columns },
    ]
  })
  return tables
}

function header(name: string, text: string, key: string): string {
  const found = new RegExp(`^-- ${key}: (.+)$`, 'm').exec(text)?.[1]
  if (!found) throw new ShouwangError('internal', `queries/${name}.sql: its header lacks "${key}"`)
  return found
}

/**
 * The relations over the registers, by name: `current_NAME` is what stood of one at `$as_of`, and `current_years_NAME`, of a
 * register that is begun anew each year, what was told until `$known_at` also of the years before; any other is the union of a file
 * of `queries/registers/` over every register, or over those with a child or an identity (`-- of: children`,
 * `-- of: identities`), or reads from such unions itself (`-- of: all`).
 */
export function registerRelations(): Map<string, string> {
  const relations = new Map<string, string>()
  for (const register of registerTables()) {
    relations.set(`current_${register.code}`, ofRegister('current', register))
    if (register.is_yearly) relations.set(`current_years_${register.code}`, ofRegister('current_years', register))
  }
  for (const name of statementsIn('registers').map((path) => path.slice('registers/'.length))) {
    if (name.startsWith('current')) continue
    const text = statement(`registers/${name}`)
    const of = /^-- of: (\w+)$/m.exec(text)?.[1]
    const parts = registerTables()
      .filter(({ columns }) => of !== 'children' || columns.some((column) => column.name === 'child_id'))
      .filter(({ columns }) => of !== 'identities' || columns.some((column) => column.is_identity))
      .map((register) => ofRegister(name, register))
    relations.set(name, of === 'all' ? text : parts.join('union all\n'))
  }
  return relations
}

function ofRegister(name: string, { code, key, event, columns }: RegisterTable): string {
  const identities = columns.filter((column) => column.is_identity).map((column) => column.name)
  return withIdentifiers(
    statement(`registers/${name}`)
      .replaceAll('{{register}}', code)
      .replaceAll('{{event}}', event)
      .replaceAll('{{key}}', key.join(', ')),
    { identities },
  )
}
