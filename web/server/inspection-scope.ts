import { isWithin, seesAll, type Viewer } from './viewer.ts'

/** What decides who may know of an inspection. */
export interface InspectionScope {
  kind: 'announced' | 'unannounced'
  /** Units in scope; none: the whole county. */
  units: readonly string[]
  team: readonly { account: string }[]
  revealed_at: string | null
  cancelled_at: string | null
  /** Townships, schools and villages with something drawn. */
  drawn_units: readonly string[]
}

/** lead: orders it · inspect: is of its team · read: may know of it · none: it is not there. */
export type Sight = 'lead' | 'inspect' | 'read' | 'none'

/**
 * How much of an inspection somebody sees. An unannounced one is there for nobody but its leaders and its team until it is
 * revealed; an announced one is known to the units in its scope from the beginning; one that was cancelled before it was
 * revealed stays unknown.
 */
export function sightOf(viewer: Viewer, inspection: InspectionScope): Sight {
  if (isLeader(viewer, inspection)) return 'lead'
  if (viewer.role === 'inspector' && inspection.team.some(({ account }) => account === viewer.name)) return 'inspect'
  return isKnownTo(viewer, inspection) ? 'read' : 'none'
}

const isLeader = (viewer: Viewer, { units }: InspectionScope): boolean =>
  viewer.role === 'county' &&
  (seesAll(viewer) || (units.length > 0 && units.every((unit) => isWithin(unit, viewer.units))))

function isKnownTo(viewer: Viewer, { kind, units, revealed_at, cancelled_at, drawn_units }: InspectionScope): boolean {
  if (viewer.role === 'operator') return false
  if (revealed_at === null && (kind === 'unannounced' || cancelled_at !== null)) return false
  if (seesAll(viewer)) return true
  return revealed_at === null ? overlaps(units, viewer.units) : drawn_units.some((unit) => isWithin(unit, viewer.units))
}

const overlaps = (units: readonly string[], own: readonly string[]): boolean =>
  units.length === 0 || units.some((unit) => isWithin(unit, own)) || own.some((unit) => isWithin(unit, units))
