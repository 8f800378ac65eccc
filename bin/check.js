import { join } from 'node:path'
import { run } from './run.js'
import { ensureBuild, ensureDependencies, ROOT, withSetup } from './setup.js'

// `npm run check`: format, lint and types. Every step runs, so that one look shows everything.
const tool = (...path) => join(ROOT, 'node_modules', ...path)
const node = (script, ...args) => run(process.execPath, [script, ...args], { cwd: ROOT })

const steps = [
  // Lint and types rest on what is generated: the build compiles the pages' words, the second the routes' types.
  ['build', () => withSetup([ensureBuild], () => 0)],
  ['page types', () => node(tool('@sveltejs', 'kit', 'svelte-kit.js'), 'sync')],
  ['format', () => node(tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.')],
  ['lint', () => node(tool('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.')],
  ['types', () => node(tool('typescript', 'bin', 'tsc'), '--noEmit')],
  [
    'pages',
    () => node(tool('svelte-check', 'bin', 'svelte-check'), '--tsconfig', 'web/tsconfig.json', '--fail-on-warnings'),
  ],
]

process.exitCode = await withSetup([ensureDependencies], async () => {
  const results = []
  for (const [name, work] of steps) {
    const began = performance.now()
    const code = await work()
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    results.push({ code, line: `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)` })
  }
  console.log(results.map(({ line }) => line).join('\n'))
  return results.every(({ code }) => code === 0) ? 0 : 1
})
