import { createHash } from 'node:crypto'
import { ShouwangError } from '../../../errors.ts'
import { toLocal } from '../../../queries/instants.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import type { Transaction } from '../../../queries/warehouse.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import type { Inspection } from './inspection.ts'

export const RESULTS = ['confirmed', 'not_confirmed', 'contradicted', 'unchecked'] as const

/** What somebody found of a claim, as it is sent. */
export interface Told {
  /** Made by the device: told twice it is kept once. */
  finding_id: string
  claim_id: number
  /** The finding that this one replaces, as the device knows it; null: none. */
  after: string | null
  result: (typeof RESULTS)[number]
  note: string
  found_at: string
  sequence?: number
  place?: { latitude: number; longitude: number; accuracy_m: number }
}

/** What became of a telling: it stands, was known already, or stands beside another that its teller had not seen. */
export interface Taken {
  finding_id: string
  claim_id: number
  state: 'kept' | 'known' | 'conflict'
}

/**
 * Keeps findings in the order in which they were told, all or none of them. One whose claim has meanwhile another finding
 * than its teller knew is kept as well, marked as a conflict, and stands only when somebody chooses it; so is what comes
 * after the inspection was closed. Throws `not_found` for a claim that is not of the inspection.
 */
export async function takeFindings(
  desk: Desk,
  viewer: Viewer,
  { inspection, told, device_id }: { inspection: Inspection; told: readonly Told[]; device_id: string | null },
): Promise<Taken[]> {
  return desk.services.warehouse.record(async (transaction) => {
    const taken: Taken[] = []
    for (const finding of told) {
      const state = await takeOne(desk, viewer, { transaction, inspection, finding, device_id })
      taken.push({ finding_id: finding.finding_id, claim_id: finding.claim_id, state })
    }
    return taken
  })
}

interface One {
  transaction: Transaction
  inspection: Inspection
  finding: Told
  device_id: string | null
}

async function takeOne(
  desk: Desk,
  viewer: Viewer,
  { transaction, inspection, finding, device_id }: One,
): Promise<Taken['state']> {
  const { inspection_id } = inspection
  const { finding_id, claim_id, after, result, note, place, sequence } = finding
  const [known] = await transaction.query('inspections/finding', { finding_id })
  if (known !== undefined) {
    // Somebody else's number of the same name would be a way to be told that something was kept.
    const isSame =
      known.inspection_id === inspection_id && known.claim_id === claim_id && known.found_by === viewer.name
    if (!isSame) throw new ShouwangError('conflict', `编号 ${finding_id} 已用于另一条核查结果。`, { finding_id })
    return known.is_conflict === true ? 'conflict' : 'known'
  }
  const [claim] = await transaction.query('inspections/claim', { inspection_id, claim_id })
  if (claim === undefined) throw new ShouwangError('not_found', `这次检查没有第 ${claim_id} 项记录。`, { claim_id })
  const before = await transaction.query('inspections/findings_of_claim', { inspection_id, claim_id })
  const standing = before.find(({ stands }) => stands === true)
  const isLate = inspection.closed_at !== null
  const is_conflict = isLate || (standing?.finding_id ?? null) !== after
  if (!is_conflict) await transaction.run('inspections/step_down', { inspection_id, claim_id })
  await transaction.run('inspections/add_finding', {
    finding_id,
    inspection_id,
    claim_id,
    version: before.length + 1,
    result,
    stands: !is_conflict,
    is_conflict,
    found_at: toLocal(new Date(finding.found_at), desk.services.timezone),
    found_by: viewer.name,
    device_id: device_id ?? '',
    sequence: sequence ?? null,
    received_at: desk.local(),
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    accuracy_m: place?.accuracy_m ?? null,
  })
  if (note !== '') {
    const sealed = desk.services.texts.seal(finding_id, note)
    const child_id = claim.child_id as bigint | null
    await transaction.run('inspections/add_sealed', { item_id: finding_id, inspection_id, child_id, sealed })
  }
  return is_conflict ? 'conflict' : 'kept'
}

