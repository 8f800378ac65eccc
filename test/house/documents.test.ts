import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { policySchema } from '../../pipeline/policy.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { ACCESS, maySeeRowsOf, unitsFor, type AccessKind } from '../../web/server/scope.ts'
import { NEEDS_UNITS, ROLES, type Viewer } from '../../web/server/viewer.ts'
import { projectFiles, readManifest, readProjectFile, ROOT } from './source-tree.ts'

const PAGES = [
  ...['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md'],
  ...['docs/glossary.md', 'docs/operating.md', 'docs/clerks.md', 'docs/registers.md', 'docs/developing.md'],
  ...['docs/data-protection.md', 'docs/credibility.md', 'docs/inspections.md'],
]
const markdown = PAGES.filter((path) => path.endsWith('.md'))

const missingFrom = (page: string, words: readonly string[]): string[] => {
  const text = readProjectFile(page)
  return words.filter((word) => !text.includes(word))
}
const code = (word: string): string => `\`${word}\``

/** Every value of a schema, as the documents write it: the dotted key and the default. */
function policyDefaults(schema: z.core.JSONSchema.BaseSchema, path: string): [key: string, value: string][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return []
    const key = `${path}.${name}`
    if (value.properties !== undefined) return policyDefaults(value, key)
    const text = JSON.stringify(value.default).replaceAll('"', '').replaceAll(',', ', ')
    return [[key, text] satisfies [string, string]]
  })
}

/** What stands in a duty file's header behind `-- KEY:`. */
const dutyHeaders = (key: string): string[] =>
  projectFiles('.sql')
    .filter((path) => path.startsWith('queries/duties/'))
    .map((path) => new RegExp(`^-- ${key}: (.+)$`, 'm').exec(readProjectFile(path))?.[1] ?? `${path} has no ${key}`)

