import { describe, expect, it } from 'vitest'
import { offencesOf } from './rooms.ts'
import { projectFiles, readManifest, readProjectFile } from './source-tree.ts'

const serverPackages = Object.keys(readManifest().dependencies)

describe('the rooms of architecture.md', () => {
  it('are kept by every file', () => {
    const files = projectFiles('.ts', '.js', '.svelte')
    expect(files.length).toBeGreaterThan(10)
    expect(files.flatMap((path) => offencesOf(path, readProjectFile(path), serverPackages))).toEqual([])
  })
})

describe('the scan', () => {
  const allowed: [path: string, text: string][] = [
    ['pipeline/reading/header.ts', `import type { OpenFile } from '../sources/source.ts'`],
    ['pipeline/loading/load.ts', `import { runQuery } from '../../queries/warehouse.ts'`],
    ['pipeline/loading/load.ts', `import type { Table } from '../reading/table.ts'`],
    ['pipeline/pull.ts', `import { open } from './sources/open.ts'\nimport { seal } from '../vault/vault.ts'`],
    ['pipeline/cli/pull.ts', `const now = new Date(process.env.NOW ?? Date.now())`],
    ['pipeline/schedule.ts', `export const next = (now: Date) => new Date(now.getTime() + performance.now())`],
    ['queries/warehouse.ts', `import { DuckDBInstance } from '@duckdb/node-api'\nexport const q = 'select 1 from t'`],
    ['web/api/summary.ts', `import { Hono } from 'hono'\nimport type { Events } from '../../pipeline/events.ts'`],
    [
      'web/routes/+page.server.ts',
      `import { s } from '../api/summary.ts'\nimport type { PageServerLoad } from './$types'`,
    ],
    [
      'web/routes/+page.svelte',
      `<script>import F from '$lib/components/F.svelte'</script>\n<p>select one from these</p>`,
    ],
    ['web/lib/format/rate.ts', `import type { SummaryRow } from '../../api/summary.ts'`],
    ['web/lib/charts/funnel.ts', `import * as Plot from '@observablehq/plot'`],
    ['bin/demo.js', `process.env.PORT`],
    ['vite.config.ts', `process.env.CI`],
  ]
  it.each(allowed)('lets %s do %j', (path, text) => {
    expect(offencesOf(path, text, serverPackages)).toEqual([])
  })

  const refused: [path: string, text: string, offence: string][] = [
    [
      'pipeline/reading/x.ts',
      `import { a } from '../sources/a.ts'`,
      ':1 (reading) may import only types of pipeline/sources',
    ],
    ['pipeline/reading/x.ts', `\nimport { type A } from '../sources/a.ts'`, ':2 (reading) may import only types'],
    [
      'pipeline/sources/x.ts',
      `import { a } from '../registers/a.ts'`,
      '(sources) may not import pipeline/registers/a.ts',
    ],
    [
      'pipeline/registers/x.ts',
      `export { a } from '../loading/a.ts'`,
      '(registers) may not import pipeline/loading/a.ts',
    ],
    ['pipeline/x.ts', `const cli = await import('./cli/main.ts')`, '(pipeline) may not import pipeline/cli/main.ts'],
    ['pipeline/x.ts', `import { DuckDBInstance } from '@duckdb/node-api'`, 'only queries/ opens the warehouse'],
    ['pipeline/x.ts', `import { a } from './sources/a'`, 'without its ending'],
    ['pipeline/x.ts', `import { a } from '../../elsewhere/a.ts'`, 'from outside the project'],
    ['pipeline/x.ts', `import { a } from '../test/support/a.ts'`, 'test/support/a.ts, which stands in no room'],
    ['queries/x.ts', `import { z } from 'zod'`, '(queries) may not import zod'],
    ['vault/x.ts', `import { a } from '../queries/a.ts'`, '(vault) may not import queries/a.ts'],
    ['web/api/x.ts', `import { a } from '../../pipeline/a.ts'`, '(api) may import only types of pipeline/a.ts'],
    ['web/api/x.ts', `import { a } from '../../vault/a.ts'`, '(api) may import only types of vault/a.ts'],
    ['web/lib/format/x.ts', `import { a } from '../../api/a.ts'`, '(lib) may import only types of web/api/a.ts'],
    ['web/lib/format/x.ts', `import { a } from 'node:fs'`, 'runs in the browser and may not load node:fs'],
    [
      'web/routes/+page.svelte',
      `<p/>\n<script>\n import a from '../api/a.ts'</script>`,
      ':3 (browser_routes) may import only',
    ],
    ['web/routes/+page.ts', `import { Hono } from 'hono'`, 'runs in the browser and may not load hono'],
    ['pipeline/x.ts', `import { join } from 'path'`, 'imports path without node:'],
    ['pipeline/x.ts', `const day = new Date()`, 'reads new Date()'],
    ['pipeline/x.ts', `const f = (now = Date.now) => now()`, 'reads Date.now'],
    ['pipeline/x.ts', `\n\nconst day = DateTime.now()`, ':3 reads DateTime.now()'],
    ['web/api/x.ts', `if (process.env.CI) stop()`, 'reads process.env'],
    ['web/api/x.ts', `import { argv } from 'node:process'`, 'reads argv of node:process'],
    ['web/routes/+page.server.ts', `import { env } from '$env/dynamic/private'`, 'reads $env/dynamic/private'],
    ['web/api/x.ts', 'const q = `select ${x}\n from t`', 'holds SQL outside queries/'],
    ['pipeline/loading/x.ts', `run('INSERT INTO t values (1)')`, 'holds SQL outside queries/'],
    ['pipeline/loading/x.ts', `run("create or replace table t (a int)")`, 'holds SQL outside queries/'],
    ['tools/x.ts', ``, 'stands in no room'],
  ]
  it.each(refused)('refuses that %s does %j', (path, text, offence) => {
    const offences = offencesOf(path, text, serverPackages)
    expect(offences).toHaveLength(1)
    expect(offences[0]).toContain(path)
    expect(offences[0]).toContain(offence)
  })
})
