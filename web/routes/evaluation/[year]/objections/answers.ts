import { z } from 'zod'

const text = z.string().nullable()
const number = z.number().nullable()
const kind = z.enum(['whole', 'duty', 'entry', 'veto'])
const state = z.enum(['made', 'upheld', 'partly', 'rejected', 'withdrawn'])

const about = z.object({
  score: z.number(),
  grade: z.string(),
  lost: number,
  points: number,
  weight: number,
  met: number,
  total: number,
  counted: number,
  reason: text,
  evidence: text,
})

const row = z.object({
  objection_id: z.string(),
  township: z.string(),
  kind,
  item: z.string(),
  as_of: text,
  scheme_version: z.number(),
  about,
  state,
  files: z.array(z.object({ file_id: z.string(), media_type: z.string(), byte_count: z.number() })),
  events: z.array(
    z.object({
      event_id: z.string(),
      kind: state,
      happened_at: text,
      happened_by: z.string(),
      scheme_version: number,
      words: text,
    }),
  ),
  may_withdraw: z.boolean(),
  may_decide: z.boolean(),
})

/** What `GET /api/evaluation/{year}/objections` answers. */
export const objectionsAnswer = z.object({
  today: z.string(),
  objections_until: text,
  is_frozen: z.boolean(),
  is_over: z.boolean(),
  open_count: z.number(),
  total_count: z.number(),
  rows: z.array(row),
  items: z.array(z.object({ township: z.string(), kind, item: z.string(), about })),
  newest_version: z.number(),
})

export type Objections = z.infer<typeof objectionsAnswer>
export type Objection = z.infer<typeof row>
export type ObjectionState = z.infer<typeof state>
export type ObjectionItem = Objections['items'][number]
