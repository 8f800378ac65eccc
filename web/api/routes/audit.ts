import { createRoute, z } from '@hono/zod-openapi'
import type { ResultRow } from '../../../queries/rows.ts'
import type { AuditAction } from '../../server/audit.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import { queryOf } from '../parameters.ts'

const MOST = 100

const entry = z
  .object({
    entry_id: z.int(),
    happened_at: z.string(),
    actor: z.string(),
    role: z.string(),
    action: z.string(),
    unit_id: z.string().nullable(),
    child: z.string().nullable().describe('Of a child: the name, masked, and the last four digits'),
    account: z.string().nullable(),
    purpose: z.string().nullable(),
    detail: z.string(),
  })
  .openapi('AuditEntry')

const auditAnswer = z
  .object({
    rows: z.array(entry),
    next_before: z.int().nullable(),
    chain: z
      .object({ is_whole: z.boolean(), entries: z.int(), entry_id: z.int().nullable() })
      .nullable()
      .describe('Where it was asked for by `verify`: whether the chain holds'),
  })
  .openapi('Audit')

const short = (name: string, description: string) =>
  z.string().max(100, `${name} 过长：不超过 100 个字符。`).openapi({ description })
const CHILD_ACTIONS: readonly unknown[] = ['unmask', 'child_forgotten', 'inspected']

/** `GET /api/audit`: who looked at whom, when and why; a township sees what concerns its own children. */
export function addAudit(api: Api, desk: Desk): void {
  const { services, time, parameters, units } = desk
  const { audit } = services
  const route = createRoute({
    method: 'get',
    path: '/audit',
    operationId: 'audit',
    summary: 'The audit trail, the latest first',
    request: {
      query: queryOf({
        unit: parameters.unit.optional(),
        action: short('action', 'Only events of this kind, such as `unmask` or `export`.').optional(),
        actor: short('actor', 'Only what this account did.').optional(),
        before: z.coerce
          .number()
          .int()
          .min(1)
          .optional()
          .openapi({ description: 'Entries before this one: `next_before` of the page before.' }),
        verify: z.literal('1').optional().openapi({ description: 'With `1` the chain is recomputed too.' }),
      }),
    },
    responses: responsesOf(auditAnswer, 'A page of entries', { isTable: false }),
  })
  api.openapi(route, async (c) => {
    const { action, actor, before, verify } = c.req.valid('query')
    const places = await units.chosen(c.get('units'))
    const found = await audit.entries({ units: places, action: action as AuditAction, actor, before, limit: MOST + 1 })
    const page = found.slice(0, MOST)
    const rows = await Promise.all(page.map((row) => shown(row, desk)))
    const chain = verify === undefined ? null : await audit.verify()
    return c.json(
      {
        rows,
        next_before: found.length > MOST ? Number(page.at(-1)?.entry_id) : null,
        chain: chain && {
          is_whole: chain.is_whole,
          entries: chain.entries,
          entry_id: chain.is_whole ? null : chain.entry_id,
        },
      },
      200,
      { 'cache-control': 'no-store' },
    )
  })

  async function shown({ subject, ...row }: ResultRow, { services: { warehouse } }: Desk) {
    const isChild = CHILD_ACTIONS.includes(row.action) && typeof subject === 'string'
    const [record] = isChild ? await warehouse.query('children/record', { child_key: BigInt(subject) }) : []
    const name = record ? openSealed(services, record.name, record.sealed_name) : null
    const id = record ? openSealed(services, record.child_id, record.sealed_id) : null
    return {
      entry_id: Number(row.entry_id),
      happened_at: time.instant(row.happened_at) ?? '',
      actor: String(row.actor),
      role: String(row.role),
      action: String(row.action),
      unit_id: row.unit_id as string | null,
      child: isChild ? `${name === null ? '' : maskName(name)} ${id === null ? '' : lastFour(id)}`.trim() : null,
      account: isChild ? null : (subject as string | null),
      purpose: row.purpose as string | null,
      detail: String(row.detail),
    }
  }
}
