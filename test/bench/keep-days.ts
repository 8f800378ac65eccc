import { join } from 'node:path'
import { openApplication } from '../../pipeline/application.ts'
import { openAccess } from '../../pipeline/cli/access.ts'
import { readConfig } from '../../pipeline/config.ts'
import { deskOf } from '../../web/api/desk.ts'
import { EarlierDays } from '../../web/api/earlier-days.ts'
import { gateOf } from '../../web/server/gate.ts'
import { CLOCK } from './county.ts'
import { servicesOf } from './services.ts'

/** Computes all days that are over in a process of its own, without a rest: prints how many, the processor time, and their bytes. */
const [folder = '', data = 'warehouse'] = process.argv.slice(2)
const now = (): Date => new Date(CLOCK)
const config = readConfig(join(folder, 'county.yaml'))
const application = await openApplication({ config, data: join(folder, data), now, env: {} })
const access = await openAccess(application, now)
const earlier = new EarlierDays(deskOf(servicesOf(application, { access, gate: gateOf(access) })), {
  pause: () => Promise.resolve(),
})
const days = await earlier.missing()
const from = process.cpuUsage()
await earlier.compute(days, () => false)
const { user, system } = process.cpuUsage(from)
const left = await earlier.missing()
if (left.length > 0) throw new Error(`${left.length} days are not whole, from ${left[0]} on`)
const [kept] = await application.warehouse.queryText(
  'select cast(coalesce(sum(octet_length(figures)), 0) as bigint) as bytes from kept_figures',
)
await application.close()
process.stdout.write(JSON.stringify({ days: days.length, cpu_ms: (user + system) / 1000, bytes: kept?.bytes }))
