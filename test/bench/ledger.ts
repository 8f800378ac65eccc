import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { summary } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { Warehouse } from '../../queries/warehouse.ts'
import { largeCounty } from './county.ts'
import type { Result } from './main.ts'
import { inProcess, median, ms, timed } from './measure.ts'

const ROUNDS = 9
/** duties.md: so many duties stand before the second set. */
const FIRST_SET = 9

/**
 * (b) The township summary of the first set of duties at instants never asked before, against one plain GROUP BY of distinct
 * children with a talk by township and month: over the same rows as a plain loader would hold them (ids as text), and over
 * our own keyed rows; and the summary of all duties at all levels against that of the first set.
 */
export async function benchLedger(folder: string): Promise<Result[]> {
  const place = await largeCounty(folder)
  rmSync(join(place, 'warehouse'), { recursive: true, force: true })
  await inProcess(new URL('pull-once.ts', import.meta.url).pathname, [place])
  const plain = await plainRows(join(place, 'warehouse/shouwang.duckdb'), join(place, 'plain.duckdb'))
  const warehouse = await Warehouse.open(join(place, 'warehouse/shouwang.duckdb'))
  const first = dutyCatalogue()
    .slice(0, FIRST_SET)
    .map(({ code }) => code)
  const takes = {
    summary: [] as number[],
    plain: [] as number[],
    keyed: [] as number[],
    first: [] as number[],
    all: [] as number[],
  }
  for (let round = 0; round < ROUNDS; round++) {
    takes.plain.push(await timed(() => plain.run(GROUP_BY)))
    takes.keyed.push(await timed(() => warehouse.queryText(GROUP_BY.replace('contacts', 'contacts_rows'))))
    const as_of = `2026-12-${10 + round}T12:00:00`
    takes.summary.push(await timed(() => summary(warehouse, { as_of, levels: ['township'], duties: first })))
    takes.first.push(await timed(() => summary(warehouse, { as_of: `2026-12-${10 + round}T12:00:01`, duties: first })))
    takes.all.push(await timed(() => summary(warehouse, { as_of: `2026-12-${10 + round}T12:00:02` })))
  }
  await warehouse.close()
  const took = median(takes.summary)
  const line = (of: string, baseline: number, promised?: number): Result => ({
    what: `(b) township summary, first nine duties, 100,000 children · GROUP BY of distinct children, ${of}`,
    value: ms(took),
    baseline: ms(baseline),
    ratio: took / baseline,
    promised,
  })
  const whole: Result = {
    what: '(b) summary of all duties at all levels · the same of the first nine',
    value: ms(median(takes.all)),
    baseline: ms(median(takes.first)),
    ratio: median(takes.all) / median(takes.first),
    promised: 2,
  }
  return [line('ids as text', median(takes.plain), 4), line('our keys', median(takes.keyed)), whole]
}

/** Distinct children with a talk by township and month: the baseline of whatever is asked of the ledger. */
export const GROUP_BY = `select township_id, date_part('month', happened_on) as month, count(distinct child_id) from contacts where kind = 'talk' group by all`

interface Plain {
  run(text: string): Promise<unknown>
}

/** The same contacts with an 18-character id as text, as the exports have it. */
async function plainRows(from: string, to: string): Promise<Plain> {
  const instance = await DuckDBInstance.create(to)
  const connection = await instance.connect()
  await connection.run(`attach '${from}' as warehouse (read_only)`)
  await connection.run(`
    create table contacts as
    select township_id, right(repeat('9', 18) || cast(abs(child_id % 1000000000000000000) as varchar), 18) as child_id, kind, happened_on, by_role
    from warehouse.contacts_rows`)
  await connection.run('detach warehouse')
  return { run: (text) => connection.run(text) }
}
