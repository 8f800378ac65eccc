import { withSetup, ensureDependencies, ROOT } from './setup.js'
import { spawnSync } from 'node:child_process'

/** `npm run bench`: what the project promises about speed, side by side with a baseline in the same run. */
process.exitCode = await withSetup([ensureDependencies], () => {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'test/bench/main.ts', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return status ?? 1
})
