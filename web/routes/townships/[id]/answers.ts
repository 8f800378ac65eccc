import { z } from 'zod'

// The API's answers that only this page reads.
const instant = z.string()
const rate = z.number().min(0).max(1).nullable()
const count = z.number().int().min(0)
const text = z.string().nullable()
const facet = z.object({ value: z.string(), count })

const todoRow = z.object({
  village: text,
  school: text,
  period: z.string(),
  incident_id: text,
  subject: text,
  /** Masked by the API. */
  name: text,
  child_key: text,
  last_four: text,
  teacher: text,
  missing: z.array(z.string()),
  due_at: instant.nullable(),
  days_left: z.number().int().nullable(),
  status: z.enum(['met', 'late', 'missed', 'ahead', 'pending']),
})

const teacher = facet.extend({ name: text })

export const todoAnswer = z.object({
  list: z.string(),
  talk_period: z.string(),
  lists: z.array(z.object({ list: z.string(), count })),
  villages: z.array(facet),
  schools: z.array(facet),
  teachers: z.array(teacher),
  /** How many there are: the answer has the largest of them. */
  totals: z.object({ villages: count, schools: count, teachers: count }),
  rows: z.array(todoRow),
  next_cursor: text,
})

const rank = z.number().int().min(1).nullable()

export const rankAnswer = z.object({
  rows: z.array(z.object({ unit_id: z.string(), rate, rank_low: rank, rank_high: rank })),
})

export type Todo = z.infer<typeof todoAnswer>
export type TodoRow = z.infer<typeof todoRow>
export type Teacher = z.infer<typeof teacher>
