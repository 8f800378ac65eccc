import { z } from 'zod'
import { isShouwangError } from '../../../errors.ts'
import { schemeSchema } from '../../../evaluation/scheme.ts'
import { ArchiveEngine } from '../../../queries/archive-engine.ts'
import { ARCHIVE_STATEMENTS, archiveStatements, type ArchiveStatement } from '../../../queries/archive.ts'
import { readClusters } from '../../../queries/evaluation.ts'
import { resultsAnew } from '../evaluating.ts'
import { itemised } from '../schemes.ts'
import type { Results } from '../results.ts'
import { countsOf } from './archived-results.ts'
import { checkBytes, type Fault, type Sound, type Verification, type VerifyOptions } from './check-bytes.ts'
import { differencesOf } from './differences.ts'

/**
 * Whether an archive is what the county signed, and its results what follows from its inputs. Needs nothing but its bytes: no
 * config, no warehouse, no key. Its statements are run when everything else holds, on an engine that reaches no file.
 */
export async function verifyArchive(bytes: Buffer, options: VerifyOptions = {}): Promise<Verification> {
  const { sound, ...verification } = await checkBytes(bytes, options)
  if (sound === null) return verification
  try {
    const { faults, other_statements } = await recompute(sound)
    return { ...verification, faults, other_statements }
  } catch (error) {
    const message = isShouwangError(error) ? error.message : `归档里的语句或数据无法复算：${textOf(error)}`
    return { ...verification, faults: [{ entry: '', message }] }
  }
}

const settingsSchema = z.object({
  county: z.object({ code: z.string() }),
  townships: z.array(z.object({ id: z.string() })),
  targets: z.record(z.string(), z.number().nullable()),
})
const schemeFileSchema = z.strictObject({ version: z.int().min(0).nullable(), scheme: schemeSchema })
const seedSchema = z.strictObject({ seed: z.int(), draws: z.int().min(1).nullable() })

/** Computes the results anew from the archive's inputs by its statements, and compares. */
async function recompute({ manifest, entries }: Sound): Promise<Pick<Verification, 'faults' | 'other_statements'>> {
  const bytesOf = (name: string): Buffer => entries.get(name) ?? Buffer.alloc(0)
  const json = (name: string): unknown => JSON.parse(bytesOf(name).toString('utf8'))
  const sql = (name: ArchiveStatement): string => bytesOf(`sql/${name}.sql`).toString('utf8')
  const { year, as_of, known_at } = manifest
  const settings = settingsSchema.parse(json('inputs/settings.json'))
  const { version: scheme_version, scheme: told } = schemeFileSchema.parse(json('scheme.json'))
  const scheme = itemised(told)
  const { seed, draws } = seedSchema.parse(json('seed.json'))
  const own = archiveStatements(scheme.items.map(({ duty }) => duty))
  const engine = await ArchiveEngine.open()
  try {
    const tables = [...entries.keys()].flatMap((name) => /^inputs\/(\w+)\.parquet$/.exec(name)?.[1] ?? [])
    for (const table of tables) await engine.keepParquet(table, bytesOf(`inputs/${table}.parquet`))
    await engine.keepParquet('results', bytesOf('results.parquet'))
    const archived_counts = await engine.kept('results')
    await engine.build([sql('tables'), sql('macros')], tables)
    const parameters = { as_of, known_at, period: year }
    const results = await resultsAnew({
      ...{ year, as_of, known_at, scheme, scheme_version, seed, draws: draws ?? undefined },
      county: settings.county.code,
      townships: settings.townships.map(({ id }) => id),
      targets: new Map(Object.entries(settings.targets)),
      clusters: readClusters(await engine.queryText(sql('clusters'), parameters)),
      claims: await engine.queryText(sql('claims'), parameters),
    })
    const faults = [
      ...differencesOf(json('results.json'), plainOf(results)).map((message) => ({ entry: 'results.json', message })),
      ...countFaults(archived_counts, results),
    ]
    const other_statements = ARCHIVE_STATEMENTS.filter((name) => own[name] !== sql(name)).map(
      (name) => `sql/${name}.sql`,
    )
    return { faults, other_statements }
  } finally {
    engine.close()
  }
}

/** The counts of the archive against those of the results that were recomputed. */
function countFaults(archived: readonly Record<string, unknown>[], results: Results): Fault[] {
  const texts = (rows: readonly (readonly unknown[])[]): string =>
    rows
      .map((row) => row.join(' '))
      .sort()
      .join('\n')
  const told = archived.map(({ township_id, duty, met, total }) => [township_id, duty, met, total])
  if (texts(told) === texts(countsOf(results))) return []
  return [{ entry: 'results.parquet', message: 'results.parquet 里的计数与复算的不同。' }]
}

/** As JSON has it. */
const plainOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const textOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '')
