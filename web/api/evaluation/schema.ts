import { z } from '@hono/zod-openapi'
import { CAUSES } from '../../../evaluation/difference.ts'
import { as_of, state } from '../schemas.ts'

const count = z.int().min(0)
const rank = z.int().min(1)
const instant = z.string()
const part = z.number()

const scoring = z.record(z.string(), z.unknown()).describe('linear, steps or penalty, as docs/evaluation.md says')

const countyItem = z
  .object({
    duty: z.string(),
    weight: z.number().describe('As the scheme has it'),
    scoring,
    target: part.nullable(),
    rate: part.describe('The county’s, over subjects'),
    strength: z.number().describe('So many subjects of the county’s rate each township is mixed with'),
    townships: count.describe('So many owe it; none: it is in no score'),
    lost: z.number().describe('Points that the townships lost by it, on average'),
  })
  .openapi('EvaluatedItem')

const itemScore = z
  .object({
    duty: z.string(),
    weight: z.number().describe('Of 100, after what the township does not owe was left out'),
    met: count,
    total: count.describe('Due'),
    subjects: count,
    missed: count.describe('Due and not met in time'),
    raw: part,
    shrunk: part.describe('Drawn towards the county’s rate'),
    borrowed: part.describe('The part of it that is the county’s'),
    verification: part,
    verified_by: z.enum(['township', 'county', 'none']),
    counted: part.describe('What is scored: the shrunk rate as far as inspections confirmed it'),
    points: z.number(),
    lost: z.number(),
  })
  .openapi('ItemScore')

const way = z.object({
  duty: z.string(),
  mended: count.nullable().describe('So many rows met of those missed would reach the grade; null: not even all'),
  missed: count,
  coming: count
    .nullable()
    .describe('So many further rows that come due, all met, would; null: of a state, or none would'),
  is_state: z.boolean().describe('A state of things: what is missed can still be made good'),
})
const next = z
  .object({
    name: z.string(),
    from: z.number(),
    missing: z.number(),
    ways: z.array(way).describe('Items that reach it alone, the fewest rows first'),
    together: z.array(z.object({ duty: z.string(), mended: count })),
  })
  .openapi('NextGrade')

const written = z.object({ reason: z.string().nullable(), evidence: z.string().nullable() })

const standing = z
  .object({
    township: z.string(),
    name: z.string(),
    score: z.number(),
    low: z.number().describe('90 % interval by a cluster bootstrap over subjects'),
    high: z.number(),
    rank_low: rank.describe('The 90 % range of the rank'),
    rank_high: rank,
    band: rank.describe('Townships of one band cannot be told apart'),
    grade: z.string(),
    is_vetoed: z.boolean().nullable().describe('Null where it is not for the viewer'),
    items_points: z.number(),
    entries_points: z.number().describe('Bonus less deduction'),
    next: next.nullable(),
    entries: z
      .array(written.extend({ points: z.number() }))
      .describe('Bonus and deduction; what was written is null for those who may not see the township’s rows'),
    vetoes: z.array(written).describe('None where they are not for the viewer'),
    items: z.array(itemScore),
  })
  .openapi('Standing')

const listed = z
  .object({
    township: z.string(),
    name: z.string(),
    score: z.number(),
    grade: z.string(),
    band: rank,
    reasons: z.array(z.enum(['best_grade', 'improved', 'lowest_grade', 'vetoed', 'fallen'])),
    before: z.number().nullable().describe('The points of the year before by this year’s rules, where there is one'),
    after: z.number().nullable().describe('Of this year, by the same: without bonus and deduction'),
  })
  .openapi('Listed')

const scheme = z.object({
  verification: z.enum(['multiply', 'none']),
  least_checked: count,
  grades: z.array(z.object({ name: z.string(), from: z.number() })),
})

const head = {
  as_of,
  known_at: instant.describe('What was told of the year until then counts'),
  state,
  year: z.string(),
  stage: z.enum(['draft', 'frozen']),
  seed: z.int(),
  draws: count,
  average: z.number().describe('What a township would score that had the county’s rate in every item'),
  scheme,
}

/** What `GET /api/evaluation/{year}` answers. */
export const evaluationAnswer = z
  .object({
    ...head,
    items: z.array(countyItem),
    standings: z.array(standing).describe('The best first'),
    sensitivity: z
      .array(z.object({ duty: z.string(), factor: z.number(), moved: count, regraded: z.array(z.string()) }))
      .describe('What becomes of the order when one weight moves by a tenth'),
    year_before: z.object({ year: z.string(), as_of: instant }).nullable(),
    commended: z.array(listed).describe('The best grade, and who rose beyond chance'),
    warned: z.array(listed).describe('The lowest grade, vetoes, and who fell beyond chance'),
  })
  .openapi('YearEvaluation')

const counts = z.object({ met: count, total: count, verification: part, weight: z.number() }).nullable()
const difference = z
  .object({
    year: z.string(),
    as_of: instant,
    known_at: instant.describe('What was told of that year until then counts'),
    before: z.number(),
    after: z.number(),
    items: z.array(
      z.object({
        duty: z.string(),
        before: z.number(),
        after: z.number(),
        counts: z.object({ before: counts, after: counts }),
        parts: z
          .object(Object.fromEntries(CAUSES.map((cause) => [cause, z.number()])))
          .describe('By cause (Shapley values); they add up to the difference in points'),
      }),
    ),
    entries: z.number().describe('Of bonus and deduction'),
    bounds: z.number().describe('Of what the bounds of 0 and 100 cut off'),
  })
  .openapi('ScoreDifference')

/** What `GET /api/evaluation/{year}/townships/{township}` answers. */
export const explanationAnswer = z
  .object({
    ...head,
    items: z.array(countyItem),
    townships: z
      .array(z.object({ township: z.string(), name: z.string(), band: rank }))
      .describe('All that have a standing'),
    standing,
    behind: z
      .array(
        z.object({
          duty: z.string(),
          late: count
            .nullable()
            .describe('Of the missed ones; null where the registers of then no longer hold what was counted'),
          missed: count.nullable(),
          open: count.describe('Not yet due'),
          registers: z.array(z.string()).describe('That the duty is judged by'),
        }),
      )
      .describe('In the order of the items'),
    exports: z
      .array(
        z.object({
          register: z.string(),
          batch_id: z.int(),
          file: z.string().nullable(),
          sheet: z.string().nullable(),
          read_at: instant,
          confirmed_at: instant.describe('When an export last had the same'),
          accepted: count,
          rejected: count,
          batch_count: count.describe('Exports of the year that brought something new'),
        }),
      )
      .nullable()
      .describe('Where the rows came from; null for those who may not see the township’s rows'),
    year_before: difference.nullable(),
    earlier: difference
      .nullable()
      .describe('Since the instant asked for; of one after the year’s end, since what was known then'),
  })
  .openapi('TownshipEvaluation')
