import type { EventEmitter } from 'node:events'
import { fromLocal, toLocal } from '../queries/instants.ts'
import type { Warehouse } from '../queries/warehouse.ts'
import type { ApplicationEvents } from './application.ts'

/** So many days before its last day an order is said to be due. */
const DUE_DAYS = 3
/** Days pass without an event, and a machine may have slept. */
const LONGEST_MS = 60 * 60_000

export interface OrderClockOptions {
  warehouse: Warehouse
  timezone: string
  now: () => Date
  events: EventEmitter<ApplicationEvents>
  /** Calls back after so many milliseconds; answers what stops it. */
  set_timer?: (ms: number, onExpire: () => void) => () => void
  report?: (error: unknown) => void
}

export interface OrderClock {
  /** Resolves when what is due now is told and the timer is set. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * Tells each hour which orders to mend are due within three days or overdue (`order`); who hears it tells people each once.
 * There are orders of revealed inspections alone, so nothing of a hidden one is told.
 */
export function startOrderClock(options: OrderClockOptions): OrderClock {
  const { events, set_timer = systemTimer, report } = options
  let cancel: (() => void) | undefined
  let isClosed = false
  let turn: Promise<void> = Promise.resolve()
  const run = async (): Promise<void> => {
    if (isClosed) return
    for (const order of await dueOrders(options)) events.emit('order', order)
  }
  const plan = (): void => {
    turn = turn
      .then(run)
      .catch((error: unknown) => report?.(error))
      .then(() => void (cancel = isClosed ? undefined : set_timer(LONGEST_MS, plan)))
  }
  plan()
  return {
    settled: () => turn,
    close: async () => {
      isClosed = true
      cancel?.()
      await turn
    },
  }
}

/** The orders that nobody handed in whose last day comes within three days or is over, as events. */
export async function dueOrders({
  warehouse,
  timezone,
  now,
}: Pick<OrderClockOptions, 'warehouse' | 'timezone' | 'now'>): Promise<ApplicationEvents['order'][0][]> {
  const dayAfter = (days: number): string =>
    toLocal(new Date(now().getTime() + days * 86_400_000), timezone).slice(0, 10)
  const rows = await warehouse.query('orders/due', { today: dayAfter(0), soon: dayAfter(DUE_DAYS) })
  return rows.map(({ order_id, unit_id, due_on, is_overdue }) => ({
    kind: is_overdue === true ? 'order_overdue' : 'order_due',
    unit_id: String(unit_id),
    key: String(order_id),
    deadline: fromLocal(`${String(due_on)}T23:59:59`, timezone),
  }))
}

function systemTimer(ms: number, onExpire: () => void): () => void {
  const timer = setTimeout(onExpire, ms)
  return () => clearTimeout(timer)
}
