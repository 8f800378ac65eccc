import { ShouwangError } from '../../../errors.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import type { Warehouse } from '../../../queries/warehouse.ts'
import type { Sight } from '../../server/inspection-scope.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { ApiServices } from '../services.ts'

export const KINDS = ['announced', 'unannounced'] as const
export const SUBJECT_KINDS = ['child', 'school', 'home', 'incident'] as const
export type Shares = Partial<Record<(typeof SUBJECT_KINDS)[number], number>>

/** Where an inspection stands: it was committed to, drawn, revealed to whom it inspects, closed; or given up. */
export type Step = 'committed' | 'drawn' | 'revealed' | 'closed' | 'cancelled'

export interface Member {
  account: string
  ties: readonly string[]
}

/** An inspection; instants are the county's local time. */
export interface Inspection {
  inspection_id: string
  title: string
  kind: (typeof KINDS)[number]
  step: Step
  starts_on: string
  ends_on: string
  /** None: the whole county. */
  units: readonly string[]
  random: Shares
  risk: Shares
  as_of_at: string
  frame_hash: string
  commitment: string
  created_at: string
  created_by: string
  drawn_at: string | null
  revealed_at: string | null
  closed_at: string | null
  cancelled_at: string | null
  team: readonly Member[]
  /** Townships, schools and villages with something drawn. */
  drawn_units: readonly string[]
}

/** Every inspection, the latest first. Nothing of it may leave this room but by `seenBy`. */
async function readInspections(warehouse: Warehouse, inspection_id: string): Promise<Inspection[]> {
  const asked = { inspection_id }
  const [rows, team, units] = await Promise.all([
    warehouse.query('inspections/all', asked),
    warehouse.query('inspections/team', asked),
    warehouse.query('inspections/drawn_units', asked),
  ])
  const of = (list: readonly ResultRow[], row: ResultRow): ResultRow[] =>
    list.filter((each) => each.inspection_id === row.inspection_id)
  return rows.map(({ random_share, risk_share, ...row }) => ({
    ...(row as unknown as Omit<Inspection, 'step' | 'random' | 'risk' | 'team' | 'drawn_units'>),
    step: stepOf(row),
    random: JSON.parse(String(random_share)) as Shares,
    risk: JSON.parse(String(risk_share)) as Shares,
    team: of(team, row).map(({ account, ties }) => ({ account: String(account), ties: ties as string[] })),
    drawn_units: of(units, row).map(({ unit_id }) => String(unit_id)),
  }))
}

function stepOf(row: ResultRow): Step {
  if (row.cancelled_at !== null) return 'cancelled'
  if (row.closed_at !== null) return 'closed'
  if (row.revealed_at !== null) return 'revealed'
  return row.drawn_at === null ? 'committed' : 'drawn'
}

type Guarded = Pick<ApiServices, 'warehouse' | 'gate'>
/** An inspection and how much of it somebody sees. */
export type SeenInspection = Inspection & { sight: Exclude<Sight, 'none'> }

async function seenBy({ warehouse, gate }: Guarded, viewer: Viewer, inspection_id: string): Promise<SeenInspection[]> {
  return (await readInspections(warehouse, inspection_id)).flatMap((inspection) => {
    const sight = gate.sightOf(viewer, inspection)
    return sight === 'none' ? [] : [{ ...inspection, sight }]
  })
}

/** The inspections that somebody may know of, the latest first. */
export const visibleInspections = (services: Guarded, viewer: Viewer): Promise<SeenInspection[]> =>
  seenBy(services, viewer, '')

/** One that somebody may know of. Throws `not_found`, in the same words, for one that is hidden and one that is not there. */
export async function visibleInspection(
  services: Guarded,
  viewer: Viewer,
  inspection_id: string,
): Promise<SeenInspection> {
  const [inspection] = inspection_id === '' ? [] : await seenBy(services, viewer, inspection_id)
  if (inspection) return inspection
  throw new ShouwangError('not_found', '没有这次检查，或者不在您的账号的范围内。')
}

/** One that somebody leads (`lead`) or works on. Throws `not_found` for the others, `forbidden` for who may only read. */
export async function workedInspection(
  services: Guarded,
  viewer: Viewer,
  { inspection_id, as }: { inspection_id: string; as: 'leader' | 'member' },
): Promise<SeenInspection> {
  const inspection = await visibleInspection(services, viewer, inspection_id)
  if (inspection.sight === 'lead' || (as === 'member' && inspection.sight === 'inspect')) return inspection
  const whose = as === 'leader' ? '县领导小组的账号' : '这次检查的检查人员'
  throw new ShouwangError('forbidden', `只有${whose}可以这样做。`, { role: viewer.role })
}

/** Throws `conflict` where an inspection is not at one of these steps. */
export function requireStep({ step }: Inspection, allowed: readonly Step[], sentence: string): void {
  if (!allowed.includes(step)) throw new ShouwangError('conflict', sentence, { step, expected: allowed })
}
