import { fingerprintOf, signingKeyOf } from '../../vault/signing.ts'
import type { Application } from '../application.ts'
import { digestOf } from './archive/archived-results.ts'
import { writeArchive } from './archive/write-archive.ts'
import { factsOf, type DraftQuery } from './draft.ts'
import { resultsOf } from './results.ts'

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

/** The archive of a year as it stands: a draft. Throws `not_found` where nothing of the year is due yet. */
export async function exportArchive(application: Application, query: DraftQuery): Promise<Exported> {
  const facts = await factsOf(application, query)
  const results = resultsOf(facts)
  return {
    bytes: await writeArchive(application, { facts, results, frozen: null }),
    year: query.year,
    state: 'draft',
    digest: digestOf(results),
    fingerprint: fingerprintOf(signingKeyOf(application.vault).public_key),
  }
}
