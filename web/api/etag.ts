import { createHash } from 'node:crypto'

/**
 * A strong validator of an answer (RFC 9110, 8.8.3) out of everything that its bytes depend on; nothing is computed. The
 * process's start is among it: another version of the program, or a restored warehouse, may answer otherwise.
 */
export function etagOf(facts: readonly unknown[]): string {
  return `"${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 27)}"`
}

/** Whether `If-None-Match` names this validator (RFC 9110, 13.1.2: a list, weak comparison, or `*`). */
export function isMatch(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)
}
