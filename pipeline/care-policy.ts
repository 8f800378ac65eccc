import { z } from 'zod'

/** The five aspects of the four-heart scheme. */
export const CARE_ASPECTS = ['mind', 'body', 'schooling', 'guardianship', 'livelihood'] as const

/** What the registers can tell of a child that a rule may build on (queries/current/care_facts.sql). */
export const CARE_FACTS = [
  ...['recent_plan', 'violence', 'no_immunisation', 'no_checkup', 'illness', 'not_enrolled', 'dropped_out'],
  ...['old_guardian', 'guardian_unwell', 'no_pairing', 'unattended', 'in_need', 'no_assistance'],
] as const

const fact = z.enum(CARE_FACTS)
/** A fact adds points, or is a level by itself. */
const rule = z.union([
  z.strictObject({ fact, points: z.int().min(1).max(100) }),
  z.strictObject({ fact, level: z.int().min(2).max(4) }),
])
type Rule = z.infer<typeof rule>

const rules = (standing: Rule[], about: string) => z.array(rule).default(standing).describe(about)

/**
 * How a care level is computed: the facts of the five aspects add their points, 1 is the level below the first of
 * `level_points`, and each of them that is reached is one level more; a fact that is a level by itself sets at least it.
 */
export const carePolicy = z
  .strictObject({
    level_points: z
      .array(z.int().min(1).max(500))
      .length(3)
      .refine((points) => points.every((each, index) => each > (points[index - 1] ?? 0)), '应从小到大')
      .default([2, 4, 7])
      .describe('达到多少分算二、三、四心级'),
    mind: rules(
      [
        { fact: 'recent_plan', points: 2 },
        { fact: 'violence', points: 4 },
      ],
      '心理：哪些情况记几分，或直接定级',
    ),
    body: rules(
      [
        { fact: 'no_immunisation', points: 1 },
        { fact: 'no_checkup', points: 1 },
        { fact: 'illness', points: 2 },
      ],
      '身体：哪些情况记几分，或直接定级',
    ),
    schooling: rules(
      [
        { fact: 'not_enrolled', points: 4 },
        { fact: 'dropped_out', level: 4 },
      ],
      '学业：哪些情况记几分，或直接定级',
    ),
    guardianship: rules(
      [
        { fact: 'old_guardian', points: 1 },
        { fact: 'guardian_unwell', points: 2 },
        { fact: 'no_pairing', points: 1 },
        { fact: 'unattended', points: 4 },
      ],
      '监护：哪些情况记几分，或直接定级',
    ),
    livelihood: rules(
      [
        { fact: 'in_need', points: 2 },
        { fact: 'no_assistance', points: 1 },
      ],
      '生活：哪些情况记几分，或直接定级',
    ),
  })
  .prefault({})

/** The rules as the warehouse keeps them, in their order. */
export function careRules(care: z.infer<typeof carePolicy>) {
  const all = CARE_ASPECTS.flatMap((aspect) => care[aspect].map((each) => ({ aspect, ...each })))
  return all.map((each, position) => ({
    position,
    aspect: each.aspect,
    fact: each.fact,
    points: 'points' in each ? each.points : 0,
    level: 'level' in each ? each.level : 1,
  }))
}
