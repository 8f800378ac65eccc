import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.js'
import { ensureDependencies, ROOT, withSetup } from './setup.js'

// `npm run check`: format, lint and types. Every step runs, so that one look shows everything.
const tool = (...path) => join(ROOT, 'node_modules', ...path)

const hasPages = () =>
  readdirSync(join(ROOT, 'web'), { recursive: true }).some((path) => String(path).endsWith('.svelte'))

const steps = () => {
  const pages = existsSync(join(ROOT, 'svelte.config.js')) && hasPages()
  const tsconfig = existsSync(join(ROOT, 'web', 'tsconfig.json')) ? 'web/tsconfig.json' : 'tsconfig.json'
  return [
    // The pages' types are generated; lint and types both rest on them.
    ...(pages ? [['page types', tool('@sveltejs', 'kit', 'svelte-kit.js'), 'sync']] : []),
    ['format', tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
    ['lint', tool('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'],
    ['types', tool('typescript', 'bin', 'tsc'), '--noEmit'],
    ...(pages
      ? [['pages', tool('svelte-check', 'bin', 'svelte-check'), '--tsconfig', tsconfig, '--fail-on-warnings']]
      : []),
  ]
}

process.exitCode = await withSetup([ensureDependencies], async () => {
  const results = []
  for (const [name, script, ...args] of steps()) {
    const began = performance.now()
    const code = await run(process.execPath, [script, ...args], { cwd: ROOT })
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    results.push({ code, line: `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)` })
  }
  console.log(results.map(({ line }) => line).join('\n'))
  return results.every(({ code }) => code === 0) ? 0 : 1
})
