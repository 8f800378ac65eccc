import { cp, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { Warehouse } from '../../queries/warehouse.ts'
import type { Ahead } from '../../web/api/services.ts'
import { largeCounty } from './county.ts'
import { GROUP_BY } from './ledger.ts'
import type { Result } from './main.ts'
import { inProcess, median, ms, quantile, timed } from './measure.ts'
import { pulled, serve, type Served } from './served.ts'

const ROUNDS = { known: 20, fresh: 8 } as const
const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
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
 * (e) Everything that a user opens, one request after another, beside one plain GROUP BY over the county's contacts: at another
 * minute of today each, where what everybody opens was computed ahead, the first time included; what was asked before at the same
 * instant; and, each by a server that was just started, on days that are over: of which nothing is kept yet, and which are kept.
 */
export async function benchPages(folder: string): Promise<Result[]> {
  const place = await largeCounty(folder)
  const plain = await plainQuery(await pulled(place))
  const results: Result[] = []
  const today: number[] = []
  // before a server has begun to keep days
  const fresh = await copyOf(place)
  await serving(place, { ahead: 'present' }, async (served) => {
    for (const [index, path] of OPENED.entries()) {
      const minutes = instants(ROUNDS.known, (round) => minuteOfToday(60 + index * ROUNDS.known + round))
      const took = await times(served, path, minutes)
      today.push(...took)
      results.push(line(path, 'another minute of today', took, plain))
    }
    results.push(line('{at}', 'all of these', today, plain))
    for (const path of OPENED) {
      const same = instants(ROUNDS.known + 1, () => '')
      results.push(line(path, 'asked before', (await times(served, path, same)).slice(1), plain))
    }
  })
  const ofDays = OPENED.filter((each) => each.includes('{'))
  for (const path of ofDays) {
    await serving(fresh, {}, async (served) => {
      results.push(line(path, 'a day of which nothing is kept', await times(served, path, days(ROUNDS.fresh)), plain))
    })
  }
  const kept = await inProcess<{ days: number; cpu_ms: number; bytes: number }>(KEEP_DAYS, [place])
  if (kept.days > 0) results.push(keptLine(kept, plain))
  const earlier: number[] = []
  for (const path of ofDays) {
    await serving(place, {}, async (served) => {
      const took = await times(served, path, days(ROUNDS.known))
      earlier.push(...took)
      results.push(line(path, 'a day that is kept', took, plain))
    })
  }
  results.push(line('{at}', 'all of these on such days', earlier, plain))
  return results
}

const KEEP_DAYS = new URL('keep-days.ts', import.meta.url).pathname

/** The county with a warehouse of its own, in which no day is kept. */
async function copyOf(place: string): Promise<string> {
  const copy = await mkdtemp(`${place}-`)
  await cp(place, copy, { recursive: true, filter: (file) => !file.endsWith('exports') })
  return copy
}

const keptLine = ({ days, cpu_ms, bytes }: { days: number; cpu_ms: number; bytes: number }, plain: number): Result => ({
  what: `(e) ${days} days computed and kept: processor time a day · bytes a day`,
  value: `${ms(cpu_ms / days)} · ${(bytes / days / 1000).toFixed(0)} kB`,
  baseline: ms(plain),
  ratio: cpu_ms / days / plain,
})

/** The tenth of December, at which the clock of `serve` stands, as a day of the year. */
const TODAY = Date.UTC(2026, 11, 10) / DAY_MS

const minuteOfToday = (minute: number): string =>
  new Date(TODAY * DAY_MS + minute * MINUTE_MS).toISOString().slice(0, 19).concat('%2B08:00')

/** The last days before, as the date control asks for them. */
const days = (count: number): string[] =>
  instants(count, (round) => new Date((TODAY - round - 1) * DAY_MS).toISOString().slice(0, 10))

const instants = (count: number, instant: (round: number) => string): string[] =>
  Array.from({ length: count }, (_, round) => instant(round))

async function serving(
  place: string,
  options: { ahead?: Ahead },
  work: (served: Served) => Promise<void>,
): Promise<void> {
  const served = await serve(place, options)
  try {
    await work(served)
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

/** How long each answer took, whole: of the present where an instant is empty. */
async function times(served: Served, path: string, when: readonly string[]): Promise<number[]> {
  const took: number[] = []
  for (const instant of when) {
    const asked = path.replace(/([?&]?)\{(at|to)\}/, (_, joint: string, which: string) =>
      instant === '' ? '' : `${joint}${which === 'at' ? 'as_of' : 'to'}=${instant}`,
    )
    took.push(
      await timed(async () => {
        const headers = { cookie: served.cookie, accept: 'text/html, application/json' }
        const answer = await fetch(served.address + asked, { headers })
        await answer.arrayBuffer()
        // A page that could not be had is quick, too.
        if (answer.status !== 200) throw new Error(`${answer.status} for ${asked}`)
      }),
    )
  }
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
