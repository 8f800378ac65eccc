/** How an order stands, what waits first; it follows from its events and the day (queries/orders/all.sql). */
export const ORDER_STATES = ['overdue', 'open', 'returned', 'handed_in', 'accepted'] as const
export type OrderState = (typeof ORDER_STATES)[number]
/** What happens to an order. */
export const ORDER_EVENTS = ['issued', 'reminded', 'proof', 'accepted', 'returned', 'second_visit'] as const
export type OrderEventKind = (typeof ORDER_EVENTS)[number]
