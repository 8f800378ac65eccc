import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeContacts } from './contacts-file.ts'
import type { Result } from './main.ts'
import { inProcess, median, ms } from './measure.ts'

const RUNS = 3
const here = (name: string): string => new URL(name, import.meta.url).pathname

/** (a) and (c): pulling 1,000,000 contacts against DuckDB's own read_csv of the same file, and the peak of memory. */
export async function benchPull(folder: string): Promise<Result[]> {
  const results: Result[] = []
  for (const encoding of ['utf8', 'gb18030'] as const) {
    const place = join(folder, encoding)
    mkdirSync(join(place, 'exports/01'), { recursive: true })
    const file = join(place, 'exports/01/谈心走访记录.csv')
    writeContacts(file, { rows: 1_000_000, children: 100_000, encoding })
    writeFileSync(join(place, 'county.yaml'), CONFIG)
    const pulls: { took: number; peak_mb: number; accepted: number }[] = []
    const reads: number[] = []
    for (let run = 0; run < RUNS; run++) {
      rmSync(join(place, 'warehouse'), { recursive: true, force: true })
      rmSync(join(place, 'plain.duckdb'), { force: true })
      // DuckDB knows no GB18030 without an extension; as latin-1 it reads the same bytes into wrong text
      const known = encoding === 'utf8' ? 'utf-8' : 'latin-1'
      reads.push(
        (await inProcess<{ took: number }>(here('read-csv.ts'), [file, join(place, 'plain.duckdb'), known])).took,
      )
      pulls.push(await inProcess(here('pull-once.ts'), [place]))
    }
    const took = median(pulls.map((pull) => pull.took))
    const name = encoding === 'utf8' ? 'UTF-8' : 'GB18030'
    results.push({
      what: `(a) pull 1,000,000 contacts, ${name} · DuckDB read_csv, untyped`,
      value: ms(took),
      baseline: ms(median(reads)),
      ratio: took / median(reads),
      promised: 4,
    })
    const peak = Math.max(...pulls.map((pull) => pull.peak_mb))
    results.push({
      what: `(c) peak memory of that pull, ${name} · 700 MB`,
      value: `${peak.toFixed(0)} MB`,
      baseline: '700 MB',
      ratio: peak / 700,
      promised: 1,
    })
  }
  return results
}

const CONFIG = `county: { code: "990001", name: 示范县, timezone: Asia/Shanghai }
townships:
  - { id: "01", name: 青石镇, source: { kind: folder, path: exports/01 } }
`