/** Everything that was told of a claim, for who works on the inspection. */
export async function tellingsOf(
  { services, time }: Desk,
  { inspection_id, claim_id }: { inspection_id: string; claim_id: number },
): Promise<object[]> {
  const rows = await services.warehouse.query('inspections/findings_of_claim', { inspection_id, claim_id })
  return rows.map(({ sealed_note, found_at, received_at, settled_at, ...row }) => ({
    ...row,
    found_at: time.instant(found_at),
    received_at: time.instant(received_at),
    settled_at: time.instant(settled_at),
    note: sealed_note instanceof Uint8Array ? services.texts.open(String(row.finding_id), sealed_note) : null,
  }))
}

/** Of several tellings of a claim one is chosen: it stands, the others stay in the record. Throws `not_found`. */
export async function settleFinding(
  desk: Desk,
  viewer: Viewer,
  { inspection_id, finding_id }: { inspection_id: string; finding_id: string },
): Promise<void> {
  await desk.services.warehouse.record(async (transaction) => {
    const [found] = await transaction.query('inspections/finding', { finding_id })
    if (found?.inspection_id !== inspection_id) throw new ShouwangError('not_found', '没有这条核查结果。')
    const claim_id = found.claim_id as number
    const settled = { inspection_id, claim_id, finding_id, settled_at: desk.local(), settled_by: viewer.name }
    await transaction.run('inspections/choose', settled)
  })
}

/** Claims of an inspection that two told differently and of which none was chosen yet. */
export async function openConflicts({ services }: Desk, inspection_id: string): Promise<number[]> {
  const rows = await services.warehouse.query('inspections/gaps', { inspection_id })
  return rows.map(({ claim_id }) => claim_id as number)
}

/** A picture that belongs to a finding, as it is sent. */
export interface Photo {
  photo_id: string
  finding_id: string
  taken_at: string
  /** A JPEG, in base64. */
  jpeg: string
}

/** Keeps a picture, sealed; sent twice it is kept once. Throws `not_found` for a finding that has not come. */
export async function takePhoto(
  desk: Desk,
  { inspection_id, photo, device_id }: { inspection_id: string; photo: Photo; device_id: string | null },
): Promise<'kept' | 'known'> {
  const { photo_id, finding_id, jpeg } = photo
  const bytes = Buffer.from(jpeg, 'base64')
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) {
    throw new ShouwangError('bad_parameter', '照片应为 JPEG。', { parameter: 'jpeg' })
  }
  return desk.services.warehouse.record(async (transaction) => {
    const [known] = await transaction.query('inspections/photos', { inspection_id, photo_id })
    if (known !== undefined) return 'known'
    const [finding] = await transaction.query('inspections/finding', { finding_id })
    if (finding?.inspection_id !== inspection_id) throw new ShouwangError('not_found', '照片所属的核查结果还没有收到。')
    const claim_id = finding.claim_id as number
    const [claim] = await transaction.query('inspections/claim', { inspection_id, claim_id })
    await transaction.run('inspections/add_photo', {
      photo_id,
      finding_id,
      inspection_id,
      taken_at: toLocal(new Date(photo.taken_at), desk.services.timezone),
      device_id: device_id ?? '',
      received_at: desk.local(),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const sealed = desk.services.texts.seal(photo_id, bytes.toString('base64'))
    const child_id = (claim?.child_id ?? null) as bigint | null
    await transaction.run('inspections/add_sealed', { item_id: photo_id, inspection_id, child_id, sealed })
    return 'kept'
  })
}

/** A picture in clear, and its list without them. Throws `not_found`. */
export async function photoOf(
  { services: { warehouse, texts } }: Desk,
  { inspection_id, photo_id }: { inspection_id: string; photo_id: string },
): Promise<Buffer> {
  const [row]: (ResultRow | undefined)[] = await warehouse.query('inspections/sealed', { item_id: photo_id })
  const [photo] = await warehouse.query('inspections/photos', { inspection_id, photo_id })
  if (!row || !photo) throw new ShouwangError('not_found', '没有这张照片，或者它已随儿童的身份信息删除。')
  return Buffer.from(texts.open(photo_id, row.sealed as Uint8Array), 'base64')
}
