import { watch } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { generateCounty, type County } from '../../pipeline/generate/county.ts'
import { writeConfig } from '../../pipeline/generate/write-config.ts'
import { writeExports } from '../../pipeline/generate/writing/write-exports.ts'
import { pull } from '../../pipeline/pull.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { summary } from '../../queries/ledger.ts'
import { statementsIn } from '../../queries/statements.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'
import { launchScript, type Spawned } from './spawned.ts'

/** How many times a pull is killed. */
const KILLS = 24
const AT_ONCE = 2
const FIRST = new Date('2026-06-14T18:00:00+08:00')
const SECOND = new Date('2026-11-24T14:30:00+08:00')

// A killed pull leaves each township as it was before its batch, or as it is after it; never between (issue of the
// spine, Loading). The moments are the pull's own: each change of a file in the warehouse's folder is one, from the
// opening over each commit to the closing; further ones lie in the time between them.
describe('a pull that is killed', () => {
  let root: string
  let before: Map<string, string>
  let after: Map<string, string>
  /** How many changes a pull makes that is left alone, and when, in milliseconds from its start, they begin and end. */
  let course: { changes: number; begins: number; ends: number }

  beforeAll(async () => {
    root = await makeTempFolder()
    const county = generateCounty({ townships: 3, children: 60, year: 2026, seed: 5, mess: 0.3, through: SECOND })
    await makeBefore(join(root, 'before'), county)
    before = await look(join(root, 'before'), statesOf)
    course = await leaveAlone(join(root, 'before'), join(root, 'after'))
    after = await look(join(root, 'after'), statesOf)
  })
  afterAll(() => removeFolder(root))

  it('changes each township when it is left alone', () => {
    expect([...before.keys()]).toEqual(['01', '02', '03'])
    for (const [id, state] of before) expect(after.get(id)).not.toBe(state)
    expect(course.changes).toBeGreaterThan(10)
  })

  it(`leaves each township before or after, at any of ${KILLS} moments, and the next pull completes`, async () => {
    const found: string[] = []
    const attempts = momentsOf(course)
    let killed = 0
    const work = async (): Promise<void> => {
      for (let next = attempts.next(); !next.done && killed < KILLS; next = attempts.next()) {
        const { name, moment } = next.value
        const folder = join(root, name)
        await cp(join(root, 'before'), folder, { recursive: true })
        if (await killAt(folder, moment)) killed++
        await look(folder, async (application) => {
          for (const [id, state] of await statesOf(application)) {
            found.push(nameOf(state, before.get(id), after.get(id), `${name}, township ${id}`))
          }
          expect(await faultsOf(application)).toEqual([])
          expect(await complete(application), name).toEqual(after)
        })
        await removeFolder(folder)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    // Those that were under way when the last one was reached count too.
    expect(killed).toBeGreaterThanOrEqual(KILLS)
    expect(new Set(found)).toEqual(new Set(['before', 'after']))
  }, 240_000)
})

type Moment = { change: number } | { ms: number }

/** Moments in turn at a change of a file and at a time, spread over the pull. More than are needed: a pull may end first. */
function* momentsOf({
  changes,
  begins,
  ends,
}: {
  changes: number
  begins: number
  ends: number
}): Generator<{ name: string; moment: Moment }> {
  for (let index = 0; index < 3 * KILLS; index++) {
    // The golden ratio spreads any number of points evenly.
    const share = (index * 0.618_034) % 1
    const moment =
      index % 3 < 2 ? { change: 1 + Math.floor(share * changes * 0.95) } : { ms: begins + share * (ends - begins) }
    yield { name: `kill-${index}`, moment }
  }
}

async function makeBefore(folder: string, county: County): Promise<void> {
  await mkdir(folder)
  await writeExports(join(folder, 'exports'), county, { instant: FIRST })
  await writeConfig(folder, county)
  await look(folder, (application) =>
    pull(application, { townships: application.config.townships, reason: 'test', now: () => FIRST }),
  )
  await writeExports(join(folder, 'exports'), county, { instant: SECOND })
}

/** A pull of the second exports, as a process of its own. */
const launchPull = (folder: string): Spawned =>
  launchScript('test/bench/pull-once.ts', [folder, 'warehouse', SECOND.toISOString()])

/** Runs a pull on a copy to its end. */
async function leaveAlone(from: string, folder: string): Promise<{ changes: number; begins: number; ends: number }> {
  await cp(from, folder, { recursive: true })
  const started = performance.now()
  let changes = 0
  let begins = 0
  let ends = 0
  const watcher = watch(join(folder, 'warehouse'), () => {
    changes++
    ends = performance.now() - started
    if (begins === 0) begins = ends
  })
  const running = launchPull(folder)
  const exit = await running.exit
  watcher.close()
  if (exit !== 0) throw new Error(running.err())
  return { changes, begins, ends }
}

/** Runs a pull and kills it at a moment; false when it had ended before. */
async function killAt(folder: string, moment: Moment): Promise<boolean> {
  const running = launchPull(folder)
  const kill = (): void => void running.child.kill('SIGKILL')
  let changes = 0
  const watcher = watch(join(folder, 'warehouse'), () => {
    if ('change' in moment && ++changes === moment.change) kill()
  })
  const timer = 'ms' in moment ? setTimeout(kill, moment.ms) : undefined
  const exit = await running.exit
  clearTimeout(timer)
  watcher.close()
  return exit === null
}

/** Opens the warehouse of a folder, as the next process would, and closes it again. */
async function look<T>(folder: string, work: (application: Application) => Promise<T>): Promise<T> {
  const config = readConfig(join(folder, 'county.yaml'))
  const application = await openApplication({ config, data: join(folder, 'warehouse'), now: () => SECOND, env: {} })
  try {
    return await work(application)
  } finally {
    await application.close()
  }
}

async function complete(application: Application): Promise<Map<string, string>> {
  const reports = await pull(application, { townships: application.config.townships, reason: 'test' })
  expect(reports.filter(({ state }) => state !== 'loaded' && state !== 'unchanged')).toEqual([])
  return statesOf(application)
}

const nameOf = (state: string, before: string | undefined, after: string | undefined, where: string): string =>
  state === before ? 'before' : state === after ? 'after' : `between: ${where}: ${state}`

/** Everything that the warehouse holds of each township, and all its figures, but for numbers that count batches. */
async function statesOf({ warehouse }: Application): Promise<Map<string, string>> {
  const figures = await summary(warehouse, { as_of: '2026-11-24T23:59:59', period: '2026' })
  const states = new Map<string, string>()
  for (const id of ['01', '02', '03']) {
    const own = figures.filter(({ unit_id }) => unit_id === id || unit_id.startsWith(`${id}/`))
    const tables = []
    for (const register of REGISTERS) {
      const counted = 'exclude (source_id, from_batch, to_batch)'
      tables.push(await warehouse.queryText(digest(`${register.code}_rows`, counted), { township_id: id }))
    }
    tables.push(await warehouse.queryText(digest('findings', 'exclude (batch_id, source_id)'), { township_id: id }))
    const columns = [
      'register',
      'state',
      'read_count',
      'accepted_count',
      'skipped_count',
      'rejected_count',
      'warning_count',
      'sha256',
      'received_at',
    ]
    // A batch more, in which nothing is new, is the mark of the pull that completes.
    const registers = `select distinct on (register) ${columns.filter((name) => name !== 'state').join(', ')} from batch_registers where township_id = $township_id order by register, batch_id desc`
    tables.push(await warehouse.queryText(registers, { township_id: id }))
    states.set(id, JSON.stringify({ tables, figures: own }))
  }
  return states
}

const digest = (table: string, but: string): string =>
  `select count(*) as row_count, cast(bit_xor(hash(t)) as varchar) as digest from (select * ${but} from ${table} where township_id = $township_id) as t`

/** What the warehouse's own checks find. */
async function faultsOf({ warehouse }: Application): Promise<string[]> {
  const faults: string[] = []
  for (const name of statementsIn('checks')) {
    const rows = await warehouse.query(name)
    if (rows.length > 0) faults.push(`${name}: ${JSON.stringify(rows[0])}`)
  }
  return faults
}
