import { ShouwangError } from '../../../errors.ts'
import type { Transaction } from '../../../queries/warehouse.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { keepFiles, readFile } from '../handed-in.ts'
import type { OrderEventKind, OrderState } from './order-states.ts'
import { isOfUnit, type SeenOrder } from './orders.ts'

/** What people can add to an order; the others follow from what they do elsewhere. */
export const TOLD_EVENTS = ['reminded', 'proof', 'accepted', 'returned'] as const

/** Something that happens to an order, as it is sent. */
export interface OrderTelling {
  /** Made by whoever sends it: sent twice it is kept once. */
  event_id: string
  kind: (typeof TOLD_EVENTS)[number]
  words: string
  /** Of a return: the day by which it is to be mended now. */
  due_on?: string
  /** Of a proof, in base64. */
  files: readonly string[]
}

const STATES_FOR: Readonly<Record<OrderTelling['kind'], readonly OrderState[]>> = {
  proof: ['open', 'returned', 'overdue', 'handed_in'],
  reminded: ['open', 'returned', 'overdue'],
  accepted: ['handed_in'],
  returned: ['handed_in'],
}
const REFUSALS: Readonly<Record<OrderTelling['kind'], string>> = {
  proof: '这张整改单已经销号，不用再交。',
  reminded: '材料已交或者已经销号，不用催办。',
  accepted: '还没有交材料，或者已经销号，不能验收。',
  returned: '还没有交材料，或者已经销号，不能退回。',
}

/**
 * Keeps an event of an order. The unit's accounts hand in, who leads the inspection does the rest. Throws `forbidden` for
 * who may not, `conflict` where it does not follow from the state, `bad_parameter` for a file that is no picture or PDF.
 */
export async function takeOrderEvent(
  desk: Desk,
  viewer: Viewer,
  { order, telling }: { order: SeenOrder; telling: OrderTelling },
): Promise<'kept' | 'known'> {
  requireRole(desk, viewer, { order, telling })
  const files = telling.files.map(readFile)
  const { event_id, kind, words, due_on } = telling
  return desk.services.warehouse.record(async (transaction) => {
    const [known] = await transaction.query('orders/event', { event_id })
    if (known !== undefined) {
      const isSame = known.order_id === order.order_id && known.kind === kind && known.happened_by === viewer.name
      if (isSame) return 'known'
      throw new ShouwangError('conflict', `编号 ${event_id} 已经用过，请重新打开页面再交。`, { event_id })
    }
    await requireState(desk, transaction, { order, kind, due_on })
    await addOrderEvent(desk, viewer, { transaction, order, event: { event_id, kind, words, due_on } })
    const of = { order_id: order.order_id, event_id }
    await keepFiles(desk, transaction, { files, statement: 'orders/add_file', of, bound: boundTo(order) })
    return 'kept'
  })
}

function requireRole(
  desk: Desk,
  viewer: Viewer,
  { order, telling }: { order: SeenOrder; telling: OrderTelling },
): void {
  const { kind } = telling
  const may = kind === 'proof' ? isOfUnit(desk, viewer, order.unit_id) : order.inspection.sight === 'lead'
  if (may) return
  const whose = kind === 'proof' ? '整改单位的账号可以交材料' : '县领导小组的账号可以催办、验收和退回'
  throw new ShouwangError('forbidden', `只有${whose}。`, { role: viewer.role })
}

/** Asked inside the transaction: two who decide at once are one after the other. */
async function requireState(
  desk: Desk,
  transaction: Transaction,
  { order, kind, due_on }: { order: SeenOrder; kind: OrderTelling['kind']; due_on: string | undefined },
): Promise<void> {
  const today = desk.local().slice(0, 10)
  const asked = { order_id: order.order_id, inspection_id: '', units: [], today }
  const [row] = await transaction.query('orders/all', asked)
  const state = row?.state as OrderState
  if (!STATES_FOR[kind].includes(state)) {
    throw new ShouwangError('conflict', REFUSALS[kind], { state, expected: STATES_FOR[kind] })
  }
  if (due_on !== undefined && due_on < today) {
    throw new ShouwangError('bad_parameter', '新的期限不能早于今天。', { parameter: 'due_on', value: due_on })
  }
}

interface Added {
  transaction: Transaction
  order: SeenOrder
  event: {
    event_id: string
    kind: OrderEventKind
    words?: string
    due_on?: string | undefined
    second_inspection_id?: string
  }
}

/** Appends an event, its words sealed under its number. */
export async function addOrderEvent(desk: Desk, viewer: Viewer, { transaction, order, event }: Added): Promise<void> {
  const { event_id, kind, words = '', due_on = '', second_inspection_id = '' } = event
  const { order_id } = order
  const happened = { happened_at: desk.local(), happened_by: viewer.name }
  await transaction.run('orders/add_event', { event_id, order_id, kind, ...happened, due_on, second_inspection_id })
  if (words === '') return
  const sealed = desk.services.texts.seal(event_id, words)
  await transaction.run('inspections/add_sealed', { item_id: event_id, ...boundTo(order), sealed })
}

/** What is written of a child goes with the child's identity. */
const boundTo = ({ row, inspection }: SeenOrder) => ({
  inspection_id: inspection.inspection_id,
  child_id: row.child_id as bigint | null,
})
