import { createHash } from 'node:crypto'
import { ShouwangError } from '../../../errors.ts'
import type { Transaction } from '../../../queries/warehouse.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import type { OrderEventKind, OrderState } from './order-states.ts'
import { isOfUnit, type SeenOrder } from './orders.ts'
import { newId } from './planning.ts'

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

const MOST_FILE_BYTES = 1024 * 1024

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
    for (const [index, file] of files.entries()) await keepFile(desk, transaction, { order, event_id, file, index })
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

interface ReadFile {
  bytes: Buffer
  media_type: string
}

const BEGINNINGS: readonly [string, Buffer][] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['application/pdf', Buffer.from('%PDF-')],
]

/** What a file is, by how it begins and not by what it is called. */
function readFile(text: string): ReadFile {
  const bytes = Buffer.from(text, 'base64')
  const found = BEGINNINGS.find(([, beginning]) => bytes.subarray(0, beginning.length).equals(beginning))
  if (found === undefined) {
    throw new ShouwangError('bad_parameter', '材料应为 JPEG、PNG 图片或 PDF 文件。', { parameter: 'files' })
  }
  if (bytes.length > MOST_FILE_BYTES) {
    throw new ShouwangError('bad_parameter', '每个文件不超过 1 MB。', { parameter: 'files' })
  }
  return { bytes, media_type: found[0] }
}

async function keepFile(
  desk: Desk,
  transaction: Transaction,
  { order, event_id, file, index }: { order: SeenOrder; event_id: string; file: ReadFile; index: number },
): Promise<void> {
  const file_id = newId()
  await transaction.run('orders/add_file', {
    file_id,
    order_id: order.order_id,
    event_id,
    number: index + 1,
    media_type: file.media_type,
    byte_count: file.bytes.length,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
  })
  const sealed = desk.services.texts.seal(file_id, file.bytes.toString('base64'))
  await transaction.run('inspections/add_sealed', { item_id: file_id, ...boundTo(order), sealed })
}

/** A file that was handed in, in clear. Throws `not_found`. */
export async function orderFile(
  { services: { warehouse, texts } }: Desk,
  { order_id, file_id }: { order_id: string; file_id: string },
): Promise<{ bytes: Buffer; media_type: string }> {
  const [file] = await warehouse.query('orders/file', { order_id, file_id })
  const [row] = file === undefined ? [] : await warehouse.query('inspections/sealed', { item_id: file_id })
  if (!row || !file) throw new ShouwangError('not_found', '没有这份材料，或者它已随儿童的身份信息删除。')
  const bytes = Buffer.from(texts.open(file_id, row.sealed as Uint8Array), 'base64')
  return { bytes, media_type: String(file.media_type) }
}
