import type { ShouwangError } from '../../errors.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import type { FileVersion } from '../sources/source.ts'
import type { Register } from '../registers/register.ts'

/** What became of one register in a batch, before it is written down. */
export interface RegisterRecord {
  batch_id: number
  source_id: number
  received_at: string
  register: Register
  setup: string
  state: 'loaded' | 'unchanged' | 'held' | 'refused' | 'absent'
  file: { name: string; version: FileVersion; sha256: string } | null
  sheet: string | null
  /** The register's last batch that was loaded or unchanged. */
  last: Record<string, unknown> | null
  /** False where the file was known and its rows were not read again. */
  is_reread?: boolean
  read?: number
  accepted?: number
  skipped?: number
  rejected?: number
  warnings?: number
  standing?: number
  first_future_day?: number | null
  refusal?: ShouwangError
}

/** Writes down what became of a register: its counts, its file, and whether it counts as received. */
export async function recordRegister(
  transaction: Transaction,
  township_id: string,
  record: RegisterRecord,
): Promise<void> {
  const { batch_id, source_id, received_at, register, file, last, refusal } = record
  const isKnown = record.state === 'unchanged' && record.is_reread === false
  const isRead = record.state === 'loaded' || record.state === 'held' || (record.state === 'unchanged' && !isKnown)
  if (isRead && file) {
    await transaction.run('loading/insert_source', {
      source_id,
      batch_id,
      register: register.code,
      file: file.name,
      sheet: record.sheet,
      sha256: file.sha256,
    })
  }
  const kept = (column: string): number => (last?.[column] as number | undefined) ?? 0
  await transaction.run('loading/insert_batch_register', {
    batch_id,
    township_id,
    register: register.code,
    received_at,
    state: record.state,
    is_new: isNew(record),
    read_count: isKnown ? kept('read_count') : (record.read ?? 0),
    accepted_count: isKnown ? kept('accepted_count') : (record.accepted ?? 0),
    skipped_count: isKnown ? kept('skipped_count') : (record.skipped ?? 0),
    rejected_count: isKnown ? kept('rejected_count') : (record.rejected ?? 0),
    warning_count: isKnown ? kept('warning_count') : (record.warnings ?? 0),
    source_id: isRead ? source_id : isKnown ? kept('source_id') : null,
    file: file?.name ?? null,
    sheet: record.sheet,
    sha256: file?.sha256 ?? null,
    modified: file?.version.modified_at ?? null,
    etag: file?.version.etag ?? null,
    setup: record.setup,
    holds_until: isKnown
      ? ((last?.holds_until as string | null | undefined) ?? null)
      : dayText(record.first_future_day ?? null),
    findings_batch_id: isKnown ? kept('findings_batch_id') : isRead ? batch_id : null,
    refusal_code: refusal?.code ?? null,
    refusal_message: refusal?.message ?? null,
    refusal_data: refusal ? JSON.stringify(refusal.data) : null,
  })
}

/**
 * duties.md: a batch counts as received when it was neither refused nor held and is new: its rows differ from the last
 * one's, or its file was written anew since. An old file left lying is no update.
 */
function isNew({ state, last, file }: RegisterRecord): boolean {
  if (state === 'loaded') return true
  if (state !== 'unchanged') return false
  if (!last) return true
  const { modified_at, etag } = file?.version ?? { modified_at: null, etag: null }
  return modified_at !== last.modified_at || etag !== last.etag
}

const dayText = (days: number | null): string | null =>
  days === null ? null : new Date(days * 86_400_000).toISOString().slice(0, 10)
