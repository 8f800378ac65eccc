import { z } from 'zod'

const text = z.string().nullable()
const pair = <Schema extends z.ZodType>(value: Schema) => z.object({ frozen: value.nullable(), now: value.nullable() })

/** `GET /api/evaluation/{year}/freeze`, as the page uses it. */
export const freezeState = z.object({
  state: z.enum(['none', 'proposed', 'frozen']),
  as_of: text,
  known_at: text,
  scheme_version: z.number().nullable(),
  seed: z.number().nullable(),
  digest: text,
  proposed_by: text,
  proposed_at: text,
  confirmed_by: text,
  confirmed_at: text,
  fingerprint: text,
  archive_sha256: text,
  archive_bytes: z.number().nullable(),
  open_objections: z.number(),
  may_propose: z.boolean(),
  may_confirm: z.boolean(),
  may_decline: z.boolean(),
  may_withdraw: z.boolean(),
  may_download: z.boolean(),
  history: z.array(
    z.object({
      kind: z.enum(['proposed', 'confirmed', 'declined', 'withdrawn']),
      at: z.string(),
      by: z.string(),
      reason: text,
    }),
  ),
})
export type FreezeState = z.infer<typeof freezeState>

const correction = z.object({
  township: z.string(),
  name: z.string(),
  score: pair(z.number()),
  grade: pair(z.string()),
  items: z.array(
    z.object({ duty: z.string(), met: pair(z.number()), total: pair(z.number()), points: pair(z.number()) }),
  ),
})
export type Correction = z.infer<typeof correction>

/** `GET /api/evaluation/{year}/later`. */
export const laterCorrections = z.object({
  is_frozen: z.boolean(),
  now_known_at: text,
  changed_policy: z.array(z.string()).nullable(),
  corrections: z.array(correction),
})
export type LaterCorrections = z.infer<typeof laterCorrections>
