import { createRoute, z } from '@hono/zod-openapi'
import { getCookie } from 'hono/cookie'
import { streamSSE } from 'hono/streaming'
import type { FedEvent } from '../batch-feed.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { negotiate } from '../negotiate.ts'
import { queryOf } from '../parameters.ts'
import { problem } from '../problem.ts'

const HEARTBEAT_MS = 15_000
const RETRY_MS = 3_000
const MOST_FOLLOWERS = 1_000
const TYPE = 'text/event-stream'

/** `GET /api/events`: server-sent events, `batch` after each load, `incident` when a clock moves (interfaces.md, HTTP). */
export function addEvents(api: Api, { feed, services: { gate } }: Desk): void {
  const { 200: _json, 304: _unchanged, ...refusals } = responsesOf(z.string(), '', { isTable: false })
  const route = createRoute({
    method: 'get',
    path: '/events',
    operationId: 'events',
    summary: 'A stream of server-sent events',
    description:
      '`batch` after each load, with `{township, at, state, version}`; `incident` for each of the three clocks of an incident when it is `opened`, at `half_time`, `overdue` and `closed`, and `changed` (clock null) when something was told live, with `{township, incident, clock, event, at, late, version}`: `late` when it passed while nobody served. A client that comes back with `Last-Event-ID` has what it missed, as far as it is kept.',
    request: { query: queryOf({}) },
    responses: {
      ...refusals,
      200: { description: 'The stream', content: { [TYPE]: { schema: z.string() } } },
      429: refused('Too many clients follow'),
    },
  })
  api.openapi(route, (c) => {
    if (negotiate(c.req.header('accept'), [TYPE]) === null) {
      return problem(c, {
        code: 'not_acceptable',
        detail: `可以给出：${TYPE}。请修改 Accept。`,
        data: { available: [TYPE] },
      })
    }
    if (feed.follower_count >= MOST_FOLLOWERS) {
      return problem(c, { code: 'too_many_requests', detail: '订阅的连接过多，请稍后再试。' }, { 'retry-after': '30' })
    }
    c.header('x-accel-buffering', 'no')
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': TYPE, 'cache-control': 'no-cache' })
    const seen = c.req.header('last-event-id')
    const token = getCookie(c, gate.cookie)
    return streamSSE(c, async (stream) => {
      let end = (): void => undefined
      const ended = new Promise<void>((resolve) => {
        end = resolve
        stream.onAbort(resolve)
      })
      const send = ({ id, name, event }: FedEvent): void => {
        // The session may have ended since, and the account's units may be others by now.
        const viewer = gate.viewer(token)
        if (viewer === null) return end()
        if (name === 'incident' && !gate.maySeeRowsOf(viewer, event.township)) return
        void stream.writeSSE({ id, event: name, data: JSON.stringify(event) })
      }
      const leave = feed.follow(send)
      const heartbeat = setInterval(() => void stream.write(': still here\n\n'), HEARTBEAT_MS)
      heartbeat.unref()
      try {
        await stream.write(`retry: ${RETRY_MS}\n\n`)
        if (seen !== undefined) for (const missed of feed.since(seen)) send(missed)
        await ended
      } finally {
        clearInterval(heartbeat)
        leave()
      }
    })
  })
}
