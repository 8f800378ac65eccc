import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOrderClock } from '../../pipeline/order-clock.ts'
import type { OrderEvent } from '../../pipeline/outbox/look.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { manualTimer } from '../support/manual-timer.ts'

let county: ApiCounty
beforeAll(async () => void (county = await openApiCounty({ pulls: 0 })))
afterAll(() => county.close())

it('tells each hour what is due within three days or over, by the county’s day, until it is handed in', async () => {
  const { warehouse, events, now } = county.application
  const add = (event_id: string, kind: string) =>
    warehouse.record((transaction) =>
      transaction.run('orders/add_event', {
        event_id,
        order_id: 'abcdefghjk',
        kind,
        happened_at: '2026-11-01T09:00:00',
        happened_by: 'county',
        due_on: '',
        second_inspection_id: '',
      }),
    )
  await warehouse.record((transaction) =>
    transaction.run('orders/add', {
      order_id: 'abcdefghjk',
      inspection_id: 'bcdefghjkm',
      claim_id: 1,
      unit_id: '01',
      due_on: '2026-11-15',
      issued_at: '2026-11-01T09:00:00',
      issued_by: 'county',
    }),
  )
  await add('issued-of-it', 'issued')
  const heard: OrderEvent[] = []
  events.on('order', (order) => void heard.push(order))
  const timers = manualTimer()
  county.clock.now = new Date('2026-11-11T23:30:00+08:00')
  const clock = startOrderClock({ warehouse, events, now, timezone: 'Asia/Shanghai', set_timer: timers.timer })
  await clock.settled()
  const heardAt = async (instant: string): Promise<OrderEvent[]> => {
    county.clock.now = new Date(instant)
    timers.expire(3_600_000)
    await clock.settled()
    return heard.splice(0)
  }
  expect(heard).toEqual([])
  const told = { unit_id: '01', key: 'abcdefghjk', deadline: '2026-11-15T23:59:59+08:00' }
  expect(await heardAt('2026-11-12T00:30:00+08:00')).toEqual([{ kind: 'order_due', ...told }])
  expect(await heardAt('2026-11-15T23:30:00+08:00')).toEqual([{ kind: 'order_due', ...told }])
  expect(await heardAt('2026-11-15T16:30:00Z')).toEqual([{ kind: 'order_overdue', ...told }])
  await add('proof-of-it', 'proof')
  expect(await heardAt('2026-11-16T01:30:00+08:00')).toEqual([])
  await clock.close()
  expect(timers.running()).toEqual([])
})
