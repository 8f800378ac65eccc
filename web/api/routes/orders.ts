import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { fileAnswer, filePath, fileResponses, openFile } from '../handed-in.ts'
import { requireStep, visibleInspection, workedInspection } from '../inspections/inspection.ts'
import { takeOrderEvent } from '../inspections/order-events.ts'
import {
  inspectionReplyRequest,
  orderEventRequest,
  orderRequest,
  ordersAnswer,
  secondVisitRequest,
} from '../inspections/order-schema.ts'
import { inspectionReply } from '../inspections/schema.ts'
import { ORDER_STATES } from '../inspections/order-states.ts'
import { makeOrder, seenOrder, seenOrders, shownOrders } from '../inspections/orders.ts'
import { addInspectionReply } from '../inspections/replies.ts'
import { planSecondVisit } from '../inspections/second-visit.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'
import { RateLimit } from '../rate-limit.ts'
import { inspectionPath, json, NOT_KEPT, posted, requireInspectors } from './inspections.ts'

const MOST_A_MINUTE = 30

const orderPath = z.object({
  order: z
    .string()
    .regex(/^[a-z]{1,40}$/, '没有这张整改单。')
    .openapi({ description: 'The number of an order, as the list gives it.' }),
})

/** Orders to mend what was found, what happens to them, and what units reply (docs/inspections.md, 整改). */
export function addOrders(api: Api, desk: Desk): void {
  const limit = new RateLimit(MOST_A_MINUTE, desk.services.ticks)
  const requirePace = (name: string): void => {
    const wait = limit.take(name)
    if (wait > 0) throw new ShouwangError('too_many_requests', `写得太快，请在 ${wait} 秒后再试。`, { wait })
  }
  addList(api, desk)
  addMake(api, desk)
  addEvent(api, desk, requirePace)
  addFile(api, desk)
  addSecondVisit(api, desk)
  addReply(api, desk, requirePace)
}

function addList(api: Api, desk: Desk): void {
  const { parameters, units } = desk
  const route = createRoute({
    method: 'get',
    path: '/orders',
    operationId: 'orders',
    summary: 'Orders to mend what inspections found, what waits first; names masked',
    request: {
      query: queryOf({
        unit: parameters.unit.optional(),
        inspection: parameters.inspection.optional(),
        state: parameters.order_state.optional(),
        limit: parameters.limit.optional(),
        cursor: parameters.cursor.optional(),
      }),
    },
    responses: responsesOf(ordersAnswer, 'Orders', { isTable: false }),
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const { inspection: inspection_id, state, limit, cursor } = c.req.valid('query')
    const about = [c.get('units'), inspection_id ?? null, state ?? null]
    const reading = readingOf(desk, 'orders', { limit, cursor }, about)
    const chosen = await units.chosen(c.get('units'), ['county', 'township', 'school'])
    const asked = { units: chosen, ...(inspection_id === undefined ? {} : { inspection_id }) }
    const seen = await seenOrders(desk, viewer, asked)
    const counts = ORDER_STATES.map((each) => [each, seen.filter((order) => order.state === each).length] as const)
    const wanted = seen.filter((order) => state === undefined || order.state === state)
    const { rows, next_cursor } = pageOf(wanted.slice(reading.after, reading.after + reading.limit + 1), reading)
    const answer = {
      today: desk.local().slice(0, 10),
      counts: Object.fromEntries(counts) as Record<(typeof ORDER_STATES)[number], number>,
      rows: await shownOrders(desk, viewer, rows),
      next_cursor,
    }
    return c.json(answer, 200, NOT_KEPT)
  })
}

function addMake(api: Api, desk: Desk): void {
  const { services } = desk
  const made = z.object({ order_id: z.string() }).openapi('InspectionOrderNumber')
  const route = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/orders',
    operationId: 'makeOrder',
    summary: 'Orders the school or township of a drawn subject to mend what was found of a claim',
    request: { params: inspectionPath, ...json(orderRequest) },
    responses: { 201: { description: 'Made', content: { 'application/json': { schema: made } } }, ...posted },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection_id = c.req.valid('param').inspection
    const inspection = await workedInspection(services, viewer, { inspection_id, as: 'leader' })
    requireStep(inspection, ['revealed', 'closed'], '检查公开后才能下达整改单。')
    const { order_id, unit_id } = await makeOrder(desk, viewer, { inspection_id, order: c.req.valid('json') })
    await services.gate.record(viewer, { action: 'order_made', unit_id, subject: inspection_id, detail: order_id })
    return c.json({ order_id }, 201, NOT_KEPT)
  })
}

