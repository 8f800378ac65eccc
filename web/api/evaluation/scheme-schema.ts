import { z } from '@hono/zod-openapi'
import { openWords, schemeSchema } from '../../../evaluation/scheme.ts'

const text = z.string().nullable()
/** As it is sent: what is wrong with it is said field by field, in words (pipeline/evaluation/scheme-words.ts). */
const sentScheme = z
  .record(z.string(), z.unknown())
  .describe('Items, entries, vetoes and grades, as the config has them')

/** The body of `POST /api/evaluation/{year}/scheme`. */
export const schemeRequest = z
  .strictObject({
    base_version: z.int().min(0).max(999_999).describe('The newest version, which was changed'),
    reason: openWords(200, '请写明为什么改。').describe('Townships read it too'),
    scheme: sentScheme,
  })
  .openapi('SchemeSaved')

/** The body of `POST /api/evaluation/{year}/scheme/trial`. */
export const trialRequest = z.strictObject({ scheme: sentScheme }).openapi('SchemeTried')

const versionHead = z.object({
  version: z.int().describe('0: the config’s, which nobody saved'),
  saved_at: text,
  saved_by: text,
  reason: text,
})

const change = z
  .object({
    part: z.enum(['item', 'entry', 'veto', 'grade', 'verification', 'least_checked', 'objections_until']),
    of: z.string().describe('A duty, a township, the name of a grade; empty of a rule of the whole'),
    before: z.unknown(),
    after: z.unknown(),
  })
  .openapi('SchemeChange')

const suggestedVeto = z
  .object({
    township: z.string(),
    incident_id: z.string(),
    inspection_id: z.string(),
    reason: z.string(),
    evidence: z.string(),
  })
  .openapi('SuggestedVeto')

/** What `GET /api/evaluation/{year}/scheme` answers. */
export const schemeAnswer = z
  .object({
    year: z.string(),
    ...versionHead.shape,
    newest_version: z.int(),
    is_frozen: z.boolean(),
    may_save: z.boolean(),
    scheme: schemeSchema.describe('To a township, entries and vetoes of its own alone'),
    against: z.int().nullable().describe('The version that it is compared with; null for the config’s'),
    changes: z.array(change),
    versions: z.array(versionHead).describe('The newest first'),
    suggested_vetoes: z
      .array(suggestedVeto)
      .describe(
        'To who may save: incidents that closed inspections found told otherwise than they were; none is a veto',
      ),
  })
  .openapi('Scheme')

/** What a saved version is answered with. */
export const savedAnswer = z.object({ version: z.int(), saved_at: text }).openapi('SchemeVersionSaved')

const stand = z
  .object({
    score: z.number(),
    low: z.number(),
    high: z.number(),
    rank_low: z.int(),
    rank_high: z.int(),
    grade: z.string(),
    is_vetoed: z.boolean(),
  })
  .nullable()

/** What `POST /api/evaluation/{year}/scheme/trial` answers. */
export const trialAnswer = z
  .object({
    year: z.string(),
    as_of: text,
    seed: z.int(),
    draws: z.int(),
    scheme_version: z.int().describe('The saved version that it is compared with'),
    changes: z.array(change),
    rows: z.array(z.object({ township: z.string(), before: stand, after: stand, points: z.number().nullable() })),
  })
  .openapi('SchemeTrial')
