import { describe, expect, it } from 'vitest'
import { projectFiles, readProjectFile } from './source-tree.ts'

const FOLDER = 'web/lib/components/'
/** They draw nothing on a screen. */
const UNSEEN = ['KeptSorts.svelte', 'PrintSheet.svelte']

/** The pieces that a file takes; beside itself only where it is one. */
const importsIn = (path: string): string[] =>
  [...readProjectFile(path).matchAll(/from '(\$lib\/components|\.)\/(\w+\.svelte)'/g)]
    .filter(([, from]) => from !== '.' || path.startsWith(FOLDER))
    .map((match) => match[2] ?? '')

describe('the style guide', () => {
  it('shows every piece: by itself, inside another or in the head of its page', () => {
    const shown = new Set<string>()
    const visit = (path: string): void => {
      for (const name of importsIn(path)) {
        if (shown.has(name)) continue
        shown.add(name)
        visit(FOLDER + name)
      }
    }
    visit('web/routes/styleguide/+page.svelte')
    visit('web/routes/+layout.svelte')
    const pieces = projectFiles('.svelte')
      .filter((path) => path.startsWith(FOLDER))
      .map((path) => path.slice(FOLDER.length))
    expect(pieces.length).toBeGreaterThan(20)
    expect(pieces.filter((name) => !shown.has(name) && !UNSEEN.includes(name))).toEqual([])
  })
})
