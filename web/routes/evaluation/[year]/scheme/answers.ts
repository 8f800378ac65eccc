import { z } from 'zod'

const text = z.string().nullable()

const scoring = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('linear'), from: z.number(), to: z.number().optional() }),
  z.object({ kind: z.literal('steps'), steps: z.array(z.object({ from: z.number(), part: z.number() })) }),
  z.object({ kind: z.literal('penalty'), per_case: z.number() }),
])
const item = z.object({ duty: z.string(), weight: z.number(), scoring })
const entry = z.object({ township: z.string(), points: z.number(), reason: z.string(), evidence: z.string() })
const veto = z.object({ township: z.string(), reason: z.string(), evidence: z.string() })
const grade = z.object({ name: z.string(), from: z.number() })

export const schemeSchema = z.object({
  items: z.array(item),
  verification: z.enum(['multiply', 'none']),
  least_checked: z.number(),
  entries: z.array(entry),
  vetoes: z.array(veto),
  grades: z.array(grade),
  objections_until: text,
})

/** Something in which two schemes differ, as the API tells it. */
export const changeSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('item'), of: z.string(), before: item.nullable(), after: item.nullable() }),
  z.object({ part: z.literal('entry'), of: z.string(), before: entry.nullable(), after: entry.nullable() }),
  z.object({ part: z.literal('veto'), of: z.string(), before: veto.nullable(), after: veto.nullable() }),
  z.object({ part: z.literal('grade'), of: z.string(), before: grade.nullable(), after: grade.nullable() }),
  z.object({ part: z.literal('verification'), of: z.string(), before: z.string(), after: z.string() }),
  z.object({ part: z.literal('least_checked'), of: z.string(), before: z.number(), after: z.number() }),
  z.object({ part: z.literal('objections_until'), of: z.string(), before: text, after: text }),
])

const version = z.object({ version: z.number(), saved_at: text, saved_by: text, reason: text })

/** What `GET /api/evaluation/{year}/scheme` answers. */
export const schemeAnswer = version.extend({
  newest_version: z.number(),
  is_frozen: z.boolean(),
  may_save: z.boolean(),
  scheme: schemeSchema,
  against: z.number().nullable(),
  changes: z.array(changeSchema),
  versions: z.array(version),
  suggested_vetoes: z.array(veto.extend({ incident_id: z.string(), inspection_id: z.string() })),
})

const stand = z
  .object({
    score: z.number(),
    low: z.number(),
    high: z.number(),
    rank_low: z.number(),
    rank_high: z.number(),
    grade: z.string(),
    is_vetoed: z.boolean(),
  })
  .nullable()

/** What a trial answers. */
export const trialAnswer = z.object({
  as_of: text,
  seed: z.number(),
  draws: z.number(),
  scheme_version: z.number(),
  changes: z.array(changeSchema),
  rows: z.array(z.object({ township: z.string(), before: stand, after: stand, points: z.number().nullable() })),
})

/** What is told where somebody else saved a version in between. */
export const outrunData = z.object({
  newest: z.object({ version: z.number(), saved_by: text, reason: text }),
  changes: z.array(changeSchema),
})

export type Scheme = z.infer<typeof schemeSchema>
export type SchemeItem = z.infer<typeof item>
export type SchemeChange = z.infer<typeof changeSchema>
export type SchemeVersion = z.infer<typeof version>
export type SchemePage = z.infer<typeof schemeAnswer>
export type SuggestedVeto = SchemePage['suggested_vetoes'][number]
export type Trial = z.infer<typeof trialAnswer>
export type Outrun = z.infer<typeof outrunData>
