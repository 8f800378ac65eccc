import { z } from '@hono/zod-openapi'

const text = z.string().nullable()
const count = z.int().min(0)
const instant = z.string().openapi({ format: 'date-time', example: '2026-10-31T12:00:00+08:00' })
const day = z.string().openapi({ format: 'date' }).nullable().optional()
const facet = z.object({ value: z.string(), name: z.string(), count })

const reviewRow = z
  .object({
    township_id: z.string(),
    township: z.string(),
    village: text,
    school: text,
    name: text.describe('The child’s name as its own township last called it, masked'),
    child_key: text.describe('For `/api/unmask`'),
    last_four: text.describe('The last four digits of the child’s id'),
    carer: text.describe('Who looks after the child, or whom the row is about'),
    other_carer: text.describe('Of care level 4: the teacher, beside a cadre'),
    reasons: z.array(z.string()).describe('Codes of why the row is in the list'),
    carer_kind: text.optional(),
    carer_unit: text.optional(),
    started_on: day,
    last_in_census_on: day,
    gone_on: day,
    deadline: z.enum(['quarter_update', 'year_end']).optional(),
    deadline_on: day,
    other_township: text.optional().describe('In whose census the child is now'),
    reported_level: z.int().nullable().optional(),
    computed_level: z.int().optional(),
    points: count.optional(),
    child_count: count.optional(),
    own_child_count: count.optional(),
    pair_count: count.optional(),
    begun_count: count.optional(),
    ended_count: count.optional(),
    turnover: z.number().optional().describe('Begun and ended ones for each 100 pairings of the year'),
  })
  .openapi('ReviewRow')

/** What a part of the review answers: a page of one of its lists, and how many rows each has. */
export const reviewAnswer = z
  .object({
    as_of: instant,
    state: z.int(),
    list: z.string(),
    lists: z.array(z.object({ list: z.string(), count })).describe('How many rows each list has in the unit'),
    reasons: z.array(facet).describe('How many rows of the list have a reason; a row may have several'),
    townships: z.array(facet).describe('By unit, the 100 with most rows: `value` is a `unit`'),
    villages: z.array(facet),
    schools: z.array(facet),
    rows: z.array(reviewRow),
    next_cursor: text,
  })
  .openapi('Review')