function addEvent(api: Api, desk: Desk, requirePace: (name: string) => void): void {
  const { services } = desk
  const kept = z.object({ state: z.enum(['kept', 'known']) })
  const route = createRoute({
    method: 'post',
    path: '/orders/{order}/events',
    operationId: 'tellOrder',
    summary: 'Hands in a proof (the unit), or reminds, accepts or returns (who leads); appended, never changed',
    request: { params: orderPath, ...json(orderEventRequest) },
    responses: {
      200: { description: 'Kept, or known already', content: { 'application/json': { schema: kept } } },
      ...posted,
      413: refused('Longer than 7 MB'),
      429: refused(`More than ${MOST_A_MINUTE} a minute`),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const order = await seenOrder(desk, viewer, c.req.valid('param').order)
    requirePace(viewer.name)
    const telling = c.req.valid('json')
    const state = await takeOrderEvent(desk, viewer, { order, telling })
    if (state === 'kept') {
      const { unit_id, order_id } = order
      await services.gate.record(viewer, {
        action: 'order_event',
        unit_id,
        subject: order.inspection.inspection_id,
        detail: `${telling.kind} ${order_id}`,
      })
    }
    return c.json({ state }, 200, NOT_KEPT)
  })
}

function addFile(api: Api, desk: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/orders/{order}/files/{file}',
    operationId: 'orderFile',
    summary: 'A picture or PDF that was handed in as a proof',
    request: { params: orderPath.extend(filePath), query: queryOf({}) },
    responses: { ...posted, ...fileResponses },
  })
  api.openapi(route, async (c) => {
    const { order: order_id, file: file_id } = c.req.valid('param')
    await seenOrder(desk, c.get('viewer'), order_id)
    const [file] = await desk.services.warehouse.query('orders/file', { order_id, file_id })
    return fileAnswer(c, await openFile(desk, file))
  })
}

function addSecondVisit(api: Api, desk: Desk): void {
  const { services } = desk
  const made = z.object({ inspection_id: z.string() }).openapi('SecondVisitMade')
  const route = createRoute({
    method: 'post',
    path: '/orders/second-visit',
    operationId: 'planSecondVisit',
    summary: 'Plans an inspection of exactly the subjects of some orders; nothing is drawn, and it is in no rate',
    request: json(secondVisitRequest),
    responses: { 201: { description: 'Committed', content: { 'application/json': { schema: made } } }, ...posted },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const visit = c.req.valid('json')
    requireInspectors(desk, visit.team)
    const { inspection_id, commitment } = await planSecondVisit(desk, viewer, visit)
    await services.gate.record(viewer, {
      action: 'inspection_planned',
      subject: inspection_id,
      detail: JSON.stringify({ commitment, orders: visit.orders }),
    })
    return c.json({ inspection_id }, 201, NOT_KEPT)
  })
}

function addReply(api: Api, desk: Desk, requirePace: (name: string) => void): void {
  const { services, time } = desk
  const route = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/replies',
    operationId: 'replyToInspection',
    summary: 'What an inspected unit replies: kept beside the inspection, never changed',
    request: { params: inspectionPath, ...json(inspectionReplyRequest) },
    responses: {
      201: { description: 'Kept', content: { 'application/json': { schema: inspectionReply } } },
      ...posted,
      429: refused(`More than ${MOST_A_MINUTE} a minute`),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection = await visibleInspection(services, viewer, c.req.valid('param').inspection)
    requirePace(viewer.name)
    const { unit, reply } = c.req.valid('json')
    const { reply_id, written_at } = await addInspectionReply(desk, viewer, { inspection, unit, reply })
    const { inspection_id } = inspection
    await services.gate.record(viewer, { action: 'inspection_replied', unit_id: unit, subject: inspection_id })
    const at = time.instant(written_at)
    return c.json({ reply_id, unit_id: unit, written_at: at, written_by: viewer.name, reply }, 201, NOT_KEPT)
  })
}
