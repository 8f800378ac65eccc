import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Api, Desk } from '../desk.ts'
import { refused } from '../documents.ts'
import { problem, type ApiEnv } from '../problem.ts'
import { RateLimit } from '../rate-limit.ts'
import { readTelling, tellingSchema } from '../telling.ts'

const PATH = '/intake/incidents'
const MOST_BYTES = 64 * 1024
const MOST_A_MINUTE = 120

const WORDS = {
  time_order: (field: string) => `${field} 早于 occurred_at：按未填计，页面上标为时间矛盾。请核对。`,
  unknown_child: () => 'child_id 不在任何乡镇的摸底花名册里。事件已收下；请核对号码或补报花名册。',
}

const outcomeAnswer = z
  .object({
    state: z.enum(['created', 'updated', 'unchanged']),
    township_id: z.string(),
    incident_id: z.string(),
    received_at: z.string().openapi({ format: 'date-time' }),
    warnings: z.array(
      z.object({ code: z.enum(['time_order', 'unknown_child']), field: z.string(), message: z.string() }),
    ),
  })
  .openapi('IncidentTold')

/** `POST /api/intake/incidents`: one incident, or an update of its times, from a township's own system. */
export function addIntake(api: Api, { services, time }: Desk): void {
  const { intake, ticks } = services
  const limit = new RateLimit(MOST_A_MINUTE, ticks)
  const content = { 'application/json': { schema: outcomeAnswer } }
  api.openAPIRegistry.registerComponent('securitySchemes', 'township', { type: 'http', scheme: 'bearer' })
  api.openAPIRegistry.registerPath({
    method: 'post',
    path: PATH,
    operationId: 'tellIncident',
    summary: 'Tell an incident live, or something new of one',
    description:
      'For a township’s own system that cannot wait for the next pull. Idempotent by `incident_id`: the same content again changes nothing; what is left out of an update stays as told before, null takes a time back. It counts in the ledger until the township’s register has the incident, which then counts instead.',
    security: [{ township: [] }],
    request: { body: { required: true, content: { 'application/json': { schema: tellingSchema } } } },
    responses: {
      200: { description: 'Updated, or unchanged', content },
      201: { description: 'A new incident', content },
      400: refused('The body is wrong; `data.field` names where'),
      401: refused('No token, or one of no township'),
      403: refused('The body names another township'),
      406: refused('None of the formats is acceptable'),
      413: refused('Larger than 64 kB'),
      414: refused('The query is too long'),
      429: refused('More than 120 a minute of one township; `Retry-After` says when to go on'),
      500: refused('A fault of the program; `request_id` is what its log knows it by'),
    },
  })
  const tooLarge = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (c: Context<ApiEnv>) => problem(c, { code: 'too_large', detail: '内容超过 64 kB；一次只报一起事件。' }),
  })
  api.post(PATH, tooLarge, async (c) => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const township = token === undefined ? null : (intake?.township_of(token) ?? null)
    if (intake === undefined || township === null) {
      const detail = '需要乡镇的上报口令：请在 Authorization 里写 Bearer 和口令；口令由县里发放。'
      return problem(c, { code: 'unauthorized', detail }, { 'www-authenticate': 'Bearer realm="intake"' })
    }
    const wait = limit.take(township)
    if (wait > 0) {
      const detail = `乡镇 ${township} 每分钟最多报 ${MOST_A_MINUTE} 次，请在 ${wait} 秒后再报。`
      return problem(c, { code: 'too_many_requests', detail }, { 'retry-after': String(wait) })
    }
    const told = await intake.take(township, readTelling(await c.req.text()))
    const warnings = told.warnings.map(({ code, field }) => ({ code, field, message: WORDS[code](field) }))
    const body = { ...told, received_at: time.instant(told.received_at), warnings }
    return c.json(body, told.state === 'created' ? 201 : 200, { 'cache-control': 'no-store' })
  })
}
