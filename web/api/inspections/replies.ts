import { ShouwangError } from '../../../errors.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { requireStep, type SeenInspection } from './inspection.ts'
import { isOfUnit } from './orders.ts'
import { newId } from './planning.ts'

/**
 * Keeps what an inspected unit replies; it is never changed. Throws `conflict` before the inspection is revealed and
 * `forbidden` for a unit that is not the viewer's or had nothing drawn.
 */
export async function addInspectionReply(
  desk: Desk,
  viewer: Viewer,
  { inspection, unit, reply }: { inspection: SeenInspection; unit: string; reply: string },
): Promise<{ reply_id: string; written_at: string }> {
  requireStep(inspection, ['revealed', 'closed'], '检查公开后才能回复。')
  const { inspection_id, drawn_units } = inspection
  if (!isOfUnit(desk, viewer, unit) || !drawn_units.includes(unit)) {
    throw new ShouwangError('forbidden', '只能为本单位被抽到的乡镇或学校回复。', { unit })
  }
  const reply_id = newId()
  const written_at = desk.local()
  await desk.services.warehouse.record(async (transaction) => {
    const kept = { reply_id, inspection_id, unit_id: unit, written_at, written_by: viewer.name }
    await transaction.run('inspections/add_reply', kept)
    const sealed = desk.services.texts.seal(reply_id, reply)
    await transaction.run('inspections/add_sealed', { item_id: reply_id, inspection_id, child_id: null, sealed })
  })
  return { reply_id, written_at }
}

/** What units replied to an inspection: all of it to who works on it, to a unit its own. */
export async function inspectionReplies(desk: Desk, viewer: Viewer, { inspection_id, sight }: SeenInspection) {
  const { warehouse, gate, texts } = desk.services
  const rows = await warehouse.query('inspections/replies', { inspection_id })
  return rows
    .filter(({ unit_id }) => sight !== 'read' || gate.maySeeRowsOf(viewer, String(unit_id)))
    .map(({ reply_id, unit_id, written_at, written_by, sealed_words }) => ({
      reply_id: String(reply_id),
      unit_id: String(unit_id),
      written_at: desk.time.instant(written_at),
      written_by: String(written_by),
      reply: sealed_words instanceof Uint8Array ? texts.open(String(reply_id), sealed_words) : null,
    }))
}
