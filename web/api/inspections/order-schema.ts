import { z } from '@hono/zod-openapi'
import { handedFile, handedFiles } from '../handed-in.ts'
import { TOLD_EVENTS } from './order-events.ts'
import { ORDER_EVENTS, ORDER_STATES } from './order-states.ts'
import { day, heldBy, id, someWords, written } from './schema.ts'

/** The body of `POST /api/inspections/{inspection}/orders`. */
export const orderRequest = z
  .strictObject({
    claim_id: z.int().min(1),
    unit: z.string().min(1).max(200).describe('The school or the township of the drawn subject'),
    owner: someWords('责任人', 60),
    due_on: day('due_on').describe('The last day; overdue from the next midnight in the county’s zone on'),
    to_mend: someWords('整改内容', 1000),
    proof_wanted: someWords('需要的材料', 500),
  })
  .openapi('InspectionOrderMade')

/** The body of `POST /api/orders/{order}/events`. */
export const orderEventRequest = z
  .strictObject({
    event_id: id('event_id').describe('Made by whoever sends it: sent twice it is kept once'),
    kind: z.enum(TOLD_EVENTS, { error: `kind 应为 ${TOLD_EVENTS.join('、')} 之一。` }),
    words: written('说明', 1000).default(''),
    due_on: day('due_on').optional().describe('Of a return: the new last day'),
    files: handedFiles.describe('Of a proof: JPEG, PNG or PDF in base64'),
  })
  .refine(({ kind, words }) => words !== '' || (kind !== 'returned' && kind !== 'proof'), '请写明情况或者退回的原因。')
  .refine(({ kind, files }) => kind === 'proof' || files.length === 0, '只有交材料时可以附文件。')
  .refine(({ kind, due_on }) => kind === 'returned' || due_on === undefined, '只有退回时可以改期限。')
  .openapi('InspectionOrderEvent')

/** The body of `POST /api/orders/second-visit`. */
export const secondVisitRequest = heldBy
  .extend({ orders: z.array(id('orders')).min(1, '请至少选一张整改单。').max(100) })
  .refine(({ starts_on, ends_on }) => starts_on <= ends_on, 'ends_on 不能早于 starts_on。')
  .openapi('SecondVisit')

/** The body of `POST /api/inspections/{inspection}/replies`. */
export const inspectionReplyRequest = z
  .strictObject({ unit: z.string().min(1).max(200), reply: someWords('回复', 2000) })
  .openapi('InspectionReplyWritten')

const text = z.string().nullable()

const event = z.object({
  event_id: z.string(),
  kind: z.enum(ORDER_EVENTS),
  happened_at: text,
  happened_by: z.string(),
  due_on: text,
  second_inspection_id: text,
  words: text,
  files: z.array(handedFile),
})

/** An order with all that happened to it. */
export const orderRow = z
  .object({
    order_id: z.string(),
    inspection_id: z.string(),
    inspection_title: z.string(),
    unit_id: z.string(),
    township: text,
    village: text,
    school: text,
    state: z.enum(ORDER_STATES).describe('Follows from the events and the day; `overdue`: not handed in by then'),
    due_on: z.string(),
    issued_at: text,
    issued_by: z.string(),
    claim_id: z.int(),
    sample_id: z.int(),
    duty: z.string(),
    item: z.string(),
    period: z.string(),
    result: text,
    subject_kind: z.string(),
    number: text,
    child: text.describe('The name, masked'),
    child_digits: text,
    owner: text,
    to_mend: text,
    proof_wanted: text,
    may_hand_in: z.boolean(),
    may_decide: z.boolean(),
    may_lead: z.boolean(),
    events: z.array(event),
  })
  .openapi('InspectionOrder')

/** What `GET /api/orders` answers. */
export const ordersAnswer = z
  .object({
    today: z.string().describe('The day in the county'),
    counts: z
      .record(z.enum(ORDER_STATES), z.int())
      .describe('Of all that the viewer may see, before `state` narrows them'),
    rows: z.array(orderRow),
    next_cursor: text,
  })
  .openapi('InspectionOrders')
