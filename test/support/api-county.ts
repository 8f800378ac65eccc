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
import { copyMadeOnce } from './made-once.ts'
import { removeFolder } from './temp-folder.ts'
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

type Pulls = 0 | 1 | 2

/** Opens a warehouse in a temporary folder; `pulls` of the sample county came first. Close it when done. */
export async function openApiCounty({ pulls = 2 }: { pulls?: Pulls } = {}): Promise<ApiCounty> {
  const folder = await copyMadeOnce(`api-county-${pulls}`, (made) => make(made, pulls))
  const clock = { now: new Date(pulls === 2 ? '2026-10-31T12:00:00+08:00' : FIRST) }
  const application = await open(folder, clock)
  const { config } = application
  const now = (): Date => clock.now
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
  return {
    application,
    services,
    api: createApi(services),
    clock,
    exports,
    pull: async (which) => {
      if (which !== undefined) placeExports(folder, which)
      await pull(application, { townships: config.townships, reason: 'test' })
    },
    close: async () => {
      await application.close()
      await removeFolder(folder)
    },
  }
}

async function make(folder: string, pulls: Pulls): Promise<void> {
  cpSync(join(FIXTURES, 'county.yaml'), join(folder, 'county.yaml'))
  const clock = { now: new Date(FIRST) }
  const application = await open(folder, clock)
  const { townships } = application.config
  for (const which of ([1, 2] as const).filter((each) => each <= pulls)) {
    clock.now = new Date(which === 1 ? FIRST : SECOND)
    placeExports(folder, which)
    await pull(application, { townships, reason: 'test' })
  }
  await application.close()
}

const open = (folder: string, clock: { now: Date }): Promise<Application> =>
  openApplication({
    config: readConfig(join(folder, 'county.yaml')),
    data: join(folder, 'warehouse'),
    now: () => clock.now,
    env: {},
    engine: { threads: 2 },
  })

function placeExports(folder: string, which: 1 | 2): void {
  rmSync(join(folder, 'exports'), { recursive: true, force: true })
  cpSync(join(FIXTURES, `pull-${which}`), join(folder, 'exports'), { recursive: true })
}
