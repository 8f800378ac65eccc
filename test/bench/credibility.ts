import { signalCatalogue, signalCounts } from '../../queries/credibility.ts'
import { leadsOf, type Lead } from '../../web/api/leads.ts'
import { AS_OF, FORTNIGHTS, honestCounty } from '../support/honest-county.ts'
import { openSynthetic } from '../support/synthetic-warehouse.ts'

/**
 * The false alarms of the credibility signals: how many units of honest synthetic counties each flags. Prints a line a
 * signal, to be written into its file's header (`-- false_alarms:`) and into docs/credibility.md.
 * `npx tsx test/bench/credibility.ts [COUNTIES]`, default 10: the counties of the seeds 1 to that.
 */
const seeds = Array.from({ length: Number(process.argv[2] ?? 10) }, (_, place) => place + 1)
const leads: (Lead & { seed: number })[] = []
for (const seed of seeds) {
  const warehouse = await openSynthetic(honestCounty(seed, { townships: 12, children: 2400 }), FORTNIGHTS)
  leads.push(...leadsOf(await signalCounts(warehouse, AS_OF)).map((lead) => ({ ...lead, seed })))
  await warehouse.close()
}
const unitsIn = (rows: readonly (Lead & { seed: number })[]): number =>
  new Set(rows.map(({ seed, unit_id }) => `${seed} ${unit_id}`)).size
const line = (name: string, rows: readonly (Lead & { seed: number })[]): string =>
  `${name.padEnd(12)} ${unitsIn(rows.filter(({ is_flagged }) => is_flagged))}/${unitsIn(rows)}`
for (const { code } of signalCatalogue()) {
  console.log(
    line(
      code,
      leads.filter(({ signal }) => signal === code),
    ),
  )
}
console.log(line('any', leads))
