import { describe, expect, it } from 'vitest'
import { projectFiles, readManifest, readProjectFile } from './source-tree.ts'

const LONGEST = 400

interface LockedPackage {
  optionalDependencies?: Record<string, string>
}

describe('the files of the project', () => {
  it(`have at most ${LONGEST} lines`, () => {
    const lengths = projectFiles('.ts', '.js', '.svelte', '.sql', '.css').map((path) => ({
      path,
      lines: readProjectFile(path).split('\n').length - 1,
    }))
    expect(lengths.filter(({ lines }) => lines > LONGEST)).toEqual([])
  })

  it('have kebab-case names, or PascalCase for components, or snake_case for SQL', () => {
    const isWellNamed = (path: string): boolean => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      // SvelteKit's own names.
      if (name.startsWith('+')) return true
      if (name.endsWith('.svelte')) return /^[A-Z][A-Za-z0-9]*\.svelte$/.test(name)
      if (name.endsWith('.sql')) return /^[a-z0-9_]+\.sql$/.test(name)
      return /^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|js)$/.test(name)
    }
    expect(projectFiles('.ts', '.js', '.svelte', '.sql').filter((path) => !isWellNamed(path))).toEqual([])
  })

  it('are not called by what they are not about', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|new-[^/]*|[^/]*-v\d)(\/|\.)/
    expect(projectFiles('.ts', '.js', '.svelte', '.sql').filter((path) => vague.test(path))).toEqual([])
  })
})

describe('package-lock.json', () => {
  it('names no registry, so that a mirror serves as well', () => {
    const resolved = readProjectFile('package-lock.json').match(/"resolved": "[a-z+]*:\/\/[^"]*"/g) ?? []
    expect(resolved).toEqual([])
    expect(readProjectFile('.npmrc')).not.toMatch(/^\s*(@[^:]+:)?registry\s*=/m)
  })
})

describe('package-lock.json on other systems', () => {
  // Where a registry lacks one system's build of a package, npm drops it from the lock file without a word, and `npm ci`
  // then refuses on every machine. The way out is a version that has all of them.
  it('holds every optional package that a package asks for', () => {
    const lock = JSON.parse(readProjectFile('package-lock.json')) as { packages: Record<string, LockedPackage> }
    const isThere = (from: string, name: string): boolean => {
      if (lock.packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`] !== undefined) return true
      return from !== '' && isThere(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
    }
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isThere(path, name)),
    )
    expect(missing).toEqual([])
  })
})

describe('package.json', () => {
  it('calls scripts that exist', () => {
    const scripts = Object.values(readManifest().scripts).flatMap((script) => /^node (\S+)/.exec(script)?.[1] ?? [])
    expect(scripts.length).toBeGreaterThan(2)
    expect(scripts.filter((path) => !projectFiles('.js').includes(path))).toEqual([])
  })
})
