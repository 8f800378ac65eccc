import { z } from 'zod'

/** The API's answers about a year's evaluation, as the pages read them (web/api/evaluation/schema.ts). */
const count = z.number().int().min(0)
const number = z.number()

const item = z.object({
  duty: z.string(),
  weight: number,
  met: count,
  total: count,
  subjects: count,
  missed: count,
  raw: number,
  shrunk: number,
  borrowed: number,
  verification: number,
  verified_by: z.enum(['township', 'county', 'none']),
  counted: number,
  points: number,
  lost: number,
})

const way = z.object({
  duty: z.string(),
  mended: count.nullable(),
  missed: count,
  coming: count.nullable(),
  is_state: z.boolean(),
})

/** Bonus or deduction, and a veto: what was written of it is null for those who may not see the township's rows. */
const entry = z.object({ points: number, reason: z.string().nullable(), evidence: z.string().nullable() })
const veto = z.object({ reason: z.string().nullable(), evidence: z.string().nullable() })

const standing = z.object({
  township: z.string(),
  name: z.string(),
  score: number,
  low: number,
  high: number,
  rank_low: count,
  rank_high: count,
  band: count,
  grade: z.string(),
  is_vetoed: z.boolean().nullable(),
  items_points: number,
  entries_points: number,
  next: z
    .object({
      name: z.string(),
      from: number,
      missing: number,
      ways: z.array(way),
      together: z.array(z.object({ duty: z.string(), mended: count })),
    })
    .nullable(),
  entries: z.array(entry),
  vetoes: z.array(veto),
  items: z.array(item),
})

const countyItem = z.object({
  duty: z.string(),
  weight: number,
  scoring: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('linear'), from: number, to: number.optional() }),
    z.object({ kind: z.literal('steps'), steps: z.array(z.object({ from: number, part: number })) }),
    z.object({ kind: z.literal('penalty'), per_case: number }),
  ]),
  target: number.nullable(),
  rate: number,
  strength: number,
  townships: count,
  lost: number,
})

const head = {
  as_of: z.string(),
  known_at: z.string(),
  year: z.string(),
  stage: z.enum(['draft', 'frozen']),
  seed: number,
  draws: count,
  average: number,
  scheme: z.object({
    verification: z.enum(['multiply', 'none']),
    least_checked: count,
    grades: z.array(z.object({ name: z.string(), from: number })),
  }),
  items: z.array(countyItem),
}

const reason = z.enum(['best_grade', 'improved', 'lowest_grade', 'vetoed', 'fallen'])
const listed = z.object({
  township: z.string(),
  name: z.string(),
  score: number,
  grade: z.string(),
  band: count,
  reasons: z.array(reason),
  before: number.nullable(),
  after: number.nullable(),
})

export const yearAnswer = z.object({
  ...head,
  standings: z.array(standing),
  sensitivity: z.array(z.object({ duty: z.string(), factor: number, moved: count, regraded: z.array(z.string()) })),
  year_before: z.object({ year: z.string(), as_of: z.string() }).nullable(),
  commended: z.array(listed),
  warned: z.array(listed),
})

const counts = z.object({ met: count, total: count, verification: number, weight: number }).nullable()
const difference = z.object({
  year: z.string(),
  as_of: z.string(),
  known_at: z.string(),
  before: number,
  after: number,
  items: z.array(
    z.object({
      duty: z.string(),
      before: number,
      after: number,
      counts: z.object({ before: counts, after: counts }),
      parts: z.object({ own: number, county: number, verification: number, weight: number, scoring: number }),
    }),
  ),
  entries: number,
  bounds: number,
})

export const townshipAnswer = z.object({
  ...head,
  townships: z.array(z.object({ township: z.string(), name: z.string(), band: count })),
  standing,
  behind: z.array(
    z.object({
      duty: z.string(),
      late: count.nullable(),
      missed: count.nullable(),
      open: count,
      registers: z.array(z.string()),
    }),
  ),
  exports: z
    .array(
      z.object({
        register: z.string(),
        batch_id: count,
        file: z.string().nullable(),
        sheet: z.string().nullable(),
        read_at: z.string(),
        confirmed_at: z.string(),
        accepted: count,
        rejected: count,
        batch_count: count,
      }),
    )
    .nullable(),
  year_before: difference.nullable(),
  earlier: difference.nullable(),
})

export const freezeAnswer = z.object({ state: z.enum(['none', 'proposed', 'frozen']) })

/** Of a register the file that was read last. */
export interface ReadExport {
  register: string
  file: string | null
  sheet: string | null
  read_at: string
  confirmed_at: string
  accepted: number
  rejected: number
  batch_count: number
}

export type YearEvaluation = z.infer<typeof yearAnswer>
export type TownshipEvaluation = z.infer<typeof townshipAnswer>
export type Standing = z.infer<typeof standing>
export type ItemScore = z.infer<typeof item>
export type CountyItem = z.infer<typeof countyItem>
export type Entry = z.infer<typeof entry>
export type Veto = z.infer<typeof veto>
export type Difference = z.infer<typeof difference>
export type Listed = z.infer<typeof listed>
export type Way = z.infer<typeof way>
/** draft: as the ledger stands; proposed: one of the county's people asks to freeze it; frozen: it never changes. */
export type Stage = 'draft' | 'proposed' | 'frozen'
