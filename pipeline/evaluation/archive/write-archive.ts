import { readFileSync } from 'node:fs'
import { METHOD } from '../../../evaluation/evaluate.ts'
import { ArchiveEngine } from '../../../queries/archive-engine.ts'
import { ARCHIVE_STATEMENTS, archiveBatches, archiveInputs, archiveStatements } from '../../../queries/archive.ts'
import { fromLocal } from '../../../queries/instants.ts'
import { signingKeyOf } from '../../../vault/signing.ts'
import { ShouwangError } from '../../../errors.ts'
import type { Application } from '../../application.ts'
import { judgedBy } from '../judged.ts'
import type { Results, YearFacts } from '../results.ts'
import { COUNT_COLUMNS, countsOf, resultBytes } from './archived-results.ts'
import { CLAIM_COLUMNS, renumberedClaims } from './claims.ts'
import { containerOf, type Entry } from './container.ts'
import { FORMAT, jsonBytes, listed, MANIFEST, SIGNATURE, type Manifest } from './manifest.ts'
import { verifyArchive } from './verify-archive.ts'
import { withoutNumbers } from './without-numbers.ts'

export interface ArchiveContent {
  facts: YearFacts
  results: Results
  /** Who froze the year; null: a draft. */
  frozen: Manifest['frozen']
}

/**
 * The archive of a year's evaluation (docs/evaluation.md, Archive): inputs, statements, scheme, seed and results in one file,
 * signed by the county. It is verified before it is answered, so none is given that would not verify.
 */
export async function writeArchive(application: Application, content: ArchiveContent): Promise<Buffer> {
  const { facts, results, frozen } = content
  const entries = [
    ...(await tablesOf(application, content)),
    ...(await textsOf(application, facts)),
    { name: 'results.json', bytes: resultBytes(results) },
  ].sort((a, b) => (a.name < b.name ? -1 : 1))
  const key = signingKeyOf(application.vault)
  const manifest: Manifest = {
    format: FORMAT,
    method: METHOD,
    program: programVersion(),
    county: facts.county,
    year: facts.year,
    as_of: facts.as_of,
    known_at: facts.known_at,
    state: frozen === null ? 'draft' : 'frozen',
    frozen,
    public_key: key.public_key.toString('hex'),
    entries: listed(entries),
  }
  const told = jsonBytes(manifest)
  const signed = [
    { name: MANIFEST, bytes: told },
    { name: SIGNATURE, bytes: key.sign(told) },
  ]
  const { bytes } = containerOf([...entries, ...signed])
  const { faults } = await verifyArchive(bytes)
  const [fault] = faults
  if (fault !== undefined)
    throw new ShouwangError('internal', `归档复算不出同样的结果，没有写出：${fault.message}`, { ...fault })
  return bytes
}

/** The tables, read in one go and renumbered together. */
async function tablesOf({ warehouse }: Application, { facts, results }: ArchiveContent): Promise<Entry[]> {
  const { as_of, known_at, claims } = facts
  const engine = await ArchiveEngine.open()
  try {
    const inputs = archiveInputs()
    for (const input of inputs) await engine.collect(warehouse, input, { as_of, known_at })
    await engine.renumber(inputs)
    await engine.keep('checked_claims', CLAIM_COLUMNS, renumberedClaims(claims))
    await engine.keep('results', COUNT_COLUMNS, countsOf(results))
    const entries: Entry[] = []
    for (const table of [...inputs.map((input) => input.table), 'checked_claims'])
      entries.push({ name: `inputs/${table}.parquet`, bytes: await engine.parquetOf(table) })
    return [...entries, { name: 'results.parquet', bytes: await engine.parquetOf('results') }]
  } finally {
    engine.close()
  }
}

async function textsOf({ warehouse, config }: Application, facts: YearFacts): Promise<Entry[]> {
  const { scheme, scheme_version, seed, draws, targets, known_at } = facts
  const { county } = config
  const statements = archiveStatements(scheme.items.map(({ duty }) => duty))
  const settings = {
    county: { code: county.code, name: county.name, timezone: county.timezone },
    townships: config.townships.map(({ id, name }) => ({ id, name })),
    targets: Object.fromEntries(targets),
    policy: judgedBy(config),
  }
  const batches = (await archiveBatches(warehouse, known_at)).map((row) => ({
    ...row,
    file: typeof row.file === 'string' ? withoutNumbers(row.file) : null,
    read_at: fromLocal(String(row.read_at), county.timezone),
  }))
  return [
    { name: 'inputs/batches.json', bytes: jsonBytes(batches) },
    { name: 'inputs/settings.json', bytes: jsonBytes(settings) },
    { name: 'scheme.json', bytes: jsonBytes({ version: scheme_version, scheme }) },
    { name: 'seed.json', bytes: jsonBytes({ seed, draws: draws ?? null }) },
    ...ARCHIVE_STATEMENTS.map((name) => ({ name: `sql/${name}.sql`, bytes: Buffer.from(statements[name]) })),
  ]
}

let version: string | undefined

/** The program's version, as its package has it. */
function programVersion(): string {
  version ??= String(
    (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: unknown })
      .version,
  )
  return version
}
