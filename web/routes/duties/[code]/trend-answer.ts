import { z } from 'zod'

const signal = z.object({
  period: z.string(),
  kind: z.enum(['outside', 'run', 'trend', 'two_of_three']),
  side: z.enum(['high', 'low']),
})
const rate = z.number().min(0).max(1).nullable()

/** `GET /api/trend` as the page reads it. */
export const trendAnswer = z.object({
  limits: z
    .object({ mean: z.number(), low: z.number(), high: z.number(), is_trial: z.boolean(), signals: z.array(signal) })
    .nullable(),
  rows: z.array(
    z.object({ period: z.string(), met: z.number().int(), closed: z.number().int(), rate, low: rate, high: rate }),
  ),
})

export type Trend = z.infer<typeof trendAnswer>
export type TrendRow = Trend['rows'][number]
export type Signal = z.infer<typeof signal>