describe('the documents', () => {
  it.each(PAGES)('%s is there', (path) => {
    expect(readProjectFile(path).length).toBeGreaterThan(200)
  })

  it.each(markdown)('%s links to files that exist', (path) => {
    const links = [...readProjectFile(path).matchAll(/(?<!!)\[[^\]]*\]\(([^)#]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    )
    const own = links.filter((link) => !/^[a-z]+:/.test(link))
    expect(own.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([])
  })

  it.each(markdown)('%s names npm scripts that exist', (path) => {
    const named = [...readProjectFile(path).matchAll(/\bnpm run ([a-z-]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => readManifest().scripts[name] === undefined)).toEqual([])
  })

  it('say on the first screen how to try it', () => {
    const start = readProjectFile('README.md').split('\n').slice(0, 25).join('\n')
    expect(start).toContain('npm run demo')
    expect(start).toContain('npm test')
  })
})

describe('README.md', () => {
  it('has every duty', () => {
    expect(dutyHeaders('code').length).toBeGreaterThanOrEqual(9)
    expect(missingFrom('README.md', dutyHeaders('code').map(code))).toEqual([])
  })

  it('has every command', () => {
    const commands = projectFiles('.ts').flatMap(
      (path) => /^pipeline\/cli\/commands\/([a-z-]+)\.ts$/.exec(path)?.[1] ?? [],
    )
    const rows: string[] = readProjectFile('README.md').match(/^\| `shouwang [a-z-]+/gm) ?? []
    expect(commands.filter((name) => !rows.includes(`| \`shouwang ${name}`))).toEqual([])
  })
})

describe('docs/glossary.md', () => {
  it('has every status of the ledger', () => {
    const statuses = ['met', 'late', 'missed', 'ahead', 'pending'].map(code)
    expect(missingFrom('docs/glossary.md', [...statuses, '按时', '迟办', '未办', '已办未到期', '未到期'])).toEqual([])
  })

  it('has every register, every duty and every state of a register', () => {
    const registers = REGISTERS.flatMap((register) => [code(register.code), register.zh])
    const duties = [...dutyHeaders('code').map(code), ...dutyHeaders('zh')]
    const states = ['loaded', 'unchanged', 'held', 'refused', 'absent'].map(code)
    expect(missingFrom('docs/glossary.md', [...registers, ...duties, ...states])).toEqual([])
  })
})

describe('docs/clerks.md', () => {
  const reasons = [
    ...['bad_date', 'bad_datetime', 'bad_number', 'bad_phone', 'date_in_future', 'date_order', 'time_order'],
    ...['id_old_format', 'id_precision_lost', 'id_check_digit', 'id_format', 'id_mismatch', 'missing_value'],
    ...['unknown_value', 'unknown_village', 'unknown_school', 'unknown_child', 'unknown_column'],
    ...['duplicate', 'superseded', 'cross_township_duplicate', 'forgotten_child'],
  ]
  const refusals = ['unreadable_file', 'missing_column', 'duplicate_column', 'ambiguous_source']
  const states = ['loaded', 'unchanged', 'held', 'refused', 'absent']

  it.each([...reasons, ...refusals, ...states])('says what to do about %s', (word) => {
    const row = readProjectFile('docs/clerks.md')
      .split('\n')
      .find((line) => line.startsWith('|') && line.split('|')[1]?.includes(code(word)))
    const cells = row?.split('|').map((cell) => cell.trim()) ?? []
    expect(cells[2]?.length).toBeGreaterThan(4)
    expect(cells[3]?.length).toBeGreaterThanOrEqual(2)
  })

  it('has a section for each register', () => {
    expect(
      missingFrom(
        'docs/clerks.md',
        REGISTERS.map((register) => `### ${register.zh}`),
      ),
    ).toEqual([])
  })
})

describe('docs/operating.md', () => {
  it('has every key of the config', () => {
    const county = ['code', 'name', 'timezone'].map((key) => `county.${key}`)
    const township = ['id', 'name', 'villages', 'schools', 'source', 'schedule', 'synonyms'].map(
      (key) => `townships[].${key}`,
    )
    const source = ['kind', 'path', 'url', 'token_env', 'host', 'user', 'key_file', 'host_fingerprint'].map(
      (key) => `source.${key}`,
    )
    expect(
      missingFrom('docs/operating.md', [...county, ...township, ...source, 'synonyms', 'policy'].map(code)),
    ).toEqual([])
  })

  it('has every policy value with its default', () => {
    const defaults = policyDefaults(z.toJSONSchema(policySchema, { io: 'input' }), 'policy')
    const lines = readProjectFile('docs/operating.md').split('\n')
    const isTold = ([key, value]: [string, string]): boolean =>
      lines.some((line) => line.startsWith(`| ${code(key)} |`) && line.endsWith(`| ${code(value)} |`))
    expect(defaults.length).toBeGreaterThan(10)
    expect(defaults.filter((entry) => !isTold(entry))).toEqual([])
  })
})

describe('docs/data-protection.md', () => {
  /** What a role may see of a kind, as the table says it: by asking the rules for its own unit and for another. */
  function seen(kind: AccessKind, viewer: Viewer): string {
    const [route = ''] = Object.entries(ACCESS).find((entry) => entry[1] === kind) ?? []
    const may = (unit: string): boolean => {
      try {
        unitsFor(viewer, route, unit)
        return kind !== 'unmask' || maySeeRowsOf(viewer, unit)
      } catch {
        return false
      }
    }
    if (may('02')) return '全县'
    return may('01') ? '本单位' : '否'
  }

  it('says of every role and every kind of answer what the rules say', () => {
    const kinds = [...new Set(Object.values(ACCESS))].filter((kind) => kind !== 'open' && kind !== 'token')
    const rows = readProjectFile('docs/data-protection.md').split('\n')
    for (const kind of kinds) {
      const cells = ROLES.map((role) =>
        seen(kind, { name: role, role, units: NEEDS_UNITS.includes(role) ? ['01'] : [] }),
      )
      expect(rows.find((row) => row.includes(`| ${code(kind)} |`))).toContain(
        `| ${[code(kind), ...cells].join(' | ')} |`,
      )
    }
    expect(rows.find((row) => row.startsWith('| 什么'))).toMatch(
      new RegExp(ROLES.map((role) => `\`${role}\`.*`).join('')),
    )
  })

  it('says for how long by default', () => {
    const defaults = policyDefaults(z.toJSONSchema(policySchema, { io: 'input' }), 'policy')
    const years = defaults.filter(([key]) => key.startsWith('policy.retention.'))
    expect(years).toHaveLength(3)
    expect(
      missingFrom(
        'docs/data-protection.md',
        years.map(([key, value]) => `| ${value} 年 | ${code(key)} |`),
      ),
    ).toEqual([])
  })

  it('is linked from where one looks for it', () => {
    expect(readProjectFile('README.md')).toContain('(docs/data-protection.md)')
    expect(readProjectFile('SECURITY.md')).toContain('(docs/data-protection.md)')
  })
})
