import type { NoticeKind } from '../../pipeline/notices/config.ts'
import { maySeeRowsOf, mayAsk } from './scope.ts'
import { isWithin, seesAll, type Viewer } from './viewer.ts'

/**
 * Whether somebody may be told of a kind of event that happened in these units: of incidents and orders whoever may see
 * rows of one of them, of stale data whoever sees how they came.
 */
export function mayBeTold(viewer: Viewer, kind: NoticeKind, places: readonly string[]): boolean {
  if (kind !== 'township_stale') return places.some((place) => maySeeRowsOf(viewer, place))
  return mayAsk(viewer, 'desk') && (seesAll(viewer) || places.some((place) => isWithin(place, viewer.units)))
}

/** Whether somebody may choose a kind at all. */
export const mayChoose = (viewer: Viewer, kind: NoticeKind): boolean =>
  mayAsk(viewer, kind === 'township_stale' ? 'desk' : 'rows')
