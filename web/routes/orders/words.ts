import type { Status } from '$lib/components/status.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { Order, OrderEvent, OrderState } from './orders.server.ts'

const STATE_NAMES: Record<OrderState, () => string> = {
  overdue: m.orders_state_overdue,
  open: m.orders_state_open,
  returned: m.orders_state_returned,
  handed_in: m.orders_state_handed_in,
  accepted: m.orders_state_accepted,
}

/** How an order stands, in words. */
export const stateName = (state: OrderState): string => STATE_NAMES[state]()

/** The states of an order, in the order of the list: what waits first. */
export const STATES: readonly OrderState[] = ['overdue', 'open', 'returned', 'handed_in', 'accepted']

const MARKS: Record<OrderState, Status> = {
  overdue: 'missed',
  open: 'pending',
  returned: 'late',
  handed_in: 'ahead',
  accepted: 'met',
}

/** The shape and colour beside the word. */
export const stateMark = (state: OrderState): Status => MARKS[state]

const EVENTS: Record<OrderEvent['kind'], () => string> = {
  issued: m.orders_event_issued,
  reminded: m.orders_event_reminded,
  proof: m.orders_event_proof,
  accepted: m.orders_event_accepted,
  returned: m.orders_event_returned,
  second_visit: m.orders_event_second_visit,
}

/** What happened, in words. */
export const eventName = (kind: OrderEvent['kind']): string => EVENTS[kind]()

const RESULTS: Record<string, () => string> = {
  confirmed: m.orders_result_confirmed,
  not_confirmed: m.orders_result_not_confirmed,
  contradicted: m.orders_result_contradicted,
  unchecked: m.orders_result_unchecked,
}

/** What was found of a claim, in words. */
export const resultName = (result: string | null): string => RESULTS[result ?? '']?.() ?? ''

/** The unit that is to mend: its township, and the school where it is one. */
export const unitOf = ({ unit_id, township }: Pick<Order, 'unit_id' | 'township'>): string => {
  const [id, place] = unit_id.split('/')
  return [township ?? id, place].filter(Boolean).join(' ')
}

/** Whom it is about: a child by the masked name and the last digits, others by their number or name. */
export const subjectOf = ({ child, child_digits, number }: Pick<Order, 'child' | 'child_digits' | 'number'>): string =>
  [child, child_digits === null ? null : `…${child_digits}`, number].filter(Boolean).join(' ')

const FILES: Record<string, () => string> = {
  'image/jpeg': m.orders_file_picture,
  'image/png': m.orders_file_picture,
  'application/pdf': m.orders_file_pdf,
}

/** A file that was handed in: names of files are not kept. */
export const fileName = (media_type: string): string => FILES[media_type]?.() ?? media_type
