import { z } from '@hono/zod-openapi'
import { openWords } from '../../../evaluation/scheme.ts'

const text = z.string().nullable()
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'digest 应为页面上给出的摘要（64 位十六进制）。')

/** The body of `POST /api/evaluation/{year}/freeze`. */
export const proposeRequest = z
  .strictObject({
    known_at: z.string().max(40).optional().describe('What was told until then counts; default now'),
  })
  .openapi('FreezeProposed')

/** The body of `POST /api/evaluation/{year}/freeze/confirm`. */
export const confirmRequest = z
  .strictObject({
    digest: digest.describe('Of the results that were seen'),
    password: z.string().max(200).describe('The own account’s'),
  })
  .openapi('FreezeConfirmed')

/** The body of `POST /api/evaluation/{year}/freeze/decline`. */
export const declineRequest = z
  .strictObject({ digest, reason: openWords(500, '请写明为什么否决。') })
  .openapi('FreezeDeclined')

/** The body of `POST /api/evaluation/{year}/freeze/withdraw`. */
export const withdrawRequest = z.strictObject({ digest }).openapi('FreezeWithdrawn')

/** What `GET /api/evaluation/{year}/freeze` and every step answer. */
export const freezeAnswer = z
  .object({
    year: z.string(),
    state: z.enum(['none', 'proposed', 'frozen']),
    as_of: text.describe('The year’s last moment, on which it is judged'),
    known_at: text.describe('What was told until then counts'),
    scheme_version: z.int().nullable(),
    seed: z.int().nullable(),
    digest: text.describe('SHA-256 of the results'),
    proposed_by: text,
    proposed_at: text,
    confirmed_by: text,
    confirmed_at: text,
    fingerprint: text.describe('Of the county’s key that signed the archive'),
    archive_sha256: text,
    archive_bytes: z.int().nullable(),
    open_objections: z.int(),
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
        reason: text.describe('Why it was declined; for the leading group alone'),
      }),
    ),
  })
  .openapi('Freeze')

const pair = <Schema extends z.ZodType>(value: Schema) => z.object({ frozen: value.nullable(), now: value.nullable() })

/** What `GET /api/evaluation/{year}/later` answers. */
export const laterAnswer = z
  .object({
    year: z.string(),
    is_frozen: z.boolean(),
    frozen_known_at: text,
    now_known_at: text,
    corrections: z
      .array(
        z.object({
          township: z.string(),
          name: z.string(),
          score: pair(z.number()),
          grade: pair(z.string()),
          items: z.array(
            z.object({ duty: z.string(), met: pair(z.int()), total: pair(z.int()), points: pair(z.number()) }),
          ),
        }),
      )
      .describe('Only what differs; none: nothing was corrected that the results hang on'),
    changed_policy: z
      .array(z.string())
      .nullable()
      .describe(
        'Policy values, by which it is judged what is owed, that are others than at the freeze; null: not known',
      ),
  })
  .openapi('LaterCorrections')
