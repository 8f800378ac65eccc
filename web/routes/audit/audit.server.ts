import { z } from 'zod'

const text = z.string().nullable()
/** What `/api/audit` answers. */
export const auditAnswer = z.object({
  rows: z.array(
    z.object({
      entry_id: z.number(),
      happened_at: z.string(),
      actor: z.string(),
      role: z.string(),
      action: z.string(),
      unit_id: text,
      child: text,
      account: text,
      purpose: text,
      detail: z.string(),
    }),
  ),
  next_before: z.number().nullable(),
  chain: z.object({ is_whole: z.boolean(), entries: z.number(), entry_id: z.number().nullable() }).nullable(),
})
export type AuditPage = z.infer<typeof auditAnswer>
