import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { ShouwangError } from '../../../errors.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { newId } from './planning.ts'

/** What a device shows with everything that it sends. */
export interface DeviceProof {
  device_id: string
  token: string
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Registers a device that takes a worksheet along; the token is shown once and stands here as its hash. */
export async function addDevice(
  desk: Desk,
  viewer: Viewer,
  { inspection_id, name }: { inspection_id: string; name: string },
): Promise<DeviceProof> {
  const proof = { device_id: newId(), token: randomBytes(32).toString('base64url') }
  const row = { inspection_id, account: viewer.name, name, token_hash: hashOf(proof.token), taken_at: desk.local() }
  await desk.services.warehouse.record(async (transaction) => {
    await transaction.run('inspections/add_device', { ...row, device_id: proof.device_id })
  })
  return proof
}

/**
 * Throws `forbidden` (`data.device`: revoked or unknown) for a device that may send nothing: what it still holds it is to
 * throw away.
 */
export async function requireDevice(
  desk: Desk,
  viewer: Viewer,
  { inspection_id, proof }: { inspection_id: string; proof: DeviceProof },
): Promise<void> {
  const { warehouse } = desk.services
  const rows = await warehouse.query('inspections/devices', { inspection_id })
  const device = rows.find(({ device_id, account }) => device_id === proof.device_id && account === viewer.name)
  const isIts =
    device !== undefined && timingSafeEqual(Buffer.from(String(device.token_hash)), Buffer.from(hashOf(proof.token)))
  if (!isIts) throw new ShouwangError('forbidden', '这台设备没有登记，请重新带走工作单。', { device: 'unknown' })
  if (device.revoked_at !== null) {
    throw new ShouwangError('forbidden', '这台设备已被停用：工作单和未发出的内容会从设备上清除。', {
      device: 'revoked',
    })
  }
  await warehouse.record(async (transaction) => {
    await transaction.run('inspections/see_device', { device_id: proof.device_id, seen_at: desk.local() })
  })
}

/** Stops a device, such as a lost telephone. Throws `not_found` where there is none that runs. */
export async function revokeDevice(
  desk: Desk,
  viewer: Viewer,
  { inspection_id, device_id }: { inspection_id: string; device_id: string },
): Promise<void> {
  const changed = await desk.services.warehouse.record((transaction) =>
    transaction.run('inspections/revoke_device', {
      inspection_id,
      device_id,
      revoked_at: desk.local(),
      revoked_by: viewer.name,
    }),
  )
  if (changed === 0) throw new ShouwangError('not_found', '没有这台设备，或者它已经停用。')
}

/** The devices that took a worksheet of an inspection along; no token and no hash. */
export async function devicesOf({ services, time }: Desk, inspection_id: string): Promise<object[]> {
  const rows = await services.warehouse.query('inspections/devices', { inspection_id })
  return rows.map(({ token_hash: _, taken_at, seen_at, revoked_at, ...row }) => ({
    ...row,
    taken_at: time.instant(taken_at),
    seen_at: time.instant(seen_at),
    revoked_at: time.instant(revoked_at),
  }))
}
