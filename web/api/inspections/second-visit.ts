import { ShouwangError } from '../../../errors.ts'
import type { FrameRow } from '../../../queries/inspections.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { addOrderEvent } from './order-events.ts'
import { seenOrders, type SeenOrder } from './orders.ts'
import { keepCommitted, newId, type Plan } from './planning.ts'

/** A second visit as a leader plans it: whom it goes to are the subjects of these orders. */
export interface SecondVisit extends Omit<Plan, 'units' | 'random' | 'risk'> {
  orders: readonly string[]
}

/**
 * Plans an inspection of exactly the subjects of some orders. Nothing is drawn: they are the frame that is committed to, and
 * the seed decides only who goes where. Throws `not_found` for an order that the viewer does not lead.
 */
export async function planSecondVisit(
  desk: Desk,
  viewer: Viewer,
  { orders, ...head }: SecondVisit,
): Promise<{ inspection_id: string; commitment: string; units: string[] }> {
  const chosen = await ledOrders(desk, viewer, orders)
  const inspection_id = newId()
  const units = [...new Set(chosen.map(({ unit_id }) => unit_id))]
  const plan: Plan = { ...head, units, random: {}, risk: {} }
  const commitment = await desk.services.warehouse.record(async (transaction) => {
    for (const order of chosen) {
      const event = { event_id: newId(), kind: 'second_visit' as const, second_inspection_id: inspection_id }
      await addOrderEvent(desk, viewer, { transaction, order, event })
    }
    const rows = (await transaction.query('orders/visited', { inspection_id })) as unknown as FrameRow[]
    const as_of_at = desk.present.local
    return keepCommitted(desk, viewer, { transaction, inspection_id, plan, rows, as_of_at })
  })
  return { inspection_id, commitment, units }
}

async function ledOrders(desk: Desk, viewer: Viewer, order_ids: readonly string[]): Promise<SeenOrder[]> {
  const led = (await seenOrders(desk, viewer, {})).filter(({ inspection }) => inspection.sight === 'lead')
  return [...new Set(order_ids)].map((id) => {
    const order = led.find(({ order_id }) => order_id === id)
    if (order) return order
    throw new ShouwangError('not_found', `没有整改单 ${id}，或者不由您的账号负责。`, { order_id: id })
  })
}
