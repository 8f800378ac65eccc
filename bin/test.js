import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closingLine, countTests } from './report.js'
import { run } from './run.js'
import { ensureBuild, ensureChromium, ensureDependencies, ensureSshd, ROOT, withSetup } from './setup.js'

// `npm test [-- what vitest takes]`: brings what is missing, runs the tests, and ends with the counts.
const folder = mkdtempSync(join(tmpdir(), 'shouwang-test-'))
const reportFile = join(folder, 'report.json')

const readReport = () => {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return null
  }
}

const code = await withSetup([ensureDependencies, ensureChromium, ensureSshd, ensureBuild], () => {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  return run(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], { cwd: ROOT })
})
const counts = countTests(readReport(), code)
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${closingLine(counts)}\n`)
process.exitCode = code === 0 && counts.failed > 0 ? 1 : code
