import { z } from '@hono/zod-openapi'
import { OBJECTION_STATES } from '../../../queries/evaluation.ts'
import { openWords } from '../../../evaluation/scheme.ts'
import { handedFile, handedFiles } from '../handed-in.ts'
import { id, written } from '../inspections/schema.ts'

const text = z.string().nullable()
export const OBJECTION_KINDS = ['whole', 'duty', 'entry', 'veto'] as const
export const DECISIONS = ['upheld', 'partly', 'rejected'] as const

/** The body of `POST /api/evaluation/{year}/objections`. */
export const objectionRequest = z
  .strictObject({
    objection_id: id('objection_id').describe('Made by whoever sends it: sent twice it is kept once'),
    township: z.string().min(1).max(20),
    kind: z.enum(OBJECTION_KINDS, { error: `kind 应为 ${OBJECTION_KINDS.join('、')} 之一。` }),
    item: z
      .string()
      .max(40)
      .default('')
      .describe(
        'The code of the duty, or the place of the entry or veto in the scheme, from 1 on; empty for the whole',
      ),
    words: openWords(2000, '请写明异议的理由。'),
    files: handedFiles.describe('JPEG, PNG or PDF in base64'),
  })
  .openapi('ObjectionMade')

/** The body of `POST /api/evaluation/{year}/objections/{objection}/decide`. */
export const decisionRequest = z
  .strictObject({
    event_id: id('event_id').describe('Made by whoever sends it: sent twice it is kept once'),
    decision: z.enum(DECISIONS, { error: `decision 应为 ${DECISIONS.join('、')} 之一。` }),
    words: openWords(2000, '请写明决定的理由。'),
    scheme_version: z.int().min(1).max(999_999).optional().describe('The version of the scheme that it led to'),
  })
  .openapi('ObjectionDecided')

/** The body of `POST /api/evaluation/{year}/objections/{objection}/withdraw`. */
export const withdrawalRequest = z
  .strictObject({
    event_id: id('event_id'),
    words: written('说明', 2000)
      .default('')
      .refine((words) => words === '' || openWords(2000, '').safeParse(words).success, '不要写身份证号或电话'),
  })
  .openapi('ObjectionWithdrawn')

/** What stands in a score: what can be objected to, and what an objection was made to. */
const about = z
  .object({
    score: z.number(),
    grade: z.string(),
    lost: z.number().nullable().describe('Points; null for a veto'),
    points: z.number().nullable(),
    weight: z.number().nullable().describe('`weight` to `counted`: of a duty'),
    met: z.int().nullable(),
    total: z.int().nullable(),
    counted: z.number().nullable(),
    reason: text.describe('Of an entry or a veto'),
    evidence: text,
  })
  .openapi('ObjectionAbout')
export type About = z.infer<typeof about>

const event = z.object({
  event_id: z.string(),
  kind: z.enum(OBJECTION_STATES),
  happened_at: text,
  happened_by: z.string(),
  scheme_version: z.int().nullable(),
  words: text,
})

export const objectionRow = z
  .object({
    objection_id: z.string(),
    township: z.string(),
    kind: z.enum(OBJECTION_KINDS),
    item: z.string(),
    as_of: text.describe('When the score stood so'),
    scheme_version: z.int(),
    about,
    state: z.enum(OBJECTION_STATES).describe('`made`: it waits for a decision'),
    files: z.array(handedFile),
    events: z.array(event).describe('What happened, the earliest first; the first is what was written'),
    may_withdraw: z.boolean(),
    may_decide: z.boolean(),
  })
  .openapi('Objection')

/** What `GET /api/evaluation/{year}/objections` answers. */
export const objectionsAnswer = z
  .object({
    year: z.string(),
    today: z.string().describe('The day in the county'),
    objections_until: text.describe('The last day; null: until the year is frozen'),
    is_frozen: z.boolean(),
    is_over: z.boolean().describe('The last day is over, or the year is frozen'),
    open_count: z.int().describe('Of the whole county'),
    total_count: z.int().describe('Of the whole county, also those that the viewer does not see'),
    rows: z.array(objectionRow).describe('To a township its own alone; open ones first, then the latest'),
    items: z
      .array(z.object({ township: z.string(), kind: z.enum(OBJECTION_KINDS), item: z.string(), about }))
      .describe('To a township what it can object to, what cost most first'),
    newest_version: z.int(),
  })
  .openapi('Objections')

/** What became of something that was sent. */
export const keptAnswer = z.object({ state: z.enum(['kept', 'known']) }).openapi('ObjectionKept')
