import { join } from 'node:path'
import { run } from './run.js'
import { ensureBuild, ensureDependencies, ROOT, withSetup } from './setup.js'

// `npm run demo [-- options of shouwang demo]`: brings what is missing, then makes, pulls and serves the demo county.
process.exitCode = await withSetup([ensureDependencies, ensureBuild], () =>
  run(process.execPath, [join(ROOT, 'bin', 'shouwang.js'), 'demo', ...process.argv.slice(2)]),
)
