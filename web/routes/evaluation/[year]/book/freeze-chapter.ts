import { formatInstant } from '../../../../lib/format/instant.ts'
import { m } from '../../../../lib/i18n/compiled/messages.js'
import type { FreezeState } from '../freeze/answers.ts'
import type { Block } from './blocks.ts'

/** Sixteen digits together are compared at a glance, and a line is broken between them. */
const grouped = (hex: string | null): string => (hex ?? '').replace(/.{16}(?=.)/g, '$& ')

/** Who froze the year, and by what a printed book is tied to its archive. */
export function freezeBlocks(freeze: FreezeState, timezone: string): Block[] {
  const at = (instant: string | null): string => (instant === null ? '' : formatInstant(instant, timezone))
  const { proposed_by, proposed_at, confirmed_by, confirmed_at, known_at, scheme_version, seed } = freeze
  return [
    m.yearend_book_freeze_proposed({ name: proposed_by ?? '', instant: at(proposed_at) }),
    m.yearend_book_freeze_confirmed({ name: confirmed_by ?? '', instant: at(confirmed_at) }),
    m.yearend_book_freeze_known({ instant: at(known_at), version: scheme_version ?? 0, seed: seed ?? 0 }),
    m.yearend_book_freeze_digest({ digest: grouped(freeze.digest) }),
    m.yearend_book_freeze_archive({ digest: grouped(freeze.archive_sha256) }),
    m.yearend_book_freeze_key({ digest: grouped(freeze.fingerprint) }),
  ]
    .map((text): Block => ({ kind: 'item', text }))
    .concat({ kind: 'text', text: m.yearend_book_freeze_verify() })
}
