import { z } from 'zod'

const text = z.string().nullable()
const rate = z.number().nullable()
const count = z.int()
const results = { confirmed: count, not_confirmed: count, contradicted: count, unchecked: count }
const kinds = z.enum(['child', 'school', 'home', 'incident'])

/** What `GET /api/inspections/{inspection}/report` answers, as far as the page shows it. */
export const reportAnswer = z.object({
  title: z.string(),
  kind: z.enum(['announced', 'unannounced']),
  starts_on: z.string(),
  ends_on: z.string(),
  units: z.array(z.string()),
  team: z.array(z.string()),
  is_second_visit: z.boolean(),
  written_at: text,
  draw: z.object({
    as_of: text,
    revealed_at: text,
    closed_at: text,
    frame_hash: z.string(),
    commitment: z.string(),
    seed: z.string(),
  }),
  duties: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  drawn: z.array(
    z.object({
      sample_id: count,
      kind: kinds,
      township: z.string(),
      place: text,
      subject: z.string(),
      share: z.enum(['random', 'risk', 'second_visit']),
      inclusion: z.number(),
      ...results,
    }),
  ),
  findings: z.array(z.object({ duty: z.string(), township: z.string(), ...results })),
  rates: z.array(
    z.object({
      duty: z.string(),
      unit: z.string(),
      reported_rate: rate,
      checked: count,
      confirmed: count,
      rate,
      low: rate,
      high: rate,
      random_checked: count,
      random_confirmed: count,
      random_rate: rate,
      random_low: rate,
      random_high: rate,
    }),
  ),
  orders: z.array(
    z.object({
      order_id: z.string(),
      township: text,
      unit_id: z.string(),
      duty: z.string(),
      owner: text,
      to_mend: text,
      due_on: z.string(),
      state: z.enum(['overdue', 'open', 'returned', 'handed_in', 'accepted']),
    }),
  ),
  replies: z.array(z.object({ reply_id: z.string(), unit: z.string(), written_at: text, reply: text })),
  may_reply_for: z.array(z.string()),
})

export type Report = z.infer<typeof reportAnswer>
