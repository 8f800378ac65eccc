import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import type { Inspection } from './inspection.ts'

/** Keeps that somebody took a worksheet in clear; under no unit, so that no township learns of it before it may. */
export async function recordLook(
  { services }: Desk,
  viewer: Viewer,
  { inspection_id, count, device_id }: { inspection_id: string; count: number; device_id: string | null },
): Promise<void> {
  const detail = JSON.stringify({ samples: count, ...(device_id === null ? {} : { device_id }) })
  await services.gate.record(viewer, {
    action: 'worksheet_taken',
    subject: inspection_id,
    purpose: 'inspection',
    detail,
  })
}

/**
 * When an inspection is revealed: an entry a drawn child, under its township or school, so that these see who was to look
 * at whom and why (issue "Children's data", 5).
 */
export async function revealLooks(
  { services: { gate, warehouse } }: Desk,
  viewer: Viewer,
  { inspection_id, as_of_at }: Inspection,
): Promise<void> {
  const samples = await warehouse.query('inspections/samples', { inspection_id, as_of_at })
  for (const { child_id, township_id, school, accounts } of samples) {
    if (child_id === null) continue
    await gate.record(viewer, {
      action: 'inspected',
      unit_id: school === null ? String(township_id) : `${String(township_id)}/${String(school)}`,
      subject: String(child_id),
      purpose: 'inspection',
      detail: (accounts as string[]).join('、'),
    })
  }
}
