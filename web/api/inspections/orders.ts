import { ShouwangError } from '../../../errors.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import { visibleInspections, type SeenInspection } from './inspection.ts'
import type { OrderEventKind, OrderState } from './order-states.ts'
import { newId } from './planning.ts'

/** What is sealed of an order: written by people, of people. */
interface Words {
  owner: string
  to_mend: string
  proof_wanted: string
}

/** An order with the inspection that it comes from, as the viewer sees that. */
export interface SeenOrder {
  row: ResultRow
  order_id: string
  unit_id: string
  state: OrderState
  inspection: SeenInspection
}

interface Asked {
  /** None: all. */
  units?: readonly string[]
  /** Empty: of all. */
  inspection_id?: string
  order_id?: string
}

/** Orders of inspections that the viewer may know of, what waits first; without what is sealed of them. */
export async function seenOrders(desk: Desk, viewer: Viewer, asked: Asked): Promise<SeenOrder[]> {
  const { units = [], inspection_id = '', order_id = '' } = asked
  const inspections = new Map(
    (await visibleInspections(desk.services, viewer)).map((each) => [each.inspection_id, each]),
  )
  if (inspections.size === 0) return []
  // Before anything can be asked of an order its inspection is revealed; a day is over at midnight in the county.
  const today = desk.local().slice(0, 10)
  const rows = await desk.services.warehouse.query('orders/all', { units, inspection_id, order_id, today })
  return rows.flatMap((row) => {
    const inspection = inspections.get(String(row.inspection_id))
    const unit_id = String(row.unit_id)
    if (inspection === undefined || !desk.services.gate.maySeeRowsOf(viewer, unit_id)) return []
    return [{ row, order_id: String(row.order_id), unit_id, state: row.state as OrderState, inspection }]
  })
}

/** One that the viewer may see. Throws `not_found`, in the same words, for one that is hidden and one that is not there. */
export async function seenOrder(desk: Desk, viewer: Viewer, order_id: string): Promise<SeenOrder> {
  const [order] = order_id === '' ? [] : await seenOrders(desk, viewer, { order_id })
  if (order) return order
  throw new ShouwangError('not_found', '没有这张整改单，或者不在您的账号的范围内。')
}

/** Orders as pages show them: names masked, what happened to each in order, and what the viewer may do. */
export async function shownOrders(desk: Desk, viewer: Viewer, orders: readonly SeenOrder[]) {
  if (orders.length === 0) return []
  const { warehouse } = desk.services
  const order_ids = orders.map(({ order_id }) => order_id)
  const [events, sealed, inspections] = await Promise.all([
    warehouse.query('orders/events', { order_ids }),
    warehouse.query('orders/sealed', { order_ids }),
    visibleInspections(desk.services, viewer),
  ])
  const known = new Set(inspections.map(({ inspection_id }) => inspection_id))
  const sealedOf = new Map(sealed.map((row) => [row.order_id, row]))
  return orders.map((order) => {
    const own = events.filter(({ order_id }) => order_id === order.order_id)
    // Where a second visit is planned is hidden as the inspection is, its event with it.
    const shown = own.filter(({ second_inspection_id: id }) => id === null || known.has(String(id)))
    return {
      ...headOf(desk, order, sealedOf.get(order.order_id) ?? {}),
      ...mayOf(viewer, order),
      events: shown.map((event) => eventOf(desk, event)),
    }
  })
}

export type ShownOrder = Awaited<ReturnType<typeof shownOrders>>[number]

function headOf(desk: Desk, { row, order_id, unit_id, state, inspection }: SeenOrder, sealed: ResultRow) {
  const { services, time } = desk
  const name = openSealed(services, sealed.name, sealed.sealed_name)
  const id = openSealed(services, row.child_id, sealed.sealed_id)
  const words = sealed.sealed_words instanceof Uint8Array ? services.texts.open(order_id, sealed.sealed_words) : null
  const {
    owner = null,
    to_mend = null,
    proof_wanted = null,
  } = words === null ? {} : (JSON.parse(words) as Partial<Words>)
  return {
    order_id,
    inspection_id: inspection.inspection_id,
    inspection_title: inspection.title,
    unit_id,
    township: row.township as string | null,
    village: row.village as string | null,
    school: row.school as string | null,
    state,
    due_on: String(row.due_on),
    issued_at: time.instant(row.issued_at),
    issued_by: String(row.issued_by),
    claim_id: row.claim_id as number,
    sample_id: row.sample_id as number,
    duty: String(row.duty),
    item: String(row.item),
    period: String(row.period),
    result: row.result as string | null,
    subject_kind: String(row.subject_kind),
    /** Of a home or an incident its number, of a school its name; null for a child. */
    number: row.child_id === null ? String(row.subject).split('/').slice(1).join('/') : null,
    child: name === null ? null : maskName(name),
    child_digits: id === null ? null : lastFour(id),
    /** Null where they went with the identity of the child that they are about. */
    owner,
    to_mend,
    proof_wanted,
  }
}

