import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { readChildKey } from '../../../queries/child-key.ts'
import type { Api, Desk } from '../desk.ts'
import { refused } from '../documents.ts'
import { openSealed } from '../masking.ts'
import { RateLimit } from '../rate-limit.ts'

const MOST_A_MINUTE = 30
/** Issue "Children's data", 3: what a record may be unmasked for. */
const PURPOSES = ['inspection', 'emergency', 'correction'] as const

const unmaskRequest = z.strictObject({
  child_key: z
    .string()
    .regex(/^[a-z]{28}$/, 'child_key 应为名单里给出的编号。')
    .describe('The child’s key, as a list gives it'),
  purpose: z.enum(PURPOSES, { error: `purpose 应为 ${PURPOSES.join('、')} 之一。` }),
  note: z.string().trim().max(200, 'note 不超过 200 个字符。').default('').describe('In a few words'),
})

const text = z.string().nullable()
const unmaskAnswer = z
  .object({
    name: text,
    id_number: text,
    township: z.string(),
    village: text,
    school: text,
    guardian_name: text,
    guardian_phone: text,
    is_forgotten: z.boolean().describe('Whether the identity was erased: what identifies the child is null'),
  })
  .openapi('UnmaskedRecord')

/** `POST /api/unmask`: one child's record in clear, for a purpose, and kept in the audit trail before it is answered. */
export function addUnmask(api: Api, { services }: Desk): void {
  const { gate, warehouse, ticks } = services
  const limit = new RateLimit(MOST_A_MINUTE, ticks)
  const route = createRoute({
    method: 'post',
    path: '/unmask',
    operationId: 'unmask',
    summary: 'One child’s name, number and guardian in clear',
    description: 'Who asked, when and for what is kept; the child’s township can read it.',
    request: { body: { required: true, content: { 'application/json': { schema: unmaskRequest } } } },
    responses: {
      200: { description: 'The record', content: { 'application/json': { schema: unmaskAnswer } } },
      400: refused('The body is wrong'),
      401: refused('Not signed in'),
      403: refused('Not a child of the viewer’s units'),
      404: refused('No such child'),
      429: refused('More than 30 a minute'),
      500: refused('A fault of the program'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const { child_key, purpose, note } = c.req.valid('json')
    const wait = limit.take(viewer.name)
    if (wait > 0) throw new ShouwangError('too_many_requests', `查看得太快，请在 ${wait} 秒后再试。`, { wait })
    const key = readChildKey(child_key)
    const [row] = key === null ? [] : await warehouse.query('children/record', { child_key: key })
    const units = row ? [row.township_id, `${row.township_id as string}/${String(row.school)}`].map(String) : []
    // Whether a child is there is not told to those who may not see it.
    if (!row || !units.some((unit) => gate.maySeeRowsOf(viewer, unit))) {
      throw new ShouwangError('not_found', '没有这个儿童，或者不在您的账号的范围内。')
    }
    await gate.record(viewer, {
      action: 'unmask',
      unit_id: String(row.school === null ? row.township_id : units[1]),
      subject: String(key),
      purpose,
      detail: note,
    })
    const { name, sealed_name, child_id, sealed_id, guardian_name, sealed_guardian } = row
    return c.json(
      {
        name: openSealed(services, name, sealed_name),
        id_number: openSealed(services, child_id, sealed_id),
        township: String(row.township),
        village: row.village as string | null,
        school: row.school as string | null,
        guardian_name: openSealed(services, guardian_name, sealed_guardian),
        guardian_phone: openSealed(services, row.guardian_phone, row.sealed_phone),
        is_forgotten: row.is_forgotten === true,
      },
      200,
      { 'cache-control': 'no-store' },
    )
  })
}
