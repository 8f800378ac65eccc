import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What is made or brought, and not written here. */
const LEFT_OUT = new Set([
  ...['node_modules', '.git', 'build', '.svelte-kit', 'coverage', 'data'],
  ...['test/fixtures', 'web/lib/i18n/compiled'],
])

/** The project's own files whose names end so, with `/` between folders, sorted. */
export function projectFiles(...endings: string[]): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const full = join(folder, entry.name)
      const path = relative(ROOT, full).split(sep).join('/')
      if (LEFT_OUT.has(path)) return []
      return entry.isDirectory() ? walk(full) : [path]
    })
  return walk(ROOT)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
}

export const readProjectFile = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export interface Manifest {
  scripts: Record<string, string>
  dependencies: Record<string, string>
}

/** package.json. Its `dependencies` run on the server; what pages are made of is bundled and stands in the others. */
export const readManifest = (): Manifest => JSON.parse(readProjectFile('package.json')) as Manifest