/** Whether somebody belongs to the unit that is to mend: they hand in, and nobody else does. */
export const isOfUnit = (desk: Desk, viewer: Viewer, unit_id: string): boolean =>
  (viewer.role === 'township' || viewer.role === 'school') && desk.services.gate.maySeeRowsOf(viewer, unit_id)

function mayOf(viewer: Viewer, { state, inspection }: SeenOrder) {
  const isUnits = viewer.role === 'township' || viewer.role === 'school'
  return {
    may_hand_in: isUnits && state !== 'accepted',
    may_decide: inspection.sight === 'lead' && state === 'handed_in',
    may_lead: inspection.sight === 'lead',
  }
}

function eventOf({ services, time }: Desk, row: ResultRow) {
  const event_id = String(row.event_id)
  return {
    event_id,
    kind: row.kind as OrderEventKind,
    happened_at: time.instant(row.happened_at),
    happened_by: String(row.happened_by),
    due_on: row.due_on as string | null,
    second_inspection_id: row.second_inspection_id as string | null,
    words: row.sealed_words instanceof Uint8Array ? services.texts.open(event_id, row.sealed_words) : null,
    files: JSON.parse(String(row.files)) as { file_id: string; media_type: string; byte_count: number }[],
  }
}

/** An order as a leader writes it. */
export interface NewOrder extends Words {
  claim_id: number
  unit: string
  due_on: string
}

/**
 * Makes an order of what was found of a claim, for the school or the township of the drawn subject. Throws `not_found` for
 * a claim of another inspection, `bad_parameter` for another unit or a day that is over, `conflict` where nothing was found
 * or an order of the claim still waits.
 */
export async function makeOrder(
  desk: Desk,
  viewer: Viewer,
  { inspection_id, order }: { inspection_id: string; order: NewOrder },
): Promise<{ order_id: string; unit_id: string }> {
  const { claim_id, unit, due_on, ...words } = order
  const issued_at = desk.local()
  if (due_on < issued_at.slice(0, 10)) {
    throw new ShouwangError('bad_parameter', '期限不能早于今天。', { parameter: 'due_on', value: due_on })
  }
  return desk.services.warehouse.record(async (transaction) => {
    const [claim] = await transaction.query('inspections/claim', { inspection_id, claim_id })
    if (claim === undefined) throw new ShouwangError('not_found', `这次检查没有第 ${claim_id} 项记录。`, { claim_id })
    const units = unitsOf(claim)
    if (!units.includes(unit)) {
      const message = `整改单位应为抽到的对象所在的学校或乡镇：${units.join('、')}。`
      throw new ShouwangError('bad_parameter', message, { parameter: 'unit', value: unit })
    }
    const tellings = await transaction.query('inspections/findings_of_claim', { inspection_id, claim_id })
    if (!tellings.some(({ stands }) => stands === true)) {
      throw new ShouwangError('conflict', '这一项还没有核查结果，不能下达整改单。', { claim_id })
    }
    const waiting = await transaction.query('orders/waiting', { inspection_id, claim_id })
    if (waiting.length > 0) {
      throw new ShouwangError('conflict', '这一项已有一张没有销号的整改单。', { order_id: waiting[0]?.order_id })
    }
    const order_id = newId()
    const event = { event_id: newId(), order_id, kind: 'issued', happened_at: issued_at, happened_by: viewer.name }
    await transaction.run('orders/add', {
      order_id,
      inspection_id,
      claim_id,
      unit_id: unit,
      due_on,
      issued_at,
      issued_by: viewer.name,
    })
    await transaction.run('orders/add_event', { ...event, due_on: '', second_inspection_id: '' })
    const sealed = desk.services.texts.seal(order_id, JSON.stringify(words))
    const child_id = claim.child_id as bigint | null
    await transaction.run('inspections/add_sealed', { item_id: order_id, inspection_id, child_id, sealed })
    return { order_id, unit_id: unit }
  })
}

/** The units that can be ordered to mend what was found of a sample: its school, and its township. */
export function unitsOf({ township_id, school }: ResultRow): string[] {
  const township = String(township_id)
  return [...(school === null ? [] : [`${township}/${String(school)}`]), township]
}
