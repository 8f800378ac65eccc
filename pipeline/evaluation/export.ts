import { sha256 } from '../../queries/archive-engine.ts'
import { frozenOf } from '../../queries/freezes.ts'
import { fingerprintOf, signingKeyOf } from '../../vault/signing.ts'
import type { Application } from '../application.ts'
import { digestOf } from './archive/archived-results.ts'
import { writeArchive } from './archive/write-archive.ts'
import { factsOf, type DraftQuery } from './draft.ts'
import { resultsAnew } from './evaluating.ts'
import { keptArchive } from './kept-archive.ts'

/** An archive to hand out. */
export interface Exported {
  bytes: Buffer
  year: string
  state: 'draft' | 'frozen'
  /** SHA-256 of the results. */
  digest: string
  /** Of the county's key. */
  fingerprint: string
}

/**
 * The archive of a year: of a frozen one the very bytes that were kept, where no other instant or seed is asked for; else a
 * draft of it as it stands. Throws `not_found` where nothing of the year is due yet.
 */
export async function exportArchive(application: Application, query: DraftQuery): Promise<Exported> {
  const { warehouse } = application
  const { year, asked, seed } = query
  const frozen = await frozenOf(warehouse, year)
  if (frozen !== null && asked === undefined && seed === undefined) {
    const { fingerprint, results } = frozen
    const bytes = await keptArchive(warehouse.file, year, frozen)
    return { bytes, year, state: 'frozen', digest: sha256(results), fingerprint }
  }
  const facts = await factsOf(application, query)
  const results = await resultsAnew(facts)
  return {
    bytes: await writeArchive(application, { facts, results, frozen: null }),
    year,
    state: 'draft',
    digest: digestOf(results),
    fingerprint: fingerprintOf(signingKeyOf(application.vault).public_key),
  }
}
