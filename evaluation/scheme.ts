import { z } from 'zod'

const part = z.number().min(0).max(1)

/** How a rate, or a count of cases, becomes a part of an item's points. */
const scoringSchema = z.discriminatedUnion('kind', [
  /** From nothing at `from` to all of the points at `to`, in a straight line; `to` is the duty's target by default. */
  z.strictObject({ kind: z.literal('linear'), from: part.default(0), to: part.optional() }),
  /** The part of the highest step that the rate reaches; below all of them nothing. */
  z.strictObject({
    kind: z.literal('steps'),
    steps: z.array(z.strictObject({ from: part, part })).min(1, '至少一级'),
  }),
  /** All of the points less `per_case` for each case that was missed, down to nothing. */
  z.strictObject({ kind: z.literal('penalty'), per_case: z.number().positive() }),
])
export type Scoring = z.infer<typeof scoringSchema>

const itemSchema = z.strictObject({
  duty: z.string(),
  weight: z.number().positive('权重应大于 0'),
  scoring: scoringSchema.prefault({ kind: 'linear' }),
})
export type SchemeItem = z.infer<typeof itemSchema>

/** Words that everybody may read: what could be the number of a child or a telephone has no place in them. */
export const openWords = (most: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(most, `不超过 ${most} 个字`)
    .refine((text) => !/\d{11}/.test(text.normalize('NFKC').replace(/[\s-]/g, '')), '不要写身份证号或电话')
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), '有不能保存的字符')

const evidence = openWords(500, '请写明依据')
const reason = openWords(200, '请写明事由')

/** 考核方案: what is scored and how (docs/evaluation.md). The grades go from the best down; the last begins at 0. */
export const schemeSchema = z
  .strictObject({
    items: z.array(itemSchema).min(1, '至少一项职责').optional(),
    /** multiply: a rate counts as far as inspections confirm it; none: as it was reported. */
    verification: z.enum(['multiply', 'none']).default('multiply'),
    /** With fewer checked claims the county's verification rate stands for the township's. */
    least_checked: z.int().min(1).default(10),
    /** Bonus (above 0) and deduction (below 0) points of a township. */
    entries: z
      .array(z.strictObject({ township: z.string(), points: z.number().min(-100).max(100), reason, evidence }))
      .default([]),
    /** 一票否决: whatever the points, the lowest grade. */
    vetoes: z.array(z.strictObject({ township: z.string(), reason, evidence })).default([]),
    grades: z
      .array(z.strictObject({ name: z.string().trim().min(1).max(20), from: z.number().min(0).max(100) }))
      .min(2, '至少两档')
      .default([
        { name: '优秀', from: 90 },
        { name: '良好', from: 80 },
        { name: '合格', from: 60 },
        { name: '不合格', from: 0 },
      ])
      .refine((grades) => grades.every(({ from }, i) => i === 0 || from < (grades[i - 1]?.from ?? 0)), '各档应从高到低')
      .refine((grades) => grades.at(-1)?.from === 0, '最后一档应从 0 分起')
      .refine((grades) => new Set(grades.map(({ name }) => name)).size === grades.length, '各档的名称应不同'),
    /** The last day on which a township can object; null: until the year is frozen. */
    objections_until: z.iso.date('应为日期，如 "2027-01-15"').nullable().default(null),
  })
  .superRefine(({ items = [] }, context) => {
    for (const [index, { duty, scoring }] of items.entries()) {
      if (items.findIndex((other) => other.duty === duty) !== index)
        context.addIssue({ code: 'custom', path: ['items', index, 'duty'], message: `“${duty}”重复` })
      if (scoring.kind === 'linear' && scoring.to !== undefined && scoring.to <= scoring.from)
        context.addIssue({ code: 'custom', path: ['items', index, 'scoring', 'to'], message: '应大于 from' })
    }
  })
export type Scheme = z.infer<typeof schemeSchema>

/** A scheme that says of itself what is scored. */
export type ItemisedScheme = Scheme & { items: SchemeItem[] }

/** What a county has: duties by their codes with their targets, and ids of townships. */
export interface KnownCounty {
  duties: ReadonlyMap<string, number | null>
  townships: readonly string[]
}

/** What of a scheme does not go with its county, each with its place: duties and townships that it does not have, targets. */
export function unfitting(
  { items = [], entries, vetoes }: Scheme,
  { duties, townships }: KnownCounty,
): { path: (string | number)[]; message: string }[] {
  const unit = (list: 'entries' | 'vetoes') => (each: { township: string }, index: number) =>
    townships.includes(each.township)
      ? []
      : [{ path: [list, index, 'township'], message: '没有这个乡镇；写编号，如 "01"' }]
  return [
    ...items.flatMap(({ duty, scoring }, index) => {
      if (!duties.has(duty))
        return [{ path: ['items', index, 'duty'], message: `没有这项职责；可用：${[...duties.keys()].join('、')}` }]
      const target = duties.get(duty) ?? 1
      if (scoring.kind !== 'linear' || scoring.to !== undefined || scoring.from < target) return []
      return [{ path: ['items', index, 'scoring', 'from'], message: `应小于满分线，这项职责的目标 ${target}` }]
    }),
    ...entries.flatMap(unit('entries')),
    ...vetoes.flatMap(unit('vetoes')),
  ]
}
