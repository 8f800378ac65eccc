import { randomBytes, randomInt } from 'node:crypto'
import { ShouwangError } from '../../../errors.ts'
import { assignInspectors } from '../../../inspection/assign.ts'
import {
  commitmentOf,
  drawSample,
  frameHash,
  stratumOf,
  type DrawnUnit,
  type FrameUnit,
} from '../../../inspection/draw.ts'
import { signalCounts } from '../../../queries/credibility.ts'
import { claimsOfRecord, inspectionFrame, type FrameRow } from '../../../queries/inspections.ts'
import type { Transaction } from '../../../queries/warehouse.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { leadsOf } from '../leads.ts'
import { SUBJECT_KINDS, type Inspection, type Member, type SeenInspection, type Shares } from './inspection.ts'

const LETTERS = 'abcdefghjkmnpqrstuvwxyz'

/** A number of letters drawn at random, for what is shown in addresses: nothing can be counted by it. */
export const newId = (): string => Array.from({ length: 10 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')

export interface Plan {
  title: string
  kind: Inspection['kind']
  starts_on: string
  ends_on: string
  /** None: the whole county. */
  units: readonly string[]
  team: readonly Member[]
  random: Shares
  risk: Shares
}

const kindsOf = ({ random, risk }: Pick<Plan, 'random' | 'risk'>): (keyof Shares)[] =>
  SUBJECT_KINDS.filter((kind) => (random[kind] ?? 0) + (risk[kind] ?? 0) > 0)

const placeOf = ({ school, village }: Pick<FrameRow, 'school' | 'village'>): string | null => school ?? village

/**
 * The frame: every subject in scope, its risk raised by one where a credibility signal flags its school or township
 * (docs/inspections.md, The frame).
 */
async function frameAt({ services: { warehouse } }: Desk, as_of: string, plan: Plan): Promise<FrameRow[]> {
  const rows = await inspectionFrame(warehouse, { as_of, units: plan.units, kinds: kindsOf(plan) })
  const flagged = new Set(
    leadsOf(await signalCounts(warehouse, as_of)).flatMap(({ is_flagged, unit_id }) => (is_flagged ? [unit_id] : [])),
  )
  const isFlagged = ({ township_id, school }: FrameRow): boolean =>
    flagged.has(township_id) || (school !== null && flagged.has(`${township_id}/${school}`))
  return rows.map((row) => (isFlagged(row) ? { ...row, risk: Math.min(3, row.risk + 1) as FrameRow['risk'] } : row))
}

const unitOf = (row: FrameRow): FrameUnit => ({
  kind: row.kind,
  subject: row.subject,
  township_id: row.township_id,
  place: placeOf(row),
  risk: row.risk,
})

/**
 * Keeps a plan with its frame and the commitment to a seed that nobody has seen. Who is drawn follows from both and from
 * nothing else. Throws `conflict` where nothing is in scope.
 */
export async function commitPlan(
  desk: Desk,
  viewer: Viewer,
  plan: Plan,
): Promise<{ inspection_id: string; commitment: string }> {
  const { warehouse } = desk.services
  const as_of_at = desk.present.local
  const rows = await frameAt(desk, as_of_at, plan)
  if (rows.length === 0) {
    throw new ShouwangError('conflict', '所选范围里没有可以抽查的对象：请扩大范围，或者改抽查对象的种类。')
  }
  const inspection_id = newId()
  const commitment = await warehouse.record((transaction) =>
    keepCommitted(desk, viewer, { transaction, inspection_id, plan, rows, as_of_at }),
  )
  return { inspection_id, commitment }
}

interface Committed {
  transaction: Transaction
  inspection_id: string
  plan: Plan
  rows: readonly FrameRow[]
  as_of_at: string
}

/** Keeps a plan with its frame and a new seed, sealed; answers the commitment to both. */
export async function keepCommitted(
  desk: Desk,
  viewer: Viewer,
  { transaction, inspection_id, plan, rows, as_of_at }: Committed,
): Promise<string> {
  const seed = randomBytes(32).toString('hex')
  const frame_hash = frameHash(rows.map(unitOf))
  const commitment = commitmentOf(seed, frame_hash)
  const { team, random, risk, ...head } = plan
  await transaction.run('inspections/add', {
    ...head,
    inspection_id,
    random_share: JSON.stringify(random),
    risk_share: JSON.stringify(risk),
    as_of_at,
    frame_hash,
    commitment,
    created_at: desk.local(),
    created_by: viewer.name,
  })
  for (const { account, ties } of team)
    await transaction.run('inspections/add_member', { inspection_id, account, ties })
  const frame = await transaction.appender('inspection_frame')
  for (const row of rows) {
    frame.append([inspection_id, row.kind, row.subject, row.child_id, row.township_id, placeOf(row), row.risk])
  }
  frame.close()
  const item_id = seedId(inspection_id)
  const sealed = desk.services.texts.seal(item_id, seed)
  await transaction.run('inspections/add_sealed', { item_id, inspection_id, child_id: null, sealed })
  return commitment
}

const seedId = (inspection_id: string): string => `seed ${inspection_id}`

/** The seed of an inspection: opened to everybody who may see it once it is revealed, never before. */
export async function seedOf({ services: { warehouse, texts } }: Desk, inspection_id: string): Promise<string> {
  const [row] = await warehouse.query('inspections/sealed', { item_id: seedId(inspection_id) })
  if (!row) throw new ShouwangError('internal', `the seed of inspection ${inspection_id} is gone`)
  return texts.open(seedId(inspection_id), row.sealed as Uint8Array)
}

/** The frame as it was committed to. */
async function committedFrame({ services: { warehouse } }: Desk, inspection_id: string): Promise<FrameUnit[]> {
  const rows = await warehouse.query('inspections/frame_of', { inspection_id })
  return rows.map(({ child_id: _, ...row }) => row as unknown as FrameUnit)
}

/**
 * What of the frame somebody may have when the inspection is revealed: who works on it all of it, a unit its own strata, whole.
 * The risk of others' subjects is nobody else's to see, and keys of incidents and schools can be guessed.
 */
export async function frameFor(desk: Desk, viewer: Viewer, inspection: SeenInspection): Promise<FrameUnit[]> {
  const frame = await committedFrame(desk, inspection.inspection_id)
  const { gate } = desk.services
  const isOwn = ({ township_id, place }: FrameUnit): boolean =>
    gate.maySeeRowsOf(viewer, place === null ? township_id : `${township_id}/${place}`)
  return inspection.sight === 'read' ? frame.filter(isOwn) : frame
}

/**
 * Draws whom to visit and who goes where, and writes down what the record claims of them at the instant of the commitment,
 * so that nothing that is written in afterwards is taken for a claim. Throws `conflict` where no inspector is without a tie.
 */
export async function drawInspection(desk: Desk, inspection: Inspection): Promise<void> {
  const { warehouse } = desk.services
  const { inspection_id, as_of_at, team } = inspection
  const seed = await seedOf(desk, inspection_id)
  const { drawn, rows } = isSecondVisit(inspection)
    ? await visitedAgain(desk, inspection_id)
    : await drawnFrom(desk, inspection, seed)
  const places = new Map(rows.map((row) => [`${row.kind}:${row.subject}`, row]))
  const claims = await claimsOfRecord(warehouse, {
    as_of: as_of_at,
    subjects: drawn.map(({ kind, subject }) => `${kind}:${subject}`),
  })
  const assigned = assignInspectors(
    seed,
    placesOf(drawn),
    team.map(({ account, ties }) => ({ name: account, ties })),
  )
  const numbers = new Map(drawn.map(({ kind, subject }, index) => [`${kind}:${subject}`, index + 1]))
  await warehouse.record(async (transaction) => {
    const samples = await transaction.appender('inspection_samples')
    for (const [index, unit] of drawn.entries()) {
      const row = places.get(`${unit.kind}:${unit.subject}`)
      samples.append([
        inspection_id,
        index + 1,
        unit.kind,
        unit.subject,
        row?.child_id ?? null,
        unit.township_id,
        row?.village ?? null,
        row?.school ?? null,
        unit.stratum,
        unit.share,
        unit.inclusion,
        unit.risk,
      ])
    }
    samples.close()
    for (const [index, { subject, ...claim }] of claims.entries()) {
      const sample_id = numbers.get(String(subject)) ?? 0
      await transaction.run('inspections/add_claim', {
        ...claim,
        inspection_id,
        claim_id: index + 1,
        sample_id,
      })
    }
    for (const { township_id, place, inspectors } of assigned) {
      for (const account of inspectors)
        await transaction.run('inspections/add_place', { inspection_id, township_id, place, account })
    }
    await transaction.run('inspections/set_step', { inspection_id, step: 'drawn', happened_at: desk.local() })
  })
}

interface Drawn {
  drawn: readonly SampledUnit[]
  /** With where each of them is; others may be among them. */
  rows: readonly FrameRow[]
}
type SampledUnit = Omit<DrawnUnit, 'share'> & { share: DrawnUnit['share'] | 'second_visit' }

async function drawnFrom(desk: Desk, inspection: Inspection, seed: string): Promise<Drawn> {
  const { inspection_id, random, risk, as_of_at, units } = inspection
  const drawn = drawSample(seed, await committedFrame(desk, inspection_id), { random, risk })
  const asked = { as_of: as_of_at, units, kinds: kindsOf(inspection) }
  return { drawn, rows: await inspectionFrame(desk.services.warehouse, asked) }
}

/** Nothing is drawn: the frame that was committed to is whom the second visit goes to, each of them for certain. */
async function visitedAgain(desk: Desk, inspection_id: string): Promise<Drawn> {
  const rows = (await desk.services.warehouse.query('orders/visited', { inspection_id })) as unknown as FrameRow[]
  const drawn = rows.map((row) => {
    const unit = unitOf(row)
    return { ...unit, stratum: stratumOf(unit), share: 'second_visit' as const, inclusion: 1 }
  })
  return { drawn, rows }
}

/** A plan draws something of some kind; a second visit draws nothing. */
export const isSecondVisit = (plan: Pick<Plan, 'random' | 'risk'>): boolean => kindsOf(plan).length === 0

function placesOf(drawn: readonly SampledUnit[]): { township_id: string; place: string | null }[] {
  const places = new Map(
    drawn.map(({ township_id, place }) => [JSON.stringify([township_id, place]), { township_id, place }]),
  )
  return [...places.values()]
}

/** Moves an inspection a step on; `reveal` shows it to whom it inspected and opens its seed. */
export async function setStep(
  desk: Desk,
  inspection_id: string,
  step: 'revealed' | 'closed' | 'cancelled',
): Promise<void> {
  const happened_at = desk.local()
  await desk.services.warehouse.record(async (transaction) => {
    await transaction.run('inspections/set_step', { inspection_id, step, happened_at })
  })
}
