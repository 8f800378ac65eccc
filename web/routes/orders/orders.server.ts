import { z } from 'zod'
import { dutiesAnswer, type Duty } from '../../server/answers.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'

const text = z.string().nullable()
const state = z.enum(['overdue', 'open', 'returned', 'handed_in', 'accepted'])
const event = z.object({
  event_id: z.string(),
  kind: z.enum(['issued', 'reminded', 'proof', 'accepted', 'returned', 'second_visit']),
  happened_at: text,
  happened_by: z.string(),
  due_on: text,
  second_inspection_id: text,
  words: text,
  files: z.array(z.object({ file_id: z.string(), media_type: z.string(), byte_count: z.number() })),
})
const order = z.object({
  order_id: z.string(),
  inspection_id: z.string(),
  inspection_title: z.string(),
  unit_id: z.string(),
  township: text,
  village: text,
  school: text,
  state,
  due_on: z.string(),
  issued_at: text,
  claim_id: z.number(),
  duty: z.string(),
  item: z.string(),
  period: z.string(),
  result: text,
  subject_kind: z.string(),
  number: text,
  child: text,
  child_digits: text,
  owner: text,
  to_mend: text,
  proof_wanted: text,
  may_hand_in: z.boolean(),
  may_decide: z.boolean(),
  may_lead: z.boolean(),
  events: z.array(event),
})
const answer = z.object({
  today: z.string(),
  counts: z.record(state, z.number()),
  rows: z.array(order),
  next_cursor: text,
})

export type OrderState = z.infer<typeof state>
export type Order = z.infer<typeof order>
export type OrderEvent = z.infer<typeof event>

export interface Orders {
  today: string
  counts: Record<OrderState, number>
  rows: Order[]
  /** Where to read on; null on the last page. */
  next: string | null
  duties: Duty[]
  /** Begins the numbers of what is sent from this page, so that what is sent twice is kept once. */
  token: string
}

export type OrdersPage =
  { orders: Orders; problem: null } | { orders: null; problem: { detail: string; status: number } }

/** The orders that the reader may see, of all inspections or one. */
export async function loadOrders(
  fetch: typeof globalThis.fetch,
  query: { inspection?: string; state: string | null; limit?: string; cursor?: string | null },
): Promise<OrdersPage> {
  try {
    const [found, { duties }] = await Promise.all([
      fetchAnswer(fetch, withQuery('/api/orders', query), answer),
      fetchAnswer(fetch, '/api/duties', dutiesAnswer),
    ])
    const { next_cursor: next, ...rest } = found
    return { orders: { ...rest, next, duties, token: crypto.randomUUID().slice(0, 18) }, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { orders: null, problem: { detail: error.detail, status: error.status } }
  }
}
