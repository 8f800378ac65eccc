import { join } from 'node:path'
import { Warehouse } from '../../queries/warehouse.ts'
import { largeCounty } from './county.ts'
import { GROUP_BY } from './ledger.ts'
import type { Result } from './main.ts'
import { median, ms, quantile, timed } from './measure.ts'
import { pulled, serve, type Served } from './served.ts'

const ROUNDS = { known: 20, fresh: 8 } as const
/** No request may take longer at p95. */
const PROMISED_MS = 300

/** What a user opens, and what those pages ask for. A page is the same for screen and print. `{at}`: where an instant can stand. */
const OPENED: readonly string[] = [
  '?{at}',
  'compare?{at}',
  'compare?duty=file&level=school&{at}',
  'townships/01?{at}',
  'townships/01?list=file&{at}',
  'townships/01?list=three_ones&{at}',
  'duties/talk?{at}',
  'duties/file?{at}',
  'duties/notify_parents?{at}',
  'incidents?{at}',
  'changes?from=2026-11-20T00:00:00%2B08:00&{to}',
  'changes?from=2026-10-01T00:00:00%2B08:00&register=contacts&{to}',
  'data',
  'wall',
  'search?q=01',
  'api/summary?level=county&{at}',
  'api/summary?level=township&{at}',
  'api/compare?duty=talk&{at}',
  'api/trend?duty=talk&unit=01&{at}',
  'api/distribution?duty=talk&{at}',
  'api/subjects?duty=talk&limit=100&{at}',
  'api/subjects?duty=file&limit=100&{at}',
  'api/todo?unit=01&list=talk&limit=100&{at}',
  'api/todo?unit=01&list=file&limit=100&{at}',
  'api/todo?unit=01&list=three_ones&limit=100&{at}',
  'api/todo?list=talk&limit=100&{at}',
  'api/incidents?limit=100&{at}',
  'api/changes?from=2026-11-20T00:00:00%2B08:00&{to}',
  'api/changes/rows?from=2026-10-01T00:00:00%2B08:00&register=contacts&limit=100&{to}',
  'api/data',
  'api/health',
  'api/search?q=01',
]

/**
 * (e) Everything that a user opens, one request after another: what was asked before, and at an instant never asked before,
 * beside one plain GROUP BY over the county's contacts.
 */
export async function benchPages(folder: string): Promise<Result[]> {
  const place = await largeCounty(folder)
  const plain = await plainQuery(await pulled(place))
  const served = await serve(place)
  try {
    const results: Result[] = []
    let second = 0
    for (const path of OPENED) {
      const known = await times(served, ROUNDS.known, () => path.replace(/\??\{(at|to)\}/, '').replace(/[?&]$/, ''))
      results.push(line(path, 'asked before', known, plain))
      if (!path.includes('{')) continue
      const fresh = await times(served, ROUNDS.fresh, () => {
        const instant = new Date(Date.UTC(2026, 11, 9) + second++ * 1000).toISOString().slice(0, 19)
        return path.replace('{at}', `as_of=${instant}%2B08:00`).replace('{to}', `to=${instant}%2B08:00`)
      })
      results.push(line(path, 'never asked before', fresh, plain))
    }
    return results
  } finally {
    await served.stop()
  }
}

function line(path: string, when: string, took: readonly number[], plain: number): Result {
  const p95 = quantile(took, 0.95)
  const shown = `/${decodeURIComponent(path).replace(/[?&]\{(at|to)\}/, '')}`
  return {
    what: `(e) \`${shown}\`, ${when}: p50 · p95`,
    value: `${ms(median(took))} · ${ms(p95)}${p95 > PROMISED_MS ? ' **over 300 ms**' : ''}`,
    baseline: ms(plain),
    ratio: p95 / plain,
  }
}

/** How long each of several answers took, whole. Before the known ones one answer is not counted. */
async function times(served: Served, rounds: number, path: () => string): Promise<number[]> {
  const took: number[] = []
  const ask = async (): Promise<void> => {
    const address = served.address + path()
    const answer = await fetch(address, { headers: { cookie: served.cookie, accept: 'text/html, application/json' } })
    await answer.arrayBuffer()
    // A page that could not be had is quick, too.
    if (answer.status !== 200) throw new Error(`${answer.status} for ${address}`)
  }
  if (rounds === ROUNDS.known) await ask()
  for (let round = 0; round < rounds; round++) took.push(await timed(ask))
  return took
}

/** Milliseconds of the baseline, before the server has the warehouse. */
async function plainQuery(data: string): Promise<number> {
  const warehouse = await Warehouse.open(join(data, 'shouwang.duckdb'))
  const took: number[] = []
  for (let round = 0; round < ROUNDS.known; round++) {
    took.push(await timed(() => warehouse.queryText(GROUP_BY.replace('contacts', 'contacts_rows'))))
  }
  await warehouse.close()
  return median(took)
}
