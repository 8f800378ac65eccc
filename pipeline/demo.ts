import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { ShouwangError } from '../errors.ts'
import type { WarehouseOptions } from '../queries/warehouse.ts'
import { openApplication, type Application } from './application.ts'
import { parseConfig, readConfig } from './config.ts'
import { TIMEZONE } from './generate/calendar.ts'
import { generateCounty } from './generate/county.ts'
import { replay } from './generate/schedule.ts'
import { writeConfig } from './generate/write-config.ts'
import { writeExports } from './generate/writing/write-exports.ts'
import { pull } from './pull.ts'
import { requireUnused } from './warehouse-file.ts'

export interface DemoOptions {
  folder: string
  townships: number
  children: number
  now: () => Date
  env: Record<string, string | undefined>
  engine?: WarehouseOptions
  /** Told before each step of the replay. */
  progress: (done: number, total: number, text: string) => void
  /** Asked between the steps: the process is told to end. */
  is_stopped: () => boolean
}

const CONFIG_NAME = 'county.yaml'
const SEED = 1
const MESS = 0.3
/** Whoever tries the demo has no authenticator app at hand. */
const POLICY = { security: { second_factor: 'optional' } }
/** Holds the config until everything else is there: where it stands, the rest of the folder is half of a demo. */
const MAKING = '.making'
const PARTS = [MAKING, 'exports', 'warehouse', 'county.key']

/** The folder of the demo's warehouse. */
export const demoData = (folder: string): string => join(folder, 'warehouse')

/** Whether the folder holds a demo county that is whole. */
export const hasDemo = (folder: string): boolean => existsSync(join(folder, CONFIG_NAME))

/**
 * Opens the demo county. Where there is none it is made: exports month by month through the last twelve months, each
 * pulled with the clock of that day, so that every figure has a past. Null when it was stopped before it was done.
 */
export async function openDemo(options: DemoOptions): Promise<Application | null> {
  const { folder, now, env, engine } = options
  if (!hasDemo(folder)) return makeDemo(options)
  return openApplication({ config: readConfig(join(folder, CONFIG_NAME)), data: demoData(folder), now, env, engine })
}

async function makeDemo(options: DemoOptions): Promise<Application | null> {
  const { folder, townships, children, now, env, engine } = options
  await clearHalfMade(folder)
  const through = now()
  const { year } = DateTime.fromJSDate(through, { zone: TIMEZONE })
  const county = generateCounty({ townships, children, year, seed: SEED, mess: MESS, through })
  const making = join(folder, MAKING)
  await mkdir(making, { recursive: true })
  const made = await writeConfig(making, county, POLICY)
  const path = join(folder, CONFIG_NAME)
  const config = parseConfig(await readFile(made, 'utf8'), path)
  const application = await openApplication({ config, data: demoData(folder), now, env, engine })
  try {
    let since: Date | undefined
    const { instants } = replay(county)
    for (const [index, instant] of instants.entries()) {
      if (options.is_stopped()) {
        await application.close()
        return null
      }
      options.progress(index, instants.length, DateTime.fromJSDate(instant, { zone: TIMEZONE }).toFormat('yyyy-MM-dd'))
      await writeExports(join(folder, 'exports'), county, { instant, since, isScheduled: true })
      await pull(application, { townships: config.townships, reason: 'command', now: () => instant })
      since = instant
    }
    options.progress(instants.length, instants.length, '')
    await rename(made, path)
    await rm(making, { recursive: true })
    return application
  } catch (error) {
    await application.close()
    throw error
  }
}

/** Makes room for the demo: removes half of one, refuses what is somebody else's. */
async function clearHalfMade(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : []
  if (names.length === 0) return
  if (!names.includes(MAKING)) {
    throw new ShouwangError(
      'conflict',
      `${folder} 里已有别的东西（${names.slice(0, 3).join('、')}），请用 --folder 换一个目录。`,
      { folder },
    )
  }
  // Another process that is making it has its warehouse open, and this then throws `warehouse_locked`.
  const file = join(demoData(folder), 'shouwang.duckdb')
  if (existsSync(file)) await requireUnused(file)
  for (const name of PARTS) await rm(join(folder, name), { recursive: true, force: true })
}
