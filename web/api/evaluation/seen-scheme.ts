import type { SchemeVersion } from '../../../pipeline/evaluation/schemes.ts'
import { schemeChanges, type SchemeChange } from '../../../evaluation/scheme-changes.ts'
import type { ItemisedScheme } from '../../../evaluation/scheme.ts'
import { concealedIncidents } from '../../../queries/evaluation.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'

/** A scheme as somebody may see it: what is added, deducted and vetoed of their own townships alone. */
export function seenScheme({ services: { gate } }: Desk, viewer: Viewer, scheme: ItemisedScheme): ItemisedScheme {
  if (gate.seesAll(viewer)) return scheme
  const isOwn = ({ township }: { township: string }): boolean => gate.maySeeRowsOf(viewer, township)
  return { ...scheme, entries: scheme.entries.filter(isOwn), vetoes: scheme.vetoes.filter(isOwn) }
}

/** In what a version differs from another, as far as somebody may see it. */
export const seenChanges = (
  desk: Desk,
  viewer: Viewer,
  { before, after }: { before: SchemeVersion; after: SchemeVersion },
): SchemeChange[] => schemeChanges(seenScheme(desk, viewer, before.scheme), seenScheme(desk, viewer, after.scheme))

/**
 * Vetoes that a county may take over: incidents of which a closed inspection of the year found that the record says what is
 * not so. None counts before somebody has saved it.
 */
export async function suggestedVetoes({ services: { warehouse } }: Desk, year: string) {
  const found = await concealedIncidents(warehouse, year)
  return found.map(({ township_id: township, incident_id, inspection_id, title, duties }) => ({
    township,
    incident_id,
    inspection_id,
    reason: '突发事件的记录与检查查实的不符，涉嫌瞒报',
    // Which incident it is stands in the inspection alone: this text goes into archives, where incidents have other numbers.
    evidence: `检查“${title}”（${inspection_id}）：一起突发事件的 ${duties.length} 项记录与事实不符`,
  }))
}
