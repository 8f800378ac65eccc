import { join } from 'node:path'
import { openApplication } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { pull } from '../../pipeline/pull.ts'

/** Pulls a county once in a process of its own: prints how long it took, what came, and the peak of resident memory. */
const [folder = '', data = 'warehouse', instant = '2026-11-01T00:00:00+08:00', only] = process.argv.slice(2)
const now = (): Date => new Date(instant)
const application = await openApplication({
  config: readConfig(join(folder, 'county.yaml')),
  data: join(folder, data),
  now,
  env: {},
})
const townships = application.config.townships.filter(({ id }) => !only || id === only)
const from = performance.now()
const reports = await pull(application, { townships, reason: 'bench' })
const took = performance.now() - from
await application.close()
const accepted = reports.flatMap(({ registers }) => registers).reduce((sum, register) => sum + register.accepted, 0)
process.stdout.write(JSON.stringify({ took, accepted, peak_mb: process.resourceUsage().maxRSS / 1024 }))
