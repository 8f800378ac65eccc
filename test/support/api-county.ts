import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { countyWork } from '../../pipeline/county-work.ts'
import { evaluationWork } from '../../pipeline/evaluation/work.ts'
import { takeIncident } from '../../pipeline/intake.ts'
import { pull } from '../../pipeline/pull.ts'
import { rejectsOf } from '../../pipeline/rejects.ts'
import { textsOf } from '../../pipeline/sealed-texts.ts'
import { createApi } from '../../web/api/app.ts'
import type { ApiServices } from '../../web/api/services.ts'
import { AuditTrail } from '../../web/server/audit.ts'
import { makeTempFolder, removeFolder } from './temp-folder.ts'
import { COUNTY_VIEWER, gateFor } from './viewers.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/county-a/', import.meta.url))
const FIRST = '2026-09-10T02:00:00+08:00'
const SECOND = '2026-10-31T11:55:00+08:00'

/** The sample county behind the API, with a clock that a test sets. */
export interface ApiCounty {
  application: Application
  services: ApiServices
  api: ReturnType<typeof createApi>
  clock: { now: Date }
  /** Pulls all townships at the clock; `which` first puts the exports of the first or second pull in place. */
  pull(which?: 1 | 2): Promise<void>
  /** Where the exports lie, a folder a township. */
  exports: string
  close(): Promise<void>
}

/** Opens a warehouse in a temporary folder; `pulls` of the sample county come first. Close it when done. */
export async function openApiCounty({ pulls = 2 }: { pulls?: 0 | 1 | 2 } = {}): Promise<ApiCounty> {
  const folder = await makeTempFolder()
  cpSync(join(FIXTURES, 'county.yaml'), join(folder, 'county.yaml'))
  const config = readConfig(join(folder, 'county.yaml'))
  const clock = { now: new Date(FIRST) }
  const now = (): Date => clock.now
  const application = await openApplication({
    config,
    data: join(folder, 'warehouse'),
    now,
    env: {},
    engine: { threads: 2 },
  })
  const { warehouse, vault } = application
  const services: ApiServices = {
    gate: gateFor(COUNTY_VIEWER),
    audit: new AuditTrail(warehouse, { key: vault.derive('audit chain'), now, timezone: config.county.timezone }),
    warehouse,
    timezone: config.county.timezone,
    county: config.county,
    now,
    since: new Date('2026-09-01T08:00:00+08:00'),
    stale_after_hours: 24,
    open_identity: (identity, sealed) => vault.unseal(sealed, identity),
    texts: textsOf(vault),
    is_password: (_name, password) => Promise.resolve(password === 'of a test'),
    inspectors: () => ['b', 'c', 'i', 'wang', 'li'],
    leaders: () => ['county', 'zhao'],
    rejects: (query) => rejectsOf(warehouse, vault, query),
    events: application.events,
    work: countyWork(application),
    evaluation: evaluationWork(application),
    intake: {
      township_of: (token) => /^intake-token-of-(0[123])$/.exec(token)?.[1] ?? null,
      take: (township_id, telling) => takeIncident(application, township_id, telling),
    },
  }
  const exports = join(folder, 'exports')
  const county: ApiCounty = {
    application,
    services,
    api: createApi(services),
    clock,
    exports,
    pull: async (which) => {
      if (which !== undefined) {
        rmSync(exports, { recursive: true, force: true })
        cpSync(join(FIXTURES, `pull-${which}`), exports, { recursive: true })
      }
      await pull(application, { townships: config.townships, reason: 'test' })
    },
    close: async () => {
      await application.close()
      await removeFolder(folder)
    },
  }
  if (pulls >= 1) await county.pull(1)
  if (pulls >= 2) {
    clock.now = new Date(SECOND)
    await county.pull(2)
    clock.now = new Date('2026-10-31T12:00:00+08:00')
  }
  return county
}
