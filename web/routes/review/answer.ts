import { z } from 'zod'

// The API's answers that only the review reads.
const text = z.string().nullable()
const count = z.number().int().min(0)
const facet = z.object({ value: z.string(), name: z.string(), count })

const row = z.object({
  township_id: z.string(),
  township: z.string(),
  village: text,
  school: text,
  /** Masked by the API. */
  name: text,
  child_key: text,
  last_four: text,
  carer: text,
  other_carer: text,
  reasons: z.array(z.string()),
  carer_kind: text.optional(),
  carer_unit: text.optional(),
  started_on: text.optional(),
  last_in_census_on: text.optional(),
  gone_on: text.optional(),
  deadline: z.enum(['quarter_update', 'year_end']).optional(),
  deadline_on: text.optional(),
  other_township: text.optional(),
  reported_level: count.nullable().optional(),
  computed_level: count.optional(),
  points: count.optional(),
  child_count: count.optional(),
  own_child_count: count.optional(),
  pair_count: count.optional(),
  begun_count: count.optional(),
  ended_count: count.optional(),
  turnover: z.number().optional(),
})

/** A page of a list of the review, and how many rows each list has. */
export const reviewAnswer = z.object({
  as_of: z.string(),
  list: z.string(),
  lists: z.array(z.object({ list: z.string(), count })),
  reasons: z.array(facet),
  townships: z.array(facet),
  villages: z.array(facet),
  schools: z.array(facet),
  rows: z.array(row),
  next_cursor: text,
})

export type Review = z.infer<typeof reviewAnswer>
export type ReviewRow = z.infer<typeof row>
export type Facet = z.infer<typeof facet>
