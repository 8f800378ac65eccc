import type { Found, FoundKind } from '../found.ts'
import { m } from './compiled/messages.js'

const KINDS: Record<FoundKind, () => string> = {
  township: m.search_township,
  village: m.search_village,
  school: m.search_school,
  incident: m.search_incident,
}

/** What results of a kind are called. */
export const foundKindName = (kind: FoundKind): string => KINDS[kind]()

/** Where a result is, beside its name; null for a township, which says it itself. */
export function foundPlace({ kind, township, month }: Found): string | null {
  if (kind === 'township') return null
  return month === null ? township : m.search_of({ township, month })
}
