import { z } from '@hono/zod-openapi'
import { orderRow } from './order-schema.ts'
import { inspectionReply } from './schema.ts'

const text = z.string().nullable()
const rate = z.number().nullable()
const count = z.int()
const results = { confirmed: count, not_confirmed: count, contradicted: count, unchecked: count }

/** What `GET /api/inspections/{inspection}/report` answers. */
export const reportAnswer = z
  .object({
    inspection_id: z.string(),
    title: z.string(),
    kind: z.enum(['announced', 'unannounced']),
    step: z.string(),
    starts_on: z.string(),
    ends_on: z.string(),
    units: z.array(z.string()).describe('Names; none: the whole county'),
    team: z.array(z.string()),
    is_second_visit: z.boolean(),
    written_at: text,
    draw: z.object({
      as_of: text,
      committed_at: text,
      drawn_at: text,
      revealed_at: text,
      closed_at: text,
      random: z.record(z.string(), z.number()),
      risk: z.record(z.string(), z.number()),
      frame_hash: z.string(),
      commitment: z.string(),
      seed: z.string(),
    }),
    duties: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
    drawn: z.array(
      z.object({
        sample_id: count,
        kind: z.string(),
        township: z.string(),
        place: text,
        subject: z.string().describe('Masked'),
        share: z.string(),
        inclusion: z.number(),
        claims: count,
        ...results,
      }),
    ),
    findings: z.array(z.object({ duty: z.string(), township: z.string(), ...results })),
    rates: z.array(
      z.object({
        level: z.enum(['county', 'township']),
        unit_id: z.string(),
        unit: z.string(),
        duty: z.string(),
        checked: count,
        confirmed: count,
        rate: rate.describe('Weighted for the draw'),
        low: rate,
        high: rate,
        random_rate: rate,
        random_low: rate,
        random_high: rate,
        reported_rate: rate.describe('Of the record, at the instant that the inspection reads'),
      }),
    ),
    orders: z.array(orderRow),
    replies: z.array(inspectionReply.extend({ unit: z.string() })),
    may_reply_for: z.array(z.string()).describe('Drawn units that the viewer can reply for'),
  })
  .openapi('InspectionReport')
