import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchFirstFigure } from './first-figure.ts'
import { benchGuarded } from './guarded.ts'
import { benchLedger } from './ledger.ts'
import { benchPages } from './pages.ts'
import { benchPull } from './pull.ts'
import { benchRepull } from './repull.ts'
import { benchServe } from './serve.ts'
import { benchSignIn } from './sign-in.ts'

/** One line of the result: what was measured, against what, their ratio, and the bound that is promised. */
export interface Result {
  what: string
  value: string
  baseline?: string
  ratio?: number
  /** The most that the ratio may be. */
  promised?: number
}

const PARTS = {
  pull: benchPull,
  ledger: benchLedger,
  repull: benchRepull,
  serve: benchServe,
  pages: benchPages,
  'first-figure': benchFirstFigure,
  guarded: benchGuarded,
  'sign-in': benchSignIn,
}

const wanted = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'))
const results: Result[] = []
try {
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    process.stderr.write(`${name} …\n`)
    results.push(...(await part(join(folder, name))))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

process.stdout.write(`Node ${process.version}, ${process.platform} ${process.arch}\n\n`)
process.stdout.write('| what | value | baseline | ratio | promised |\n|---|---|---|---|---|\n')
for (const { what, value, baseline, ratio, promised } of results) {
  const kept = ratio === undefined || promised === undefined ? '' : ratio <= promised ? ' ✓' : ' ✗'
  process.stdout.write(
    `| ${what} | ${value} | ${baseline ?? ''} | ${ratio?.toFixed(2) ?? ''}${kept} | ${promised === undefined ? '' : `≤ ${promised}`} |\n`,
  )
}
