import { z } from 'zod'

const count = z.number().int()

/** `GET /api/distribution` as the page reads it. */
export const distributionAnswer = z.object({
  period: z.string(),
  kind: z.enum(['gap', 'notice']),
  n: count,
  of: count,
  left_out: z.object({ none: count, impossible: count, running: count, single: count, never: count }),
  quantiles: z.object({ p10: z.number(), p50: z.number(), p90: z.number() }).nullable(),
  deadline: z.number().nullable(),
  rows: z.array(z.object({ from: z.number(), to: z.number().nullable(), n: count, share: z.number() })).max(100),
})

export type Distribution = z.infer<typeof distributionAnswer>
export type DistributionRow = Distribution['rows'][number]
